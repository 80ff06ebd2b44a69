import files, { type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { DRAFT, type FileCall, type Place, type Sabotage } from './plan.ts';

// The same as `preload.ts` for what a process does to files.

type Call = (path: string, ...rest: unknown[]) => Promise<unknown>;
// Their types differ from call to call, and cannot be written to; here they are only wrapped.
const calls = files as unknown as Record<FileCall, Call>;

/** Puts something in the place of a call, for all who import it. */
const replace = (name: FileCall, make: (real: Call) => Call): void => {
  calls[name] = make(calls[name]);
  syncBuiltinESMExports();
};

/** What to do before a call, and once it is done. */
type Around = { readonly before?: () => void; readonly after?: () => void };

/** Calls `arrive` each time the process gets to the place. */
export const watchFiles = ({ file, path }: Extract<Place, { file: FileCall }>, arrive: () => Around): void =>
  replace(file, (real) => async (name, ...rest) => {
    const { before, after } = path.test(String(name)) ? arrive() : {};
    before?.();
    const result = await real(name, ...rest);
    after?.();
    return result;
  });

/** Says of a file or a folder that it is on the disk without having seen to it. */
const forgetSync = (isMeant: (path: string) => boolean): void =>
  replace('open', (real) => async (name, ...rest) => {
    const handle = (await real(name, ...rest)) as FileHandle;
    if (isMeant(String(name))) handle.sync = async () => {};
    return handle;
  });

const SPOILERS: Partial<Record<Sabotage, () => void>> = {
  /** The answer is given, and the file never comes to lie under its name. */
  'answer before the file': () =>
    replace(
      'rename',
      (real) =>
        async (name, ...rest) =>
          DRAFT.test(String(name)) ? undefined : real(name, ...rest),
    ),
  'files not synced': () => forgetSync((path) => DRAFT.test(path)),
  'folders not synced': () => forgetSync((path) => /\/attachments(\/[0-9a-f]{2})?$/.test(path)),
};

/** Breaks a promise about files. */
export const spoilFiles = (sabotage: Sabotage | undefined): void => {
  if (sabotage) SPOILERS[sabotage]?.();
};
