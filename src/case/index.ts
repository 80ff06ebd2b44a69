export {
  type ActionBy,
  type ActionKind,
  type ActionOf,
  type AssessedAction,
  CaseAction,
  type DecidedAction,
  type RecordedAction,
  type RecordedOf,
} from './action.ts';
export type { Case, CaseHead, CaseSummary } from './case.ts';
export type { ChainFault } from './chain.ts';
export {
  addNote,
  byActor,
  type CaseResult,
  type CaseTarget,
  type CommandDeps,
  checkCase,
  claim,
  findForeignLease,
  markHandled,
  nextTask,
  release,
} from './claim.ts';
export { ALLOWED, type CaseLife, type CaseState, isAllowed, type Lease } from './life.ts';
export { type OpenDeps, openCases } from './open.ts';
export {
  type Access,
  type ApplicantStatus,
  deleteData,
  findStatus,
  listAccess,
  logAccess,
  readSituation,
  type ServiceSituation,
  verifyChain,
} from './oversight.ts';
export {
  type CaseDeps,
  findCase,
  getCase,
  getDataKey,
  getHead,
  type KeyDeps,
  lockCase,
  type RecordRef,
  record,
} from './record.ts';
export { countDuplicates, type Duplicate, listDuplicates } from './store.ts';
export { type CaseFilter, countCases, findByNumber, listCases, type QueueEntry } from './store-queue.ts';
export { updateSummary } from './summary.ts';
export { mergeSupplements } from './supplement.ts';
export { CaseRef, caseOpened, caseSupplemented } from './topics.ts';
