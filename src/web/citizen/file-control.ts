import type { CompiledField, FieldOf } from '#definition';
import { parseAttachment } from '#form';
import { type Html, html } from '#lib/html.ts';
import { button, fileInput } from '#web/design/index.ts';
import type { ControlView, Spot } from './control.ts';
import { laterWords } from './later-words.ts';
import { uploadWords } from './upload-words.ts';
import { fill } from './words.ts';

const ACCEPT = { pdf: 'application/pdf', jpeg: 'image/jpeg', png: 'image/png' } as const;

/** Whether a page asks for files, in entries of lists too. */
export const asksFiles = (fields: readonly CompiledField[]): boolean =>
  fields.some(({ field, item }) => field.kind === 'file' || asksFiles(item));

/** Sizes as people read them. */
export const printSize = (bytes: number, language: string): string => {
  const locale = language.startsWith('de') ? 'de' : language;
  const [value, unit] = bytes >= 1_000_000 ? [bytes / 1_000_000, 'MB'] : [Math.max(bytes, 1000) / 1000, 'kB'];
  return `${value.toLocaleString(locale, { maximumFractionDigits: unit === 'MB' ? 1 : 0 })} ${unit}`;
};

/** The types of a field as people call them. */
export const printTypes = ({ types }: FieldOf<'file'>): string => types.map((type) => type.toUpperCase()).join(', ');

const uploaded = (view: ControlView, { path }: Spot): readonly Html[] =>
  (view.entered.get(path) ?? []).flatMap((text) => {
    const file = parseAttachment(text);
    if (!file) return [];
    const remove = button({
      text: uploadWords(view.language).remove,
      about: file.name,
      name: 'action',
      value: `detach:${file.handle}`,
      look: 'tertiary',
      icon: 'delete',
      unchecked: true,
    });
    return [
      html`<li class="kd-entry__head"><input type="hidden" name="${path}" value="${file.handle}"><span class="kern-body">${file.name} (${printSize(file.size, view.language)})</span>${remove}</li>`,
    ];
  });

/** What is uploaded already, and the way to upload more. */
export const drawFileControl = (
  view: ControlView,
  spot: Spot,
  field: FieldOf<'file'>,
  control: Omit<Parameters<typeof fileInput>[0], 'accept'>,
): Html => {
  const words = uploadWords(view.language);
  const files = uploaded(view, spot);
  const bounds = [
    fill(words.formats, { types: printTypes(field), megabytes: field.megabytes }),
    ...(field.max > 1 ? [fill(words.several, { max: field.max })] : []),
    ...(view.waiting.has(spot.path) ? [laterWords(view.language)[view.isCrowded ? 'fileLoad' : 'fileAlways']] : []),
  ].join('\n'); // only Leichte Sprache shows the lines
  const list = files.length > 0 && html`<ul class="kern-list kd-files" data-files>${files}</ul>`;
  // The control stays even when there are enough, so that what is wrong with them leads somewhere.
  const input = fileInput({
    ...control,
    hint: html`${control.hint && html`${control.hint} `}${bounds}`,
    accept: field.types.map((type) => ACCEPT[type]).join(','),
    multiple: field.max > 1,
  });
  const upload = button({
    text: words.upload,
    about: control.label,
    name: 'action',
    value: 'upload',
    look: 'secondary',
    unchecked: true,
  });
  return html`<div class="kd-stack">${input}${list}<div>${upload}</div></div>`;
};
