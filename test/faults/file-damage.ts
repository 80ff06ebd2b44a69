import { cpSync, globSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkFiles, type FileComplaint, type FileEvidence } from './file-invariants.ts';

// The check on the checks, for files: for each complaint something that must bring it about. A new one without a damage
// does not compile.

/** Where damage is done: to a copy of the content, and in a transaction that is taken back. */
type Scene = { readonly evidence: FileEvidence; readonly handle: string };
type Damage = (scene: Scene) => Promise<FileEvidence>;

const inBooks =
  (statement: string): Damage =>
  async ({ evidence, handle }) => {
    await evidence.client.query(statement, [handle]);
    return evidence;
  };

const DAMAGE: Readonly<Record<FileComplaint, Damage>> = {
  'other files than were sent': async ({ evidence }) => {
    const [one, ...others] = evidence.promised.filter(({ papers }) => papers && papers.length > 0);
    if (!one?.papers) throw new Error('Nobody sent a paper.');
    const papers = one.papers.map((paper) => ({ ...paper, sha256: '0'.repeat(64) }));
    return { ...evidence, promised: [{ ...one, papers }, ...others] };
  },
  'lost file': async ({ evidence, handle }) => {
    for (const path of globSync(join(evidence.folder, '*', handle))) rmSync(path);
    return evidence;
  },
  'file of somebody else': inBooks('update intake.attachment set journey = gen_random_uuid() where handle = $1'),
  'changed file': inBooks('update intake.attachment set size = size + 1 where handle = $1'),
  'file not scanned': inBooks(`update intake.attachment set state = 'pending' where handle = $1`),
  'file not in its case': inBooks(`
    delete from casework.case c using intake.attachment a left join intake.supplement s on s.id = a.journey
    where a.handle = $1 and c.id = coalesce(s.submission, a.journey)`),
  'file that nobody handed in': inBooks(`
    insert into intake.attachment (authority, handle, journey, service, wrapped_key, uploaded_at)
    select authority, gen_random_uuid(), journey, service, wrapped_key, uploaded_at
    from intake.attachment where handle = $1`),
  'content that no row leads to': async ({ evidence }) => {
    writeFileSync(join(evidence.folder, 'left-over.part'), 'x');
    return evidence;
  },
};

/** Does each damage to files that are in order, takes it back, and lists those that nobody complained of. */
export const findUnnoticedFiles = async (evidence: FileEvidence): Promise<string[]> => {
  const { client } = evidence;
  const { rows } = await client.query<{ handle: string }>('select handle from intake.attachment limit 1');
  const handle = rows[0]?.handle ?? '';
  const copy = `${evidence.folder}-damaged`;
  const unnoticed: string[] = [];
  for (const [complaint, damage] of Object.entries(DAMAGE)) {
    cpSync(evidence.folder, copy, { recursive: true });
    await client.query('begin; set local session_replication_role = replica');
    const found = await checkFiles(await damage({ evidence: { ...evidence, folder: copy }, handle }));
    await client.query('rollback');
    rmSync(copy, { recursive: true });
    if (!found.some((text) => text.startsWith(`${complaint}:`)))
      unnoticed.push(`${complaint}: found were only [${found.join('; ')}]`);
  }
  return unnoticed;
};
