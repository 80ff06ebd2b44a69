import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Environment } from '#config';
import {
  availabilityOf,
  commitmentOf,
  Draw,
  draw,
  entryOf,
  listInstallations,
  listNumbers,
  makeSeed,
  verifyDraw,
} from '#intake';
import { parseNumber } from '#lib/id.ts';
import { ANY_AUTHORITY, type Db } from '#lib/sql.ts';
import { workOnDatabase } from '#src/roles/operator.ts';

type Say = (text: string) => void;

/** How the command is called. */
export const DRAW_USE =
  'draw commit STARTWERT-DATEI | draw run BEHÖRDE/LEISTUNG STARTWERT-DATEI ERGEBNIS-DATEI --beacon WERT | draw verify DATEI [--number NUMMER]';

const commit = (file: string, say: Say): number => {
  const seed = makeSeed();
  writeFileSync(file, `${seed}\n`, { mode: 0o600, flag: 'wx' });
  say(`Geheim halten bis zur Ziehung (keep secret until the draw): ${file}`);
  say(`Vorher veröffentlichen (publish beforehand): ${commitmentOf(seed)}`);
  return 0;
};

type Run = { readonly name: string; readonly seed: string; readonly file: string; readonly beacon: string };

const run =
  ({ name, seed, file, beacon }: Run, say: Say) =>
  (db: Db): Promise<number> =>
    db.tx(ANY_AUTHORITY, async (tx) => {
      const refuse = (text: string): number => {
        say(text);
        return 1;
      };
      const all = await listInstallations(tx);
      const found = all.find(({ authority, service }) => `${authority}/${service}` === name);
      if (!found) return refuse(`Es gibt keine Installation ${name} (no such installation).`);
      if (found.limits?.draw?.commitment !== commitmentOf(seed))
        return refuse('Dieser Startwert ist nicht der angekündigte (not the seed that was committed to).');
      const now = Temporal.Now.instant();
      const state = availabilityOf(found, now);
      if (state.kind !== 'ended' || Temporal.Instant.compare(now, state.finish) < 0)
        return refuse('Gezogen wird erst, wenn niemand mehr absenden kann (the time to send is not over).');
      const numbers = await listNumbers(tx, found.authority, found.service);
      const { announced } = found.limits.draw;
      const drawn = draw({ programme: name, seed, beacon, numbers, ...(announced ? { announced } : {}) });
      writeFileSync(file, `${JSON.stringify(drawn, null, 1)}\n`, { flag: 'wx' });
      say(`${drawn.entries.length} Lose gezogen (lots drawn): ${file}`);
      return 0;
    });

const FAULTS = {
  seed: 'Der Startwert passt nicht zur Ankündigung (the seed is not the one committed to).',
  entries: 'Die Liste der Lose ist nicht in Ordnung (the list of entries is not in order).',
  order: 'Die Reihenfolge ist eine andere, als die Ziehung ergibt (the order is not what the draw yields).',
} as const;

const readDraw = (file: string): Draw | undefined => {
  const text = readFileSync(file, 'utf8');
  try {
    return Draw.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

const verify = (file: string, typed: string | undefined, say: Say): number => {
  const published = readDraw(file);
  if (!published) {
    say('Das ist keine veröffentlichte Ziehung (not a published draw).');
    return 1;
  }
  const faults = verifyDraw(published);
  for (const fault of faults) say(FAULTS[fault]);
  if (faults.length > 0) return 1;
  say(`Die Ziehung stimmt (the draw holds): ${published.programme}, ${published.entries.length} Lose.`);
  say(`Vergleichen Sie mit der Ankündigung (compare with what was published before): ${published.commitment}`);
  if (published.announced) say(`Angekündigt am (announced on): ${published.announced}`);
  say(`Öffentlicher Wert (public value): ${published.beacon}`);
  if (typed === undefined) return 0;
  const place = published.order.indexOf(entryOf(parseNumber(typed) ?? typed)) + 1;
  say(place > 0 ? `${typed}: Platz (place) ${place}` : `${typed} hat nicht teilgenommen (did not take part).`);
  return 0;
};

/** The auditable draw: commits to a seed, draws, lets anybody repeat it. The exit code; undefined for a wrong call. */
export const runDraw = async (args: readonly string[], env: Environment, say: Say): Promise<number | undefined> => {
  const options = { beacon: { type: 'string' }, number: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const [action, first, second, third, ...more] = positionals;
  if (first === undefined || more.length > 0) return undefined;
  if (action === 'commit' && second === undefined) return commit(first, say);
  if (action === 'verify' && second === undefined) return verify(first, values.number, say);
  if (action !== 'run' || second === undefined || third === undefined || !values.beacon) return undefined;
  const seed = readFileSync(second, 'utf8').trim();
  return workOnDatabase(env, say, run({ name: first, seed, file: third, beacon: values.beacon }, say));
};
