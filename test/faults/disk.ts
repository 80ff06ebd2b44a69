import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pause } from './random.ts';

/** A small disk: an ext4 image behind a loop device. */
export type Disk = {
  readonly folder: string;
  readonly image: string;
  /** Writes until nothing more fits. */
  fill(): void;
  empty(): void;
  unmount(): Promise<void>;
};

const run = (program: string, ...args: readonly string[]): string =>
  execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** Why there can be no such disk here; undefined where there can. */
export const whyNoDisk = (): string | undefined => {
  if (process.platform !== 'linux') return 'needs Linux';
  if (process.getuid?.() !== 0) return 'needs root, to mount an image';
  try {
    run('losetup', '--find');
    return undefined;
  } catch {
    return 'needs a loop device';
  }
};

const MEGABYTE = Buffer.alloc(1024 * 1024, 1);

/** Mounts an image as it is; its journal is replayed, as after a power cut. */
export const mount = (image: string, folder: string): Disk => {
  mkdirSync(folder, { recursive: true });
  run('mount', '-o', 'loop', image, folder);
  const ballast = join(folder, 'ballast');
  return {
    folder,
    image,
    fill: () => {
      const file = openSync(ballast, 'w');
      try {
        // From large to small, so that no gap is left.
        for (let size = MEGABYTE.length; size >= 4096; size /= 2)
          try {
            for (;;) if (writeSync(file, MEGABYTE, 0, size) < size) break;
          } catch {} // full for pieces of this size
      } finally {
        closeSync(file);
      }
    },
    empty: () => rmSync(ballast, { force: true }),
    unmount: async () => {
      for (let tries = 0; ; tries += 1) {
        try {
          run('umount', folder);
          return;
        } catch (error) {
          if (tries > 100) throw error;
          await pause(100); // somebody killed still holds a file
        }
      }
    },
  };
};

export type DiskOptions = {
  /**
   * False: the file system has no journal, so each sync sees to its own file alone. With one, whoever syncs anything takes along
   * what all others wrote before, and a sync that is missing is hardly ever noticed.
   */
  readonly isJournaled?: boolean;
};

/** Makes and mounts an empty disk. */
export const makeDisk = (
  image: string,
  folder: string,
  megabytes: number,
  { isJournaled = true }: DiskOptions = {},
): Disk => {
  run('truncate', '--size', `${megabytes}M`, image);
  run('mkfs.ext4', '-q', '-F', '-E', 'lazy_itable_init=0', ...(isJournaled ? [] : ['-O', '^has_journal']), image);
  return mount(image, folder);
};

/** What a machine does as it starts after a power cut, where no journal does it. */
export const repair = (image: string): void => {
  const { status, stdout } = spawnSync('e2fsck', ['-f', '-y', image], { encoding: 'utf8' });
  if (status === null || status > 1)
    throw new Error(`${image} could not be repaired, e2fsck ended with ${status}:\n${stdout}`);
};

/** Copies the image as it lies there now: what the file system still holds back in memory is lost, as without power. */
export const cutPower = ({ image }: Disk, copy: string): void => {
  run('cp', '--sparse=always', image, copy);
};
