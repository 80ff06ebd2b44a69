export { Installation } from './installation.ts';
export {
  findSubmission,
  type Handin,
  type Intake,
  type IntakeOptions,
  makeIntake,
  openSubmission,
  type Submitted,
} from './intake.ts';
export { applicantKey, Payload } from './payload.ts';
export { makeReceiptSigner, type PublicJwk, ReceiptClaims, type ReceiptSigner, verifyReceipt } from './receipt.ts';
export { type Installed, install, makeRegistry, type Registry } from './registry.ts';
export { listInstallations, listSetAside, type Submission, setAside, takeSubmissions } from './store.ts';
