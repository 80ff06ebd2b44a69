/** Values by label name. Labels come from closed sets: a route, a status class, a kind; never from people. */
export type Labels = Readonly<Record<string, string>>;
export type Sample = { readonly labels?: Labels; readonly value: number };

export type Counter = {
  add(by?: number, labels?: Labels): void;
  /** A way to count under labels that are known beforehand, without printing them each time. */
  with(labels: Labels): () => void;
};
export type Histogram = { observe(value: number): void };

/** Figures of one process, in the Prometheus text format 0.0.4. Names end in their unit: `_seconds`, `_total`. */
export type Metrics = {
  counter(name: string, help: string): Counter;
  /** Read when somebody asks. */
  gauge(name: string, help: string, read: () => number | readonly Sample[]): void;
  /** Sums kept elsewhere that only grow; read when somebody asks. */
  total(name: string, help: string, read: () => readonly Sample[]): void;
  histogram(name: string, help: string, bounds: readonly number[]): Histogram;
  /** What Prometheus fetches. A gauge that fails is left out; the others are told all the same. */
  render(): string;
};

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** More label sets than this are a mistake in the code; what comes beyond is counted as one. */
const MOST_SERIES = 300;
const BEYOND: Labels = { beyond: 'limit' };

const escapeValue = (value: string): string => value.replace(/[\\"\n]/g, (c) => (c === '\n' ? '\\n' : `\\${c}`));
const printLabels = (labels: Labels): string => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeValue(value)}"`);
  return pairs.length > 0 ? `{${pairs.join(',')}}` : '';
};
const printNumber = (value: number): string =>
  value === Number.POSITIVE_INFINITY ? '+Inf' : value === Number.NEGATIVE_INFINITY ? '-Inf' : String(value);
const line = (name: string, labels: Labels, value: number): string =>
  `${name}${printLabels(labels)} ${printNumber(value)}`;

type Family = { readonly name: string; readonly help: string; readonly type: string; readonly lines: () => string[] };

type Series = { readonly labels: Labels; value: number };

const makeSeries = () => {
  const series = new Map<string, Series>();
  const find = (labels: Labels): Series => {
    const key = printLabels(labels);
    const known = series.get(key);
    if (known) return known;
    if (series.size >= MOST_SERIES && labels !== BEYOND) return find(BEYOND);
    const made = { labels, value: 0 };
    series.set(key, made);
    return made;
  };
  return { find, all: () => [...series.values()] };
};

const makeBuckets = (name: string, bounds: readonly number[]) => {
  const counts = new Array<number>(bounds.length + 1).fill(0);
  let sum = 0;
  const observe = (value: number): void => {
    const found = bounds.findIndex((bound) => value <= bound);
    const at = found < 0 ? bounds.length : found;
    counts[at] = (counts[at] ?? 0) + 1;
    sum += value;
  };
  const lines = (): string[] => {
    let total = 0;
    const buckets = counts.map((count, i) => {
      total += count;
      return line(`${name}_bucket`, { le: printNumber(bounds[i] ?? Number.POSITIVE_INFINITY) }, total);
    });
    return [...buckets, line(`${name}_sum`, {}, sum), line(`${name}_count`, {}, total)];
  };
  return { observe, lines };
};

const readSamples = (read: () => number | readonly Sample[]): readonly Sample[] => {
  try {
    const found = read();
    return typeof found === 'number' ? [{ value: found }] : found;
  } catch {
    return []; // told as absent, as Prometheus means it
  }
};

/** Opens an empty register of figures. */
export const makeMetrics = (): Metrics => {
  const families = new Map<string, Family>();
  const put = (family: Family): void => {
    const { name } = family;
    if (!/^[a-z][a-z0-9_]*$/.test(name) || families.has(name))
      throw new Error(`The figure «${name}» is there already or has no usable name; choose another.`);
    families.set(name, family);
  };
  const putRead = (type: string, name: string, help: string, read: () => number | readonly Sample[]): void =>
    put({
      name,
      help,
      type,
      lines: () => readSamples(read).map(({ labels = {}, value }) => line(name, labels, value)),
    });
  return {
    counter: (name, help) => {
      const series = makeSeries();
      const lines = () => {
        const all = series.all();
        return all.length > 0 ? all.map(({ labels, value }) => line(name, labels, value)) : [line(name, {}, 0)];
      };
      put({ name, help, type: 'counter', lines });
      return {
        add: (by = 1, labels = {}) => {
          series.find(labels).value += by;
        },
        with: (labels) => {
          const one = series.find(labels);
          return () => {
            one.value += 1;
          };
        },
      };
    },
    gauge: (name, help, read) => putRead('gauge', name, help, read),
    total: (name, help, read) => putRead('counter', name, help, read),
    histogram: (name, help, bounds) => {
      const { observe, lines } = makeBuckets(name, bounds);
      put({ name, help, type: 'histogram', lines });
      return { observe };
    },
    render: () =>
      [...families.values()]
        .map(({ name, help, type, lines }) =>
          [`# HELP ${name} ${help.replaceAll('\n', ' ')}`, `# TYPE ${name} ${type}`, ...lines(), ''].join('\n'),
        )
        .join(''),
  };
};
