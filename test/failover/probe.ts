import { makeUuid } from '#lib/id.ts';
import { makeWriter } from '#src/intake/writer.ts';

const TRY_MS = 2000;

/**
 * Hands in at one server past the proxy, as a product would that still holds a connection there. True when that was
 * acknowledged.
 */
export const doesAcknowledge = async (url: string): Promise<boolean> => {
  const writer = makeWriter({ url, deadline: TRY_MS, patience: TRY_MS });
  const key = makeUuid(Date.now());
  const row = {
    key,
    authority: 'musterland',
    service: 'soforthilfe',
    digest: '0'.repeat(64),
    number: key.slice(0, 14),
    received_at: new Date().toISOString(),
    hash: 'h',
    secret_hash: 's',
    content: 'c',
    remainder: null,
  };
  const isStored = await writer.write([row]).then(
    () => true,
    () => false,
  );
  await writer.close();
  return isStored;
};
