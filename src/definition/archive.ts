import { createHash } from 'node:crypto';
import type { PackageFiles } from './compiled.ts';
import { packageError } from './package-error.ts';
import { isPackagePath, LIMITS } from './package-path.ts';

const BLOCK = 512;

const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, '0')}\0`;

/** A ustar header (POSIX.1-1988) with nothing in it that differs between machines: no owner, no time. */
const header = (path: string, size: number): Buffer => {
  const block = Buffer.alloc(BLOCK);
  block.write(path, 0, 'latin1');
  block.write(octal(0o644, 7) + octal(0, 7) + octal(0, 7) + octal(size, 11) + octal(0, 11), 100, 'latin1');
  block.write('        0', 148, 'latin1');
  block.write('ustar\x0000', 257, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
};

const padding = (size: number): Buffer => Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);

/**
 * The package as one file: a tar archive, sorted by path and without times, so that the same files always make the same
 * bytes on every machine.
 */
export const archive = (files: PackageFiles): Buffer => {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = sorted.flatMap(([path, bytes]) => [header(path, bytes.length), bytes, padding(bytes.length)]);
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
};

/** SHA-256 of the canonical archive in hex: the identity of a package. */
export const digestOf = (files: PackageFiles): string => createHash('sha256').update(archive(files)).digest('hex');

/**
 * Reads what `archive` made, and nothing else: an archive in any other form would be a second name for the same package.
 * @throws PackageError
 */
export const readArchive = (bytes: Uint8Array): PackageFiles => {
  if (bytes.length > LIMITS.packageBytes + LIMITS.files * 2 * BLOCK) throw packageError('archive.invalid', 'archive');
  const buffer = Buffer.from(bytes);
  const files = new Map<string, Uint8Array>();
  let at = 0;
  while (at + BLOCK <= buffer.length && buffer[at] !== 0) {
    const path = buffer.toString('latin1', at, at + LIMITS.pathCharacters).replace(/\0.*$/s, '');
    const size = Number.parseInt(buffer.toString('latin1', at + 124, at + 135), 8);
    if (!isPackagePath(path) || !(size <= LIMITS.fileBytes)) throw packageError('archive.invalid', path || 'archive');
    files.set(path, new Uint8Array(buffer.subarray(at + BLOCK, at + BLOCK + size)));
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  if (files.size > LIMITS.files || !archive(files).equals(buffer)) throw packageError('archive.invalid', 'archive');
  return files;
};
