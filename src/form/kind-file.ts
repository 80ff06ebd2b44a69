import { toFeel } from '#rules';
import type { Attachment } from './answers.ts';
import { failed, type Kind, NOTHING } from './kind.ts';

/** A file's answer is the handle that attachment storage gave it; nothing else enters by a page or by JSON. */
export const fileKind: Kind<'file', readonly Attachment[]> = {
  read: () => NOTHING,
  readJson: () => failed('upload'),
  check: () => [],
  enter: () => [],
  print: (_, answer) => answer.map(({ name }) => name).join('\n'),
  toFeel: (_, answer) => toFeel(answer),
};

/** A note asks nothing. */
export const noteKind: Kind<'note', never> = {
  read: () => NOTHING,
  readJson: () => failed('unknown'),
  check: () => [],
  enter: () => [],
  print: () => '',
  toFeel: () => null,
};
