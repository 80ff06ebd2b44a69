import { parseArgs } from 'node:util';
import { findAuthority, makeKeys } from '#authority';
import { type Environment, readConfig } from '#config';
import { type Comparison, compareAssessments, simulate } from '#decision';
import { type CompiledService, compilePackage, PackageError, readPackage } from '#definition';
import { formatMoney } from '#lib/money.ts';
import { type Problem, printProblem } from '#lib/problem.ts';
import type { Db } from '#lib/sql.ts';
import { withDemoKeys } from '#src/demo-keys.ts';
import { workOnDatabase } from '#src/roles/operator.ts';

type Say = (text: string) => void;
type Asked = {
  readonly authority: string;
  readonly service: string;
  readonly since?: Temporal.PlainDate;
  readonly isJson: boolean;
};

const WORDS: Readonly<Record<string, string>> = {
  outcome: 'Ergebnis',
  amount: 'Betrag',
  reasons: 'Gründe',
  doubts: 'Zweifel',
  automatic: 'automatisch',
};

const printValue = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.join(', ')}]`;
  if (typeof value === 'boolean') return value ? 'ja' : 'nein';
  return value === undefined ? '–' : String(value);
};

const describeCase = ({ number, before, after, open, what }: Comparison['different'][number]): string => {
  const parts = what.map((name) => {
    if (name === 'failed') return 'nicht anwendbar (rules cannot work on these answers)';
    if (name === 'open') return `offene Fragen (open): ${open.join(', ')}`;
    return `${WORDS[name]} ${printValue(before[name])} → ${printValue(after?.[name])}`;
  });
  return `  ${number}  ${parts.join('; ')}`;
};

/** The comparison as text; no word about a person but the case's number. */
const describe = ({ cases, same, outcomes, granted, automatic, different }: Comparison): string[] => [
  `${cases} ${cases === 1 ? 'Vorgang' : 'Vorgänge'}, ${different.length} anders, ${same} gleich (cases, different, the same)`,
  ...outcomes.map(({ before, after, cases: count }) => `  ${String(count).padStart(6)}  ${before} → ${after}`),
  `Summe (sum): ${formatMoney(granted.before, 'de')} → ${formatMoney(granted.after, 'de')}`,
  `Automatisch (automatic): ${automatic.before} → ${automatic.after}`,
  ...different.map(describeCase),
];

const compile = async (folder: string): Promise<CompiledService | readonly Problem[]> => {
  try {
    const compiled = compilePackage(await readPackage(folder));
    return compiled.kind === 'service' ? compiled.service : compiled.problems;
  } catch (error) {
    if (error instanceof PackageError) return [error.problem];
    throw error;
  }
};

const run =
  (compiled: CompiledService, asked: Asked, env: Environment, say: Say) =>
  async (db: Db): Promise<number> => {
    // The database is found already, perhaps one that we run ourselves; of the worker's secrets only the key is used.
    const given = await withDemoKeys(env);
    const read = readConfig({ ...given, DATABASE_URL: given['DATABASE_URL'] || 'postgresql://localhost/' }, 'worker');
    if (read.kind === 'problems') {
      for (const problem of read.problems) say(printProblem(problem));
      return 1;
    }
    if (!(await db.tx(asked.authority, (tx) => findAuthority(tx, asked.authority)))) {
      say(`Die Behörde „${asked.authority}“ gibt es nicht (no such authority).`);
      return 1;
    }
    const keys = makeKeys(read.config.secrets.MASTER_KEY);
    const comparison = compareAssessments(await simulate({ db, keys }, compiled, asked));
    if (asked.isJson) say(JSON.stringify({ package: compiled.digest, ...comparison }, null, 2));
    else for (const line of describe(comparison)) say(line);
    return 0;
  };

const readDay = (text: string): Temporal.PlainDate | undefined => {
  try {
    return Temporal.PlainDate.from(text);
  } catch {
    return undefined;
  }
};

/**
 * Tries a package on the past cases of a service and says who would get what now. Never writes. The exit code; undefined
 * for a wrong call.
 */
export const runSimulate = async (args: readonly string[], env: Environment, say: Say): Promise<number | undefined> => {
  const text = { type: 'string' } as const;
  const options = { authority: text, service: text, since: text, json: { type: 'boolean', default: false } } as const;
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const [folder, ...more] = positionals;
  const since = values.since === undefined ? undefined : readDay(values.since);
  const isWrong = more.length > 0 || (values.since !== undefined && !since);
  if (folder === undefined || values.authority === undefined || isWrong) return undefined;
  const compiled = await compile(folder);
  if (!('digest' in compiled)) {
    for (const problem of compiled) say(printProblem(problem));
    return 1;
  }
  const service = values.service ?? compiled.service.id;
  const asked = { authority: values.authority, service, isJson: values.json, ...(since ? { since } : {}) };
  return workOnDatabase(env, say, run(compiled, asked, env, say));
};
