import { execFile } from 'node:child_process';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { environment } from '#config';

const run = promisify(execFile);

/** A browser program with the environment that it needs. */
export type Chromium = { readonly file: string; readonly env: Record<string, string> };

const ARCHIVES = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'];

/**
 * The package's own configuration looks for its fonts at /tmp/fonts, which is there only where somebody else unpacked
 * them: without any font letters have no width, and the browser dies of some pages. So the folder is named.
 */
const fontsIn = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts/fonts</dir>
  <cachedir>${folder}/fonts/cache</cachedir>
</fontconfig>
`;

/**
 * The package unpacks to fixed names in the temporary folder: two test files at once read half a program, and what root
 * unpacked nobody else can run. So a child unpacks into a folder of ours, which then takes its name in one step.
 */
const unpack = async (): Promise<string> => {
  const entry = import.meta.resolve('@sparticuz/chromium');
  const { version } = JSON.parse(readFileSync(join(fileURLToPath(entry), '../../package.json'), 'utf8'));
  const folder = join(tmpdir(), `knopfdruck-browser-${version}-${process.getuid?.() ?? 0}`);
  if (existsSync(folder)) {
    if (lstatSync(folder).uid === process.getuid?.()) return folder;
    throw new Error(`${folder} belongs to somebody else. Remove it, or set TMPDIR to a folder of your own.`);
  }
  const draft = await mkdtemp(`${folder}.`);
  const bin = join(fileURLToPath(entry), '../../bin');
  const files = ARCHIVES.map((name) => join(bin, name));
  const script = `import { inflate } from ${JSON.stringify(entry)}; await Promise.all(${JSON.stringify(files)}.map(inflate));`;
  const env = { ...environment(), TMPDIR: draft };
  await run(process.execPath, ['--input-type=module', '--eval', script], { env });
  await writeFile(join(draft, 'fonts/fonts.conf'), fontsIn(folder));
  await rename(draft, folder).catch(() => rm(draft, { recursive: true })); // another test file was faster
  return folder;
};

const canRun = async ({ file, env }: Chromium): Promise<boolean> =>
  run(file, ['--version'], { env: { ...environment(), ...env } }).then(
    () => true,
    () => false,
  );

/** The Chromium of the npm package: as it is, or with the system libraries that it brings where these are missing. */
export const findChromium = async (): Promise<Chromium | undefined> => {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const folder = await unpack();
  const file = join(folder, 'chromium');
  const fonts = { FONTCONFIG_PATH: join(folder, 'fonts') };
  const libraries = { LD_LIBRARY_PATH: join(folder, 'al2023/lib') };
  for (const env of [fonts, { ...fonts, ...libraries }]) if (await canRun({ file, env })) return { file, env };
  return undefined;
};
