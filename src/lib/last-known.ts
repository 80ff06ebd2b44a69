/** An answer that is asked for again and again, and outlives an outage of who gives it. */
export type LastKnown<T> = {
  /** The answer of now, or the last one while there is none. @throws what loading throws, when none is known or too old */
  get(): Promise<T>;
  /** The last answer, if it may still be repeated without asking. */
  peek(): T | undefined;
};

/** Times in ms. */
export type LastKnownOptions<T> = {
  readonly load: () => Promise<T>;
  /** For so long an answer is repeated without asking. */
  readonly lifetime: number;
  /** After so long without a new answer the last one must do. */
  readonly patience: number;
  /** For so long after it was asked for, an answer may stand in for one that cannot be had. */
  readonly keep: number;
};

/**
 * Remembers what was loaded. A source that is away for half a minute then stops nobody who could go on with what was
 * known a second ago; one that hangs holds up one request in `patience` and no more.
 */
export const makeLastKnown = <T>({ load, lifetime, patience, keep }: LastKnownOptions<T>): LastKnown<T> => {
  let known: { readonly value: T; readonly askedAt: number } | undefined;
  let loading: { readonly value: Promise<T>; readonly since: number } | undefined;
  let answer: Promise<T> | undefined;
  let until = Number.NEGATIVE_INFINITY;

  const start = (since: number): Promise<T> => {
    const value = load();
    const mine = { value, since };
    loading = mine;
    const end = (): void => {
      if (loading === mine) loading = undefined;
    };
    value.then((found) => {
      end();
      // Of two that overtook each other, the later question counts.
      if (!known || known.askedAt <= since) known = { value: found, askedAt: since };
    }, end);
    return value;
  };

  const orLast = async (fresh: Promise<T>, last: T): Promise<T> => {
    const late = Promise.withResolvers<T>();
    const timer = setTimeout(() => late.resolve(last), patience);
    try {
      return await Promise.race([fresh.catch(() => last), late.promise]);
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    get: () => {
      const now = performance.now();
      if (answer && until > now) return answer;
      const isLate = loading !== undefined && now - loading.since > patience;
      const fresh = isLate && loading ? loading.value : start(now);
      const last = known && now - known.askedAt < keep ? known : undefined;
      const made = !last ? fresh : isLate ? Promise.resolve(last.value) : orLast(fresh, last.value);
      answer = made;
      until = now + lifetime;
      made.catch(() => {
        if (answer === made) answer = undefined; // a fault must not stick
      });
      return made;
    },
    peek: () => (until > performance.now() ? known?.value : undefined),
  };
};
