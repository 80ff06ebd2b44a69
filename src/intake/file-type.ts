/** Types of files that can be told by their first bytes; what name and browser say does not count. */
export type FileType = 'pdf' | 'jpeg' | 'png';

const MARKS = {
  pdf: Buffer.from('%PDF-'),
  jpeg: Buffer.from([0xff, 0xd8, 0xff]),
  png: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
} as const satisfies Record<FileType, Buffer>;

/** As many bytes as the longest mark. */
export const MARK_LENGTH = 8;

/** As browsers and mail programs call them. */
export const MEDIA_TYPES = {
  pdf: 'application/pdf',
  jpeg: 'image/jpeg',
  png: 'image/png',
} as const satisfies Record<FileType, string>;

/** The type that the first bytes show; undefined for anything else. */
export const tellFileType = (head: Uint8Array): FileType | undefined =>
  (Object.keys(MARKS) as FileType[]).find((type) => MARKS[type].equals(head.subarray(0, MARKS[type].length)));
