/** What a piece of work came to, or that it did not end in time; then it goes on, and nobody waits for it. */
export type Bounded<T> = { readonly kind: 'ended'; readonly value: T } | { readonly kind: 'late' };

export const within = async <T>(ms: number, work: Promise<T>): Promise<Bounded<T>> => {
  const late = Promise.withResolvers<Bounded<T>>();
  const timer = setTimeout(() => late.resolve({ kind: 'late' }), ms);
  try {
    return await Promise.race([work.then((value) => ({ kind: 'ended', value }) as const), late.promise]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {}); // late and failed: what was said in time counts
  }
};
