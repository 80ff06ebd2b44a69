import type { CompiledService } from '#definition';
import { encrypt } from '#lib/seal.ts';
import type { Tx } from '#lib/sql.ts';
import { type Context, fromFeel } from '#rules';
import type { CaseSummary } from './case.ts';
import { getDataKey, type KeyDeps } from './record.ts';
import { setSummary } from './store.ts';

export const summaryContext = (authority: string, id: string): string => `summary:${authority}/${id}`;

const summarise = (compiled: CompiledService, context: Context, now: Temporal.ZonedDateTime): CaseSummary => {
  const name = fromFeel(compiled.contact.name.evaluate(context, { now }).value);
  const columns = compiled.columns.map(({ id, value }) => [id, fromFeel(value.evaluate(context, { now }).value)]);
  return { name: typeof name === 'string' ? name : '', columns: Object.fromEntries(columns) };
};

/** A case's line in lists, sealed. */
export const sealSummary = (
  key: Uint8Array,
  { authority, id }: { readonly authority: string; readonly id: string },
  compiled: CompiledService,
  context: Context,
  now: Temporal.ZonedDateTime,
): Buffer =>
  encrypt(key, Buffer.from(JSON.stringify(summarise(compiled, context, now))), summaryContext(authority, id));

/** Writes a case's line in lists anew: columns may show what the rules found. */
export const updateSummary = async (
  tx: Tx,
  deps: KeyDeps,
  { authority, caseId }: { readonly authority: string; readonly caseId: string },
  compiled: CompiledService,
  context: Context,
  now: Temporal.ZonedDateTime,
): Promise<void> => {
  const key = await getDataKey(tx, deps, authority, caseId);
  await setSummary(tx, authority, caseId, sealSummary(key, { authority, id: caseId }, compiled, context, now));
};
