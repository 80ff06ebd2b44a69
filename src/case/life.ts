import type { Outstanding } from '#form';
import type { ActionBy, ActionKind, RecordedAction, RecordedOf } from './action.ts';

/** Where a case stands. `registered`: on the list of a registration; `decided`: notice due or sent. */
export type CaseState = 'opened' | 'todecide' | 'toapprove' | 'decided' | 'paid' | 'registered' | 'closed';

// What the applicant hands in later was acknowledged: it is recorded, however far the case has come.
const ALWAYS = ['supplemented', 'messaged', 'noted'] as const;
const TASK = ['claimed', 'released', ...ALWAYS] as const;

/** What may happen next, by state. */
export const ALLOWED = {
  opened: ['assessed', 'prioritised', 'handled', ...ALWAYS],
  todecide: ['assessed', 'decided', ...TASK],
  toapprove: ['approved', 'returned', ...TASK],
  decided: ['noticed', 'ordered', 'paid', 'closed', ...ALWAYS],
  paid: ['closed', ...ALWAYS],
  registered: ['prioritised', 'handled', ...TASK],
  closed: ALWAYS,
} as const satisfies Record<CaseState, readonly ActionKind[]>;

/** Whether an action of this kind may be recorded in this state. */
export const isAllowed = (state: CaseState, kind: ActionKind): boolean =>
  (ALLOWED[state] as readonly ActionKind[]).includes(kind);

/** Who works on the case, and until when nobody else may. */
export type Lease = { readonly by: Extract<ActionBy, { kind: 'staff' }>; readonly until: Temporal.Instant };

/** What the recorded actions amount to. */
export type CaseLife = {
  readonly state: CaseState;
  /**
   * Number of the last action that a decision may rest on: what a form carries to notice that somebody else acted.
   * Notes, messages and leases do not count: nobody should have to type a reason again because a mail went out.
   */
  readonly version: number;
  readonly opened?: RecordedOf<'opened'>;
  readonly lease?: Lease;
  readonly assessment?: RecordedOf<'assessed'>;
  readonly decision?: RecordedOf<'decided'>;
  readonly approval?: RecordedOf<'approved'>;
  readonly notice?: RecordedOf<'noticed'>;
  readonly order?: RecordedOf<'ordered'>;
  readonly payment?: RecordedOf<'paid'>;
  readonly priority?: RecordedOf<'prioritised'>;
  /** What was handed in later, in the order of recording. */
  readonly supplements: readonly RecordedOf<'supplemented'>[];
  /** What is still to be handed in. */
  readonly outstanding: readonly Outstanding[];
};

const START: CaseLife = { state: 'opened', version: 0, supplements: [], outstanding: [] };

const release = ({ lease: _, ...life }: CaseLife): CaseLife => life;

const material = (life: CaseLife, action: RecordedAction): CaseLife => {
  const version = action.seq;
  switch (action.kind) {
    case 'opened':
      return { ...life, version, opened: action, outstanding: action.outstanding ?? [] };
    case 'supplemented': {
      // Two workers may record them in the other order: the last that was handed in knows what is left.
      const isLast = life.supplements.every(({ position }) => position < action.position);
      const outstanding = isLast ? action.outstanding : life.outstanding;
      return { ...life, version, supplements: [...life.supplements, action], outstanding };
    }
    case 'assessed':
      return { ...life, version, assessment: action, state: 'todecide' };
    case 'decided':
      return { ...release(life), version, decision: action, state: action.second ? 'toapprove' : 'decided' };
    case 'approved':
      return { ...release(life), version, approval: action, state: 'decided' };
    case 'returned':
      return { ...release(life), version, state: 'todecide' };
    case 'noticed':
      return { ...life, version, notice: action };
    case 'ordered':
      return { ...life, version, order: action };
    case 'paid':
      return { ...life, version, payment: action, state: 'paid' };
    case 'prioritised':
      return { ...life, version, priority: action, state: 'registered' };
    case 'handled':
    case 'closed':
      return { ...release(life), version, state: 'closed' };
    case 'claimed':
    case 'released':
    case 'messaged':
    case 'noted':
      return life;
    default:
      return action satisfies never;
  }
};

const step = (life: CaseLife, action: RecordedAction): CaseLife => {
  if (action.kind === 'claimed' && action.by.kind === 'staff')
    return { ...life, lease: { by: action.by, until: Temporal.Instant.from(action.until) } };
  return action.kind === 'released' ? release(life) : material(life, action);
};

/** The state of a case: a fold over its actions, in order. */
export const foldActions = (actions: readonly RecordedAction[], from: CaseLife = START): CaseLife =>
  actions.reduce(step, from);
