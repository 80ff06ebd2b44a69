/** Limits of a package: generous for text, far below what could hurt a server that reads one. */
export const LIMITS = { files: 500, fileBytes: 1 << 20, packageBytes: 8 << 20, pathCharacters: 100 } as const;

const SEGMENT = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** True for a path that may stand in a package: one folder deep, plain characters, nothing hidden, no way out. */
export const isPackagePath = (path: string): boolean => {
  const segments = path.split('/');
  return path.length <= LIMITS.pathCharacters && segments.length <= 2 && segments.every((part) => SEGMENT.test(part));
};
