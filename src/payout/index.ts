export { type BatchResult, type BatchTarget, cancelBatch, makeBatch, releaseBatch } from './batch.ts';
export { type BankFile, downloadBatch } from './file.ts';
export type { OpenOrder, OrderState, PaymentOrder } from './order.ts';
export { type OrderDeps, orderPayments } from './order-handler.ts';
export type { Obstacle, Payee } from './payable.ts';
export { type BatchView, type Payouts, readBatch, readPayouts } from './read.ts';
export type { Batch, BatchState, Download } from './store-batch.ts';
export type { Pile } from './store-order.ts';
export { payoutReleased } from './topics.ts';
