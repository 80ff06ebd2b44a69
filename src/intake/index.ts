export { type AdmissionOptions, makeAdmission } from './admission.ts';
export type { Measured, Value } from './admission-control.ts';
export { startAdmission } from './admission-gauge.ts';
export { readLines } from './admission-store.ts';
export type {
  Admission,
  AdmissionReadings,
  Arrival,
  InLine,
  LineReading,
  Look,
  Standing,
} from './admission-types.ts';
export {
  deleteOrphans,
  dropUnnamed,
  keepAttachments,
  listAttachments,
  openAttachment,
  receiveAttachment,
  type Uploaded,
} from './attachment.ts';
export { commitmentOf, Draw, draw, entryOf, makeSeed, verifyDraw } from './draw.ts';
export { type Earlier, listEarlier } from './earlier.ts';
export { Installation, Limits } from './installation.ts';
export {
  type Full,
  findSubmission,
  type Handin,
  type Intake,
  type IntakeObserver,
  type IntakeOptions,
  makeIntake,
  type Outcome,
  openSubmission,
  type Submitted,
} from './intake.ts';
export { isHeldBack, type Level, levelOf } from './ladder.ts';
export { type LoadReport, makeLoadReport } from './load.ts';
export { type Backlog, countUnopened, type LoadMinute, MOST_UNOPENED, readBacklog, readLoad } from './load-store.ts';
export { applicantKey, type Content, hashContent, Payload } from './payload.ts';
export { type Availability, availabilityOf, whyNotSend } from './quota.ts';
export {
  makeReceiptSigner,
  type PublicJwk,
  ReceiptClaims,
  type ReceiptSigner,
  readClaims,
  readReceiptKeys,
  verifyReceipt,
} from './receipt.ts';
export { type Installed, install, makeRegistry, type Registry } from './registry.ts';
export type { Remainder } from './remainder.ts';
export {
  deleteExpiredSaved,
  forgetSaved,
  MOST_CODES,
  openSaved,
  SAVED_DAYS,
  saveJourney,
} from './saved.ts';
export { scanAttachments } from './scan.ts';
export {
  changeInstallation,
  hasReceived,
  type InstallationChange,
  isReceived,
  listInstallations,
  listNumbers,
  type Submission,
  takeSubmissions,
} from './store.ts';
export {
  type Failure,
  isHeldUp,
  listTroubled,
  MOST_TRIES,
  noteFailure,
  putBack,
  type Troubled,
} from './store-aside.ts';
export type { AttachmentState, StoredAttachment } from './store-attachment.ts';
export { readLevel, readLevelAt } from './store-ladder.ts';
export { findSupplement, type StoredSupplement, takeSupplements } from './store-supplement.ts';
export { findRest, openSupplement, type Rest, receiveSupplement, type Supplemented } from './supplement.ts';
export type { Programme } from './ticket.ts';
