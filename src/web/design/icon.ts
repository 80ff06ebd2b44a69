import { type Html, raw } from '#lib/html.ts';
import { ICONS } from './assets.ts';

const made = new Map<string, Html>();

export type IconName =
  | 'add'
  | 'arrow-back'
  | 'arrow-forward'
  | 'calendar-today'
  | 'check'
  | 'checklist'
  | 'chevron-right'
  | 'close'
  | 'danger'
  | 'delete'
  | 'download'
  | 'draft'
  | 'easy-language'
  | 'edit'
  | 'help'
  | 'info'
  | 'language'
  | 'logout'
  | 'mail'
  | 'open-in-new'
  | 'search'
  | 'success'
  | 'visibility'
  | 'warning';

/** A KERN icon, drawn in the page itself in the colour of its text; decoration only, so hidden from screen readers. */
export const icon = (name: IconName): Html => {
  const found = made.get(name);
  if (found) return found;
  const path = ICONS.get(name);
  if (!path) throw new Error(`KERN has no icon "${name}". Choose one of ${[...ICONS.keys()].join(', ')}.`);
  const svg = raw(
    `<svg class="kern-icon" viewBox="0 -960 960 960" aria-hidden="true" focusable="false"><path d="${path}"/></svg>`,
  );
  made.set(name, svg);
  return svg;
};
