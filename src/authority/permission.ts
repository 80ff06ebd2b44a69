/** What staff may be at an authority. */
export const ROLES = ['caseworker', 'approver', 'payments', 'lead'] as const;
export type Role = (typeof ROLES)[number];

/** Who acts. */
export type Actor =
  | {
      readonly kind: 'staff';
      readonly id: string;
      readonly name: string;
      readonly authority: string;
      readonly roles: readonly Role[];
    }
  | { readonly kind: 'system'; readonly name: string };

/** Who may do what: deny by default, one line a command. */
const ALLOWED = {
  'case.read': ['caseworker', 'approver', 'lead'],
  'case.claim': ['caseworker', 'approver'],
  'case.decide': ['caseworker'],
  'case.approve': ['approver'],
  'case.note': ['caseworker', 'approver', 'lead'],
  'list.read': ['caseworker', 'lead'],
  'payout.read': ['payments', 'approver', 'lead'],
  'payout.batch': ['payments'],
  'payout.release': ['approver'],
  'payout.download': ['payments'],
  'situation.read': ['lead'],
} as const satisfies Record<string, readonly Role[]>;

export type Command = keyof typeof ALLOWED;
export const COMMANDS = Object.keys(ALLOWED) as readonly Command[];

/** Why a command was not carried out; an expected outcome, worded by the web. */
export type Refusal = {
  readonly kind: 'refused';
  readonly reason: 'role' | 'sameperson' | 'state' | 'version' | 'claimed';
};

const refuse = (reason: Refusal['reason']): Refusal => ({ kind: 'refused', reason });

/** True if the actor may carry out the command at the authority. The system acts by rules only, never by role. */
export const may = (actor: Actor, command: Command, authority: string): boolean =>
  actor.kind === 'staff' &&
  actor.authority === authority &&
  actor.roles.some((role) => (ALLOWED[command] as readonly Role[]).includes(role));

/** The first line of every command. */
export const checkCommand = (actor: Actor, command: Command, authority: string): Refusal | undefined =>
  may(actor, command, authority) ? undefined : refuse('role');

/**
 * The two-person rule: whoever approves must be staff and must not have acted on the matter before. Every approval of a
 * decision or a payment passes through here, administrators' too.
 * @param earlier ids of the staff who prepared what is to be approved
 */
export const checkSecondPerson = (actor: Actor, earlier: readonly string[]): Refusal | undefined =>
  actor.kind === 'staff' && !earlier.includes(actor.id) ? undefined : refuse('sameperson');
