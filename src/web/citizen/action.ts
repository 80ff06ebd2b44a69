import { type Entered, enteredText } from '#form';

/** What a button of the journey's one form asks for. */
export type Action =
  | { readonly kind: 'continue' | 'back' | 'tasks' | 'language' | 'save' | 'upload' }
  | { readonly kind: 'goto'; readonly page: string }
  | { readonly kind: 'add'; readonly path: string }
  | { readonly kind: 'remove'; readonly path: string; readonly index: number };

const PLAIN = ['back', 'tasks', 'language', 'save', 'upload'] as const;

/** Reads the pressed button. No button (a program, or Enter in some browsers) and an unknown one mean: continue. */
export const readAction = (entered: Entered): Action => {
  const value = enteredText(entered, 'action');
  const plain = PLAIN.find((kind) => kind === value);
  if (plain) return { kind: plain };
  const [kind, target = ''] = value.split(':');
  if (kind === 'detach') return { kind: 'upload' }; // the file is out of the post already
  if (kind === 'goto') return { kind, page: target };
  if (kind === 'add') return { kind, path: target };
  const [, path = '', index = ''] = /^(.+)\.(\d{1,3})$/.exec(target) ?? [];
  return kind === 'remove' && path !== '' ? { kind, path, index: Number(index) } : { kind: 'continue' };
};
