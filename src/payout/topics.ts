import { CaseRef } from '#case';
import { makeTopic } from '#queue';

/** The payment of a case was handed to the bank; sent in the transaction that releases it. */
export const payoutReleased = makeTopic('payout.released', CaseRef);
