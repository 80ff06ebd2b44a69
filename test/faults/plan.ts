/** What a process does to files. */
export type FileCall = 'open' | 'rename' | 'rm';

/** A place in a process's work where it can be made to die, recognised by the statement it sends or by the file it treats. */
export type Place =
  | { readonly statement: RegExp; readonly value?: string }
  | { readonly file: FileCall; readonly path: RegExp };

/** An uploaded file in the store, and the same while it is written. */
const FILE = /\/attachments\/[0-9a-f]{2}\/[0-9a-f-]{36}$/;
export const DRAFT = /\/attachments\/[0-9a-f]{2}\/[0-9a-f-]{36}\.part$/;

/** Every labelled step from submission to payment, by the process that takes it. */
export const STEPS = {
  citizen: {
    flushed: { statement: /insert into intake\.submission/ },
    'supplement flushed': { statement: /insert into intake\.supplement/ },
    'file announced': { statement: /insert into intake\.attachment/ },
    'file begun': { file: 'open', path: DRAFT },
    'file renamed': { file: 'rename', path: DRAFT },
    'file arrived': { statement: /update intake\.attachment set state = 'pending'/ },
    'files kept': { statement: /update intake\.attachment set keep_until = greatest/ },
    'journey saved': { statement: /insert into intake\.saved/ },
  },
  worker: {
    taken: { statement: /update intake\.submission set taken_at/ },
    'case opened': { statement: /insert into casework\.case/ },
    'case indexed': { statement: /insert into casework\.blind_index/ },
    assessed: { statement: /insert into casework\.action/, value: 'assessed' },
    decided: { statement: /insert into casework\.action/, value: 'decided' },
    'notice made': { statement: /insert into decision\.notice/ },
    'order made': { statement: /insert into payout\.payment_order/ },
    'message made': { statement: /insert into notify\.message/ },
    'mail taken': { statement: /update notify\.message set attempts/ },
    'mail sent': { statement: /update notify\.message set state/ },
    'mail put off': { statement: /update notify\.message set put_off_for = \$1/ },
    'mail released': { statement: /update notify\.message set put_off_for = null/ },
    'supplement taken': { statement: /update intake\.supplement set taken_at/ },
    'supplement merged': { statement: /insert into casework\.action/, value: 'supplemented' },
    'file taken': { statement: /update intake\.attachment set leased_until/ },
    'file scanned': { statement: /update intake\.attachment set state = \$1, finding/ },
    told: { statement: /insert into casework\.action/, value: 'messaged' },
  },
  payer: {
    'batch made': { statement: /insert into payout\.batch / },
    'batch filled': { statement: /insert into payout\.batch_item/ },
    'batch released': { statement: /update payout\.batch set state = 'released'/ },
    paid: { statement: /insert into casework\.action/, value: 'paid' },
  },
} as const satisfies Record<string, Record<string, Place>>;

/** What the worker does about files whose time is over: there are none before people have handed in, or gone away. */
export const SWEEP = {
  'files stay': { statement: /update intake\.attachment a set keep_until = null/ },
  'orphan taken': { statement: /update intake\.attachment set state = 'leaving' from next/ },
  'orphan removed': { file: 'rm', path: FILE },
  'orphan forgotten': { statement: /delete from intake\.attachment/ },
} as const satisfies Record<string, Place>;

/** All of them, by their labels. */
export const PLACES: ReadonlyMap<string, Place> = new Map(
  [...Object.values(STEPS), SWEEP].flatMap((part) => Object.entries<Place>(part)),
);

/** Before the statement is sent; after its answer, in the open transaction; after the commit, before anybody is told. */
export const PHASES = ['before', 'within', 'after'] as const;
export type Phase = (typeof PHASES)[number];

/** Files know no transaction: there is only before and after. */
export const phasesOf = (place: Place): readonly Phase[] =>
  'file' in place ? PHASES.filter((phase) => phase !== 'within') : PHASES;

export type Crash = {
  readonly step: string;
  readonly phase: Phase;
  /** Dies when it gets there for the n-th time, from 1. */
  readonly hit: number;
};

/** A promise that a harness breaks on purpose, to see whether the suite notices. */
export type Sabotage =
  | 'answer before commit'
  | 'no deduplication'
  | 'answer before the file'
  | 'files not synced'
  | 'folders not synced'
  | 'sweep of what was handed in';

/** What shall go wrong in one process. */
export type Plan = {
  readonly crash?: Crash;
  /** Seconds by which its clock is wrong. */
  readonly clock?: number;
  /** Pauses of a minute, as between two looks for files whose time is over, take a second. */
  readonly isHasty?: boolean;
  readonly sabotage?: Sabotage;
};

/** The variable that carries a plan to a process started by the harness; read by `preload.ts` alone. */
export const PLAN_VARIABLE = 'FAULT_PLAN';

/** What a process says as it dies by plan. */
export const CRASH_MARK = 'fault: died at';
