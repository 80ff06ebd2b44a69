import { z } from 'zod';
import { makeTopic } from '#queue';
import type { Occasion } from './message.ts';

/** A mail waits to be sent; sent in the transaction that stores it, and again for each new try. */
export const mailQueued = makeTopic('notify.mail', z.strictObject({ authority: z.string(), id: z.uuid() }));

/** Decisions and payments go before what only confirms. */
export const priorityOf = (occasion: Occasion): number => (occasion === 'received' ? 0 : 1);
