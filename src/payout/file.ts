import { createHash } from 'node:crypto';
import { type Actor, checkCommand, type Refusal } from '#authority';
import type { CommandDeps } from '#case';
import { decrypt } from '#lib/seal.ts';
import type { BatchTarget } from './batch.ts';
import { fileContext, findBatch, insertDownload } from './store-batch.ts';

/** A file for the bank. */
export type BankFile = {
  readonly kind: 'file';
  readonly name: string;
  readonly type: 'application/xml';
  readonly content: Buffer;
};

/** Opens the file of a released batch and notes who took it out. The same bytes each time. */
export const downloadBatch = async (
  deps: CommandDeps,
  actor: Actor,
  { authority, batchId }: BatchTarget,
): Promise<BankFile | Refusal> => {
  const refusal = checkCommand(actor, 'payout.download', authority);
  if (refusal || actor.kind !== 'staff') return refusal ?? { kind: 'refused', reason: 'role' };
  return deps.db.tx(authority, async (tx): Promise<BankFile | Refusal> => {
    const batch = await findBatch(tx, authority, batchId);
    if (!batch?.file || !batch.wrappedKey) return { kind: 'refused', reason: 'state' };
    const key = deps.keys.unwrapDataKey(authority, batch.wrappedKey);
    const content = decrypt(key, batch.file, fileContext(batch));
    if (createHash('sha256').update(content).digest('hex') !== batch.fileHash)
      throw new Error(
        `The file of batch ${batch.messageId} does not match its hash. Do not send it; restore a backup.`,
      );
    await insertDownload(tx, batch, { id: actor.id, name: actor.name }, deps.clock());
    return { kind: 'file', name: `${batch.messageId}.xml`, type: 'application/xml', content };
  });
};
