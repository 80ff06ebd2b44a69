/** A place in a process's work where it can be made to die, recognised by the statement it sends. */
export type Place = { readonly statement: RegExp; readonly value?: string };

/** Every labelled step from submission to payment, by the process that takes it. */
export const STEPS = {
  citizen: {
    flushed: { statement: /insert into intake\.submission/ },
    'supplement flushed': { statement: /insert into intake\.supplement/ },
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
    told: { statement: /insert into casework\.action/, value: 'messaged' },
  },
  payer: {
    'batch made': { statement: /insert into payout\.batch / },
    'batch filled': { statement: /insert into payout\.batch_item/ },
    'batch released': { statement: /update payout\.batch set state = 'released'/ },
    paid: { statement: /insert into casework\.action/, value: 'paid' },
  },
} as const satisfies Record<string, Record<string, Place>>;

/** Before the statement is sent; after its answer, in the open transaction; after the commit, before anybody is told. */
export const PHASES = ['before', 'within', 'after'] as const;
export type Phase = (typeof PHASES)[number];

export type Crash = {
  readonly step: string;
  readonly phase: Phase;
  /** Dies when it gets there for the n-th time, from 1. */
  readonly hit: number;
};

/** A promise that a harness breaks on purpose, to see whether the suite notices. */
export type Sabotage = 'answer before commit' | 'no deduplication';

/** What shall go wrong in one process. */
export type Plan = {
  readonly crash?: Crash;
  /** Seconds by which its clock is wrong. */
  readonly clock?: number;
  readonly sabotage?: Sabotage;
};

/** The variable that carries a plan to a process started by the harness; read by `preload.ts` alone. */
export const PLAN_VARIABLE = 'FAULT_PLAN';

/** What a process says as it dies by plan. */
export const CRASH_MARK = 'fault: died at';
