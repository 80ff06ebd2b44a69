import type { KeyObject } from 'node:crypto';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import type { Problem } from '#lib/problem.ts';
import { FILE_VARIABLES } from './config-files.ts';
import { Key, PublicKeys, Ring, SigningKey } from './config-keys.ts';

/** The environment as a program is given it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment of this process. Nothing else reads it. */
export const environment = (): Environment => process.env;

const Port = z.coerce
  .number('a port, 1 to 65535')
  .int('a port, 1 to 65535')
  .min(1, 'a port, 1 to 65535')
  .max(65_535, 'a port, 1 to 65535');
const port = (fallback: number) => Port.default(fallback);
const DEMO_METRICS = 8090;
const url = (protocol: RegExp, expected: string) => z.url({ protocol, error: expected });

/** Every variable, with what it is for. A key is named after what it opens. */
const Variables = z.object({
  KNOPFDRUCK_MODE: z
    .enum(['demo', 'production'], 'demo or production')
    .default('demo')
    .describe('demo: keys are made, sign-in and mail server are built in. production: both are refused'),
  HOST: z.string().default('127.0.0.1').describe('Address on which to listen'),
  PORT: port(8080).describe('Pages for applicants, and the API'),
  OFFICE_PORT: port(8081).describe('Pages for the authorities’ staff'),
  IDENTITY_PORT: port(8082).describe('Sign-in of the demonstration staff (demo)'),
  MAIL_PORT: port(8083).describe('Page on which to read the mails sent (demo)'),
  SMTP_PORT: port(8025).describe('Mail server that keeps the mails (demo)'),
  BASE_URL: url(/^https?$/, 'an http(s) address')
    .optional()
    .describe('Address of the pages for applicants from outside'),
  OFFICE_URL: url(/^https?$/, 'an http(s) address')
    .optional()
    .describe('Address of the office from outside'),
  DATA_DIR: z.string().default('.knopfdruck').describe('Folder for database, keys and files'),
  DATABASE_URL: url(/^postgres(ql)?$/, 'postgresql://user:password@host:5432/database')
    .optional()
    .describe('PostgreSQL to use; without it one is run in DATA_DIR'),
  SEAL_KEYS: Ring.optional().describe('Seals the answers that travel with the page'),
  RECEIPT_KEY: SigningKey.optional().describe('Signs receipts'),
  RECEIPT_PUBLIC_KEYS: PublicKeys.optional().describe(
    'Public keys published beside that of RECEIPT_KEY: of those that signed before, and of the next one',
  ),
  METRICS_PORT: Port.optional().describe(
    'Figures for Prometheus: citizen from here, office from 10 above, worker from 20; production: none without',
  ),
  METRICS_HOST: z.string().default('127.0.0.1').describe('Address on which the figures are given out'),
  TRUST_PROXY: z.coerce
    .number('a number of proxies, 0 to 9')
    .int('a number of proxies, 0 to 9')
    .min(0, 'a number of proxies, 0 to 9')
    .max(9, 'a number of proxies, 0 to 9')
    .default(0)
    .describe(
      'How many reverse proxies stand in front: so many addresses of X-Forwarded-For, from its end, are believed',
    ),
  CELL: z
    .string()
    .regex(/^[a-z0-9-]{1,20}$/, '1 to 20 lower-case letters, digits and hyphens')
    .default('c1')
    .describe('Name of this cluster in receipts; another for each that stands beside others, never changed'),
  SECRET_KEY: Key.optional().describe('Makes the secrets with which applicants open the status page'),
  SESSION_KEYS: Ring.optional().describe('Seals the sessions of staff'),
  MASTER_KEY: Key.optional().describe(
    'Opens the keys of authorities and cases; never given to the pages for applicants',
  ),
  OIDC_ISSUER: url(/^https?$/, 'an http(s) address')
    .optional()
    .describe('Identity provider of the staff'),
  OIDC_CLIENT_ID: z.string().optional().describe('Our name there'),
  OIDC_CLIENT_SECRET: z.string().optional().describe('Our secret there'),
  SMTP_URL: url(/^smtps?$/, 'smtp://user:password@host:587')
    .optional()
    .describe('Mail server to send through'),
  ...FILE_VARIABLES,
  MAIL_FROM: z.email('an e-mail address').optional().describe('Sender of mails; the name in front is the authority’s'),
});
type Variables = z.infer<typeof Variables>;
type Variable = keyof Variables;

/** One process each; `main` starts the others, `operator` is the command `kd` where it works on the database. */
export type Role = 'main' | 'citizen' | 'office' | 'worker' | 'dev' | 'operator';

const SECRETS = {
  citizen: ['DATABASE_URL', 'SEAL_KEYS', 'RECEIPT_KEY', 'SECRET_KEY'],
  office: ['DATABASE_URL', 'MASTER_KEY', 'SESSION_KEYS', 'OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'],
  worker: ['DATABASE_URL', 'MASTER_KEY', 'SMTP_URL', 'MAIL_FROM'],
  dev: ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'],
  operator: [],
} as const satisfies Record<Exclude<Role, 'main'>, readonly Variable[]>;

type Secrets = typeof SECRETS;
type Given<V extends Variable> = { readonly [K in V]: NonNullable<Variables[K]> };

/** What a role is given beyond what all share. */
export type RoleSecrets<R extends keyof Secrets> = Given<Secrets[R][number]>;

export type Config = {
  readonly mode: 'demo' | 'production';
  readonly host: string;
  readonly ports: {
    readonly citizen: number;
    readonly office: number;
    readonly identity: number;
    readonly mail: number;
    readonly smtp: number;
  };
  /** Where figures are given out; undefined: nowhere. */
  readonly metrics: { readonly host: string; readonly port: number } | undefined;
  /** Name of this cluster in receipts. */
  readonly cell: string;
  /** Reverse proxies in front. */
  readonly trustProxy: number;
  /** Published beside the key that signs. */
  readonly receiptPublicKeys: readonly KeyObject[];
  readonly baseUrl: string;
  readonly officeUrl: string;
  /** Absolute. */
  readonly dataFolder: string;
  /** clamd that scans uploaded files, if there is one. */
  readonly scannerUrl: string | undefined;
  /** S3-compatible store for uploaded files, if not `dataFolder`. */
  readonly attachmentsUrl: string | undefined;
  /** Bytes of the disk with uploaded files that stay free. */
  readonly attachmentsReserve: number;
  /** The server to use; undefined where we run one. */
  readonly databaseUrl: string | undefined;
};

export type RoleConfig<R extends Role> = Config & {
  readonly secrets: R extends keyof Secrets ? RoleSecrets<R> : Given<Secrets[keyof Secrets][number]>;
};

const REMEDIES: Partial<Record<Variable, string>> = {
  SEAL_KEYS: 'Set it to the output of: echo k1:$(openssl rand -base64 32)',
  SESSION_KEYS: 'Set it to the output of: echo k1:$(openssl rand -base64 32)',
  SECRET_KEY: 'Set it to the output of: openssl rand -base64 32',
  MASTER_KEY: 'Set it to the output of: openssl rand -base64 32. Keep a copy: without it no case can be read again.',
  RECEIPT_KEY: 'Set it to the output of: openssl genpkey -algorithm ed25519 -outform der | base64 -w0',
  RECEIPT_PUBLIC_KEYS:
    'Set it to the output of: openssl pkey -in KEY.der -inform der -pubout -outform der | base64 -w0; several with commas.',
  OIDC_ISSUER:
    'Set it to the address of the identity provider of the staff; the built-in one is for demonstration only.',
  SMTP_URL: 'Set it to the mail server through which to send.',
  MAIL_FROM: 'Set it to the address of the sender: noreply@musterstadt.example.',
};

const makeProblem = (path: string, expected: string, received: string | undefined): Problem => {
  const isSecret = /KEY|SECRET|URL/.test(path);
  const name = path as Variable;
  return {
    code: received === undefined ? 'config.missing' : 'config.value',
    severity: 'error',
    path,
    message: received === undefined ? 'This variable is missing.' : 'This variable cannot be used.',
    expected: `${expected} (${Variables.shape[name].description ?? ''})`,
    ...(received === undefined ? {} : { received: isSecret ? `a text of ${received.length} characters` : received }),
    remedy: REMEDIES[name] ?? (received === undefined ? 'Set it.' : 'Correct it, or remove it for the default.'),
  };
};

const PORTS = ['PORT', 'OFFICE_PORT', 'IDENTITY_PORT', 'MAIL_PORT', 'SMTP_PORT'] as const satisfies readonly Variable[];

const findTwins = (values: Variables): Problem[] =>
  PORTS.flatMap((name, i) => {
    const twin = PORTS.slice(0, i).find((other) => values[other] === values[name]);
    return twin ? [makeProblem(name, `another port than ${twin}`, String(values[name]))] : [];
  });

/** `npm start` checks what all its processes need, but the database it can run itself. */
const neededBy = (role: Role): readonly Variable[] =>
  role === 'main'
    ? Object.values(SECRETS)
        .flat()
        .filter((name) => name !== 'DATABASE_URL')
    : SECRETS[role];

const findMissing = (given: Environment, role: Role): Problem[] => {
  const outside: readonly Variable[] =
    given['KNOPFDRUCK_MODE'] === 'production' && role !== 'operator' ? ['BASE_URL', 'OFFICE_URL'] : [];
  return [...new Set([...neededBy(role), ...outside])]
    .filter((name) => given[name] === undefined)
    .map((name) => makeProblem(name, 'a value', undefined));
};

const findUnsafe = (values: Variables, role: Role): Problem[] => {
  if (values.KNOPFDRUCK_MODE === 'demo') return [];
  const plain = (['BASE_URL', 'OFFICE_URL', 'OIDC_ISSUER'] as const).filter((name) =>
    values[name]?.startsWith('http:'),
  );
  const problems = plain.map((name) => makeProblem(name, 'an https address', values[name]));
  if (role === 'dev') {
    const expected = 'demo: a sign-in without passwords has no place in production';
    problems.push(makeProblem('KNOPFDRUCK_MODE', expected, 'production'));
  }
  return problems;
};

/** In a demonstration the figures are there to be looked at; in production somebody must want them. */
const metricsOf = ({ KNOPFDRUCK_MODE, METRICS_HOST, METRICS_PORT }: Variables): Config['metrics'] => {
  const given = METRICS_PORT ?? (KNOPFDRUCK_MODE === 'demo' ? DEMO_METRICS : undefined);
  return given === undefined ? undefined : Object.freeze({ host: METRICS_HOST, port: given });
};

/** Variables without value count as absent: compose files and unit files often set them empty. */
const clean = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));

/**
 * Turns the environment into what a role needs, frozen, or lists everything that is wrong with it at once: variable,
 * what was expected, what to do.
 */
export const readConfig = <R extends Role>(
  env: Environment,
  role: R,
): { kind: 'config'; config: RoleConfig<R> } | { kind: 'problems'; problems: readonly Problem[] } => {
  const given = clean(env);
  const parsed = Variables.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => {
      const path = String(issue.path[0]);
      return makeProblem(path, issue.message, given[path] ?? '');
    });
    return { kind: 'problems', problems: [...problems, ...findMissing(given, role)] };
  }
  const { data } = parsed;
  const problems = [...findTwins(data), ...findMissing(given, role), ...findUnsafe(data, role)];
  if (problems.length > 0) return { kind: 'problems', problems };
  const secrets = Object.freeze(Object.fromEntries(neededBy(role).map((name) => [name, data[name]])));
  const config = Object.freeze({
    mode: data.KNOPFDRUCK_MODE,
    host: data.HOST,
    ports: Object.freeze({
      citizen: data.PORT,
      office: data.OFFICE_PORT,
      identity: data.IDENTITY_PORT,
      mail: data.MAIL_PORT,
      smtp: data.SMTP_PORT,
    }),
    metrics: metricsOf(data),
    cell: data.CELL,
    trustProxy: data.TRUST_PROXY,
    receiptPublicKeys: Object.freeze(data.RECEIPT_PUBLIC_KEYS ?? []),
    baseUrl: data.BASE_URL ?? `http://localhost:${data.PORT}`,
    officeUrl: data.OFFICE_URL ?? `http://localhost:${data.OFFICE_PORT}`,
    dataFolder: isAbsolute(data.DATA_DIR) ? data.DATA_DIR : join(process.cwd(), data.DATA_DIR),
    scannerUrl: data.CLAMD_URL,
    attachmentsUrl: data.ATTACHMENTS_URL,
    attachmentsReserve: data.ATTACHMENTS_RESERVE_MB * 2 ** 20,
    databaseUrl: data.DATABASE_URL,
    secrets,
  });
  // The names above were taken from the table that the type is made of.
  return { kind: 'config', config: config as unknown as RoleConfig<R> };
};

/** The environment of a role's process: what is no secret, and those secrets that it may have. */
export const narrow = (env: Environment, role: Exclude<Role, 'main'>): Environment => {
  const all = new Set<string>(Object.values(SECRETS).flat());
  const own = new Set<string>(SECRETS[role]);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !all.has(name) || own.has(name)));
};
