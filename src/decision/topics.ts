import { CaseRef } from '#case';
import { makeTopic } from '#queue';

/** A decision stands and its notice is due; sent in the transaction that decides. */
export const decisionMade = makeTopic('decision.made', CaseRef);

/** A notice was issued: the decision is on its way to the applicant. Sent in the transaction that stores the notice. */
export const decisionIssued = makeTopic('decision.issued', CaseRef);

/** A registration has its priority; sent in the transaction that records it. */
export const casePrioritised = makeTopic('decision.prioritised', CaseRef);
