import pg from 'pg';
import type { Problem } from '#lib/problem.ts';
import { OLDEST } from './binaries.ts';

type Failure = { readonly code?: string; readonly message: string };

const UNREACHABLE = 'Check host and port in DATABASE_URL, and that the server runs and listens there.';

const REMEDIES: Readonly<Record<string, readonly [code: string, message: string, remedy: string]>> = {
  ENOTFOUND: ['database.host', 'The host name is not known', UNREACHABLE],
  EAI_AGAIN: ['database.host', 'The host name could not be looked up', UNREACHABLE],
  ECONNREFUSED: ['database.refused', 'Nothing listens at this address', UNREACHABLE],
  ENOENT: ['database.refused', 'There is no such socket', UNREACHABLE],
  EHOSTUNREACH: ['database.unreachable', 'The host cannot be reached', UNREACHABLE],
  ETIMEDOUT: ['database.unreachable', 'The host does not answer', UNREACHABLE],
  '28P01': ['database.password', 'The password is wrong or missing', 'Correct user and password in DATABASE_URL.'],
  SSL: ['database.tls', 'The server offers no encryption', 'Switch TLS on there, or take sslmode out of DATABASE_URL.'],
  '28000': ['database.role', 'The server does not let this user in', 'Correct the user, or allow it in pg_hba.conf.'],
  '3D000': ['database.name', 'There is no database of this name', 'Create it (createdb), or correct DATABASE_URL.'],
  '53300': ['database.full', 'The server has no connection left', 'Raise max_connections, or end other clients.'],
};

/** What the driver says without a code. */
const SAID: readonly (readonly [RegExp, keyof typeof REMEDIES])[] = [
  [/timeout/i, 'ETIMEDOUT'],
  [/password must be a/i, '28P01'],
  [/support SSL/i, 'SSL'],
];

const explain = (where: string, error: Failure): Problem => {
  const said = SAID.find(([pattern]) => pattern.test(error.message))?.[1];
  const [code, message, remedy] = REMEDIES[error.code ?? said ?? ''] ?? ['database.failed', error.message, UNREACHABLE];
  return { code, severity: 'error', message: `${message}: ${where}.`, remedy, path: 'DATABASE_URL' };
};

const PROBE = `
  select current_setting('server_version_num')::int as number, current_setting('server_version') as version,
    pg_encoding_to_char(encoding) as encoding, current_setting('fsync') as fsync,
    has_database_privilege(datname, 'create') as can_create,
    (select rolsuper or rolcreaterole from pg_roles where rolname = current_user)
      or exists (select from pg_roles where rolname = 'knopfdruck_app') as can_role
  from pg_database where datname = current_database()`;

type Probe = {
  readonly number: number;
  readonly version: string;
  readonly encoding: string;
  readonly fsync: string;
  readonly can_create: boolean;
  readonly can_role: boolean;
};

const check = (probe: Probe): Problem[] => {
  const problems: Problem[] = [];
  const add = (code: string, message: string, expected: string, received: string, remedy: string): void => {
    const severity = code === 'database.fsync' ? 'warning' : 'error';
    problems.push({ code, severity, message, expected, received, remedy, path: 'DATABASE_URL' });
  };
  if (probe.number < OLDEST * 10_000)
    add('database.version', 'The server is too old.', `PostgreSQL ${OLDEST} or newer`, probe.version, 'Upgrade it.');
  if (probe.encoding !== 'UTF8')
    add('database.encoding', 'The database cannot hold every name.', 'UTF8', probe.encoding, 'Create it with UTF8.');
  if (probe.fsync !== 'on')
    add('database.fsync', 'The server may lose what it confirmed.', 'fsync = on', 'off', 'Switch fsync on.');
  if (!probe.can_create)
    add('database.rights', 'The user may not create schemas.', 'create', 'none', 'Grant create on the database.');
  if (!probe.can_role)
    add('database.rights', 'The user may not create roles.', 'createrole', 'none', 'Create role knopfdruck_app first.');
  return problems;
};

/** Looks at a server somebody else runs: its version, and everything that speaks against working with it. */
export const probeGiven = async (url: string): Promise<{ version: string; problems: readonly Problem[] }> => {
  const { host, port, database } = new pg.Client({ connectionString: url });
  const where = host.startsWith('/') ? `${database ?? ''} at ${host}` : `${database ?? ''} at ${host}:${port}`;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<Probe>(PROBE);
    const [probe] = rows;
    return probe ? { version: probe.version, problems: check(probe) } : { version: '', problems: [] };
  } catch (error) {
    const inner = error instanceof AggregateError ? error.errors[0] : error;
    return { version: '', problems: [explain(where, inner as Failure)] };
  } finally {
    await client.end().catch(() => {});
  }
};
