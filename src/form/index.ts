/** From answers to page, problems, next, progress, summary: pure functions of a compiled service. */
export type { Address, Answer, Answers, Attachment } from './answers.ts';
export { askedItems, askedPaths, countShown } from './asked.ts';
export { carryOver } from './carry-over.ts';
export { checkAnswers, checkWalk, type FormProblem } from './check.ts';
export { addEntry, enterPage, removeEntry } from './entries.ts';
export { type FileRoom, fileRoomOf } from './file-room.ts';
export { type Entered, enteredText, type Surroundings } from './kind.ts';
export { ADDRESS_PARTS } from './kind-address.ts';
export { dateParts, printDay } from './kind-date.ts';
export { attachmentsOf, parseAttachment, printAttachment, withoutAttachments } from './kind-file.ts';
export { yesNo } from './kind-yesno.ts';
export { type Ease, fieldsOf, Outstanding, outstandingOf } from './later.ts';
export { parametersContext } from './parameters.ts';
export {
  type Advice,
  adviceFor,
  firstOpenPage,
  nextPage,
  type PageTask,
  previousPage,
  progressOf,
  taskList,
} from './progress.ts';
export { enteredOf, type ReadJson, type ReadPage, readJson, readPost } from './read.ts';
export { displayAnswer, type SummaryRow, type SummarySection, summary } from './summary.ts';
export { makeContext, prune, type ReachablePage, reachablePages, type Situation, type Walk, walk } from './walk.ts';
export { addressWords, textsFor } from './wording.ts';
