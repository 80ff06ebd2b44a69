/** What a message is about. */
export const OCCASIONS = ['received', 'decided', 'paid', 'prioritised'] as const;
export type Occasion = (typeof OCCASIONS)[number];

export type Channel = 'inbox' | 'email';

/**
 * `waiting`: to be sent or tried again; `sent`: handed over; `refused`: the other side said never (5xx, no such
 * address); `expired`: tried for days in vain.
 */
export type MessageState = 'waiting' | 'sent' | 'refused' | 'expired';

/** Which message at which authority. */
export type MessageRef = { readonly authority: string; readonly id: string };
