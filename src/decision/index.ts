export { type Assessment, assess, type DecisionAssessment, type PriorityAssessment } from './assess.ts';
export { checkExamples } from './check-examples.ts';
export type { Proposal } from './check-proposal.ts';
export { approve, type DecideCommand, type Decided, decide, returnToCaseworker } from './decide.ts';
export { faultInWords } from './fault.ts';
export {
  type DecisionDeps,
  decisionContext,
  handleDecisionMade,
  type NoticeDeps,
  renderNotice,
  situationOf,
} from './issue.ts';
export type { Letter } from './letter.ts';
export type { NoticeSource } from './notice.ts';
export { handleCaseOpened, handleCaseSupplemented } from './open.ts';
export { makePrinter, type Printer } from './print.ts';
export { type Comparison, compareAssessments } from './simulate.ts';
export { simulate } from './simulate-cases.ts';
export { findNotice, type Notice, type NoticeText } from './store.ts';
export { casePrioritised, decisionIssued, decisionMade } from './topics.ts';
