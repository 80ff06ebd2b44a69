export { type DeliverDeps, deliverMails, type NotifyDeps } from './deliver.ts';
export { type Attachment, type InboxItem, readAttachment, readInbox } from './inbox.ts';
export { type Delivery, type Mail, type Mailer, type MailerOptions, makeMailer } from './mailer.ts';
export type { Channel, MessageState, Occasion } from './message.ts';
export { countPutOff, releaseMails } from './put-off.ts';
export { tellApplicants } from './tell.ts';
