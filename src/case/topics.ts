import { z } from 'zod';
import { makeTopic } from '#queue';

/** What a job says of a case: only which one. */
export const CaseRef = z.strictObject({
  authority: z.string().describe('Whose case it is.'),
  caseId: z.uuid().describe('The case; the same id as its submission.'),
});
export type CaseRef = z.infer<typeof CaseRef>;

/** Something was handed in later; sent in the transaction that records it. */
export const caseSupplemented = makeTopic('case.supplemented', CaseRef);

/** A submission has become a case; sent in the transaction that opens it. */
export const caseOpened = makeTopic('case.opened', CaseRef);
