import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { environment } from '#config';
import { compilePackage, makeJsonSchemas, PackageError, type ReportLanguage, readPackage } from '#definition';
import type { Problem } from '#lib/problem.ts';
import { BERLIN } from '#lib/time.ts';
import { printProblems } from '#src/cli-differences.ts';

const HELP = `kd – Leistungspakete prüfen (check service packages)

  npm run kd -- check ORDNER [--lang de|en] [--json]   prüft ein Paket und zeigt, was zu tun ist
                                                       (checks a package, says what to do)
  npm run kd -- simulate ORDNER --authority ID [--service ID] [--since TAG] [--json]
                                                       wer bekäme nach diesem Paket jetzt was? Liest frühere Vorgänge,
                                                       ändert nichts; mit der Umgebung des Arbeiters (who would get what
                                                       now: tries a package on past cases, with the worker's environment)
  npm run kd -- submissions set-aside                  listet, was sich nicht öffnen oder prüfen ließ
                                                       (lists what could not be opened or scanned)
  npm run kd -- submissions put-back ID                gibt einen davon wieder in die Bearbeitung
                                                       (gives one of them to the workers again)
  npm run kd -- schema [ORDNER]                        schreibt die JSON-Schemas für Editoren nach schemas/
                                                       (writes the JSON schemas for editors)
  npm run kd -- verify-receipt DATEI [--keys ADRESSE|DATEI] [--answers DATEI --secret CODE --id KENNUNG]
                                                       prüft eine Eingangsbestätigung, mit --keys DATEI ohne Netz
                                                       (checks a receipt; with --keys FILE offline)
  npm run kd -- installation list                      zeigt, was offen ist (shows what is open)
  npm run kd -- installation set BEHÖRDE/LEISTUNG [--state live|paused|closed] [--from ZEIT] [--until ZEIT]
      [--grace MINUTEN] [--quota ANZAHL] [--programs later|take] [--draw PRÜFSUMME --beacon WELCHER-WERT]
                                                       Pause, Öffnungszeit, Zahl der Plätze; ZEIT wie 2020-03-27T12:00;
                                                       ob Programme einreichen, während Menschen in der Schlange stehen
                                                       (pause, opening time, number of places; times of Berlin;
                                                       whether programs hand in while people stand in line)
  npm run kd -- draw commit STARTWERT-DATEI            legt einen Startwert fest (commits to a seed)
  npm run kd -- draw run BEHÖRDE/LEISTUNG STARTWERT-DATEI ERGEBNIS-DATEI --beacon WERT
                                                       zieht die Reihenfolge (draws the order)
  npm run kd -- draw verify DATEI [--number NUMMER]    prüft eine Ziehung, ohne uns (repeats a draw, without us)
  npm run kd -- help                                   diese Hilfe (this help)

Rückgabe (exit code): 0 fehlerfrei, 1 Fehler im Paket oder kein Beweis, 2 falscher Aufruf.

Editoren vervollständigen und prüfen beim Schreiben mit dieser ersten Zeile in service.yaml:
  # yaml-language-server: $schema=../../schemas/service.schema.json

„submissions“ findet die Datenbank wie npm start: DATABASE_URL, sonst DATA_DIR (finds the database as npm start does).
`;

type Checked = { readonly id: string | undefined; readonly problems: readonly Problem[]; readonly summary: string };

const count = (problems: readonly Problem[], severity: Problem['severity']): number =>
  problems.filter((problem) => problem.severity === severity).length;

const check = async (folder: string, language: ReportLanguage): Promise<Checked> => {
  try {
    const compiled = compilePackage(await readPackage(folder, { language }), { language });
    if (compiled.kind === 'problems') return { id: undefined, problems: compiled.problems, summary: '' };
    const { service, pages, examples, languages, digest } = compiled.service;
    const sizes = `${pages.length} pages, ${examples.length} examples, ${languages.join(' ')}, ${digest.slice(0, 12)}`;
    const german = `${pages.length} Seiten, ${examples.length} Beispiele, ${languages.join(' ')}, ${digest.slice(0, 12)}`;
    const { checkExamples } = await import('#decision');
    const now = Temporal.Now.zonedDateTimeISO(BERLIN);
    const differences = checkExamples(compiled.service, now, { language });
    const summary = `${service.id} ${service.version}: ${language === 'de' ? german : sizes}`;
    return { id: digest, problems: [...compiled.warnings, ...differences], summary };
  } catch (error) {
    if (error instanceof PackageError) return { id: undefined, problems: [error.problem], summary: '' };
    throw error;
  }
};

const printText = ({ problems, summary }: Checked, folder: string, language: ReportLanguage): void => {
  const placed = problems.map((problem) => {
    const { place } = problem;
    if (!place || place.file.startsWith(folder)) return problem;
    return { ...problem, place: { ...place, file: join(folder, place.file) } };
  });
  for (const text of printProblems(placed, language)) console.log(`${text}\n`);
  const [errors, warnings] = [count(problems, 'error'), count(problems, 'warning')];
  if (summary) console.log(summary);
  if (language === 'de') console.log(`${errors} Fehler, ${warnings} ${warnings === 1 ? 'Warnung' : 'Warnungen'}.`);
  else console.log(`${errors} error${errors === 1 ? '' : 's'}, ${warnings} warning${warnings === 1 ? '' : 's'}.`);
};

const runCheck = async (folder: string, language: ReportLanguage, isJson: boolean): Promise<number> => {
  const checked = await check(folder, language);
  const { id, problems } = checked;
  const [errors, warnings] = [count(problems, 'error'), count(problems, 'warning')];
  if (isJson) console.log(JSON.stringify({ package: folder, digest: id ?? null, errors, warnings, problems }, null, 2));
  else printText(checked, folder, language);
  return errors > 0 ? 1 : 0;
};

const writeSchemas = (folder: string): number => {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(makeJsonSchemas())) {
    writeFileSync(join(folder, name), text);
    console.log(join(folder, name));
  }
  return 0;
};

const refuse = (message: string): number => {
  console.error(`${message}\n\n${HELP}`);
  return 2;
};

type ReceiptValues = Readonly<Record<'keys' | 'answers' | 'secret' | 'id', string | undefined>>;
const verifyReceiptOf = async (
  file: string | undefined,
  { keys, answers, secret, id, language }: Partial<ReceiptValues> & { readonly language: ReportLanguage },
): Promise<number> => {
  if (file === undefined) return refuse('Welche Datei? (Which file?) Beispiel: verify-receipt Bestaetigung.txt');
  const { verifyReceiptFile } = await import('#src/cli-receipt.ts');
  const { holds, lines } = await verifyReceiptFile({ file, keys, answers, secret, id, language });
  for (const line of lines) console.log(line);
  return holds ? 0 : 1;
};

const runInstallations = async (args: readonly string[]): Promise<number> => {
  const { INSTALLATION_USE, runInstallation } = await import('#src/cli-installation.ts');
  return (await runInstallation(args, environment(), console.log)) ?? refuse(INSTALLATION_USE);
};

const simulate = async (args: readonly string[]): Promise<number> => {
  const { runSimulate } = await import('#src/cli-simulate.ts');
  return (await runSimulate(args, environment(), console.log)) ?? refuse('simulate ORDNER --authority ID');
};

const runDraws = async (args: readonly string[]): Promise<number> => {
  const { DRAW_USE, runDraw } = await import('#src/cli-draw.ts');
  return (await runDraw(args, environment(), console.log)) ?? refuse(DRAW_USE);
};

/** Commands that read their own options. */
const OWN = new Map([
  ['installation', runInstallations],
  ['draw', runDraws],
  ['simulate', simulate],
]);

const run = async (args: readonly string[]): Promise<number> => {
  const own = OWN.get(args[0] ?? '');
  if (own) return own(args.slice(1));
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      lang: { type: 'string', default: 'de' },
      help: { type: 'boolean', short: 'h' },
      keys: { type: 'string' },
      answers: { type: 'string' },
      secret: { type: 'string' },
      id: { type: 'string' },
    },
  });
  const [command = 'help', folder, ...more] = positionals;
  if (command === 'submissions') {
    const { runSubmissions } = await import('#src/cli-submissions.ts');
    return (
      (await runSubmissions(folder, more, environment(), console.log)) ?? refuse('submissions set-aside | put-back ID')
    );
  }
  if (more.length > 0) return refuse(`Zu viele Angaben (too many arguments): ${more.join(' ')}`);
  if (values.lang !== 'de' && values.lang !== 'en') return refuse(`--lang de|en, nicht (not) „${values.lang}“.`);
  if (command === 'help' || values.help) console.log(HELP);
  else if (command === 'schema') return writeSchemas(folder ?? 'schemas');
  else if (command === 'verify-receipt') return verifyReceiptOf(folder, { ...values, language: values.lang });
  else if (command !== 'check') return refuse(`Den Befehl „${command}“ gibt es nicht (no such command).`);
  else if (folder === undefined) return refuse('Welcher Ordner? (Which folder?) Beispiel: check services/soforthilfe');
  else return runCheck(folder, values.lang, values.json);
  return 0;
};

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const isUsage = error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  if (!isUsage) throw error;
  process.exitCode = refuse(error.message);
}
