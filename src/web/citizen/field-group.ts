import type { CompiledField } from '#definition';
import { askedItems, countShown } from '#form';
import { type Html, html } from '#lib/html.ts';
import { button, icon } from '#web/design/index.ts';
import { CONTROLS, type ControlView, type Spot, textOf } from './control.ts';

const drawEntry = (view: ControlView, list: Spot, index: number, removable: boolean): Html => {
  const path = `${list.path}.${index}`;
  const { entry = view.words.entry } = textOf(view, list);
  const name = `${entry} ${index + 1}`;
  const items = askedItems(list.compiled, view.entered, path, view.around);
  const remove = button({
    text: view.words.remove,
    about: name,
    name: 'action',
    value: `remove:${path}`,
    look: 'tertiary',
    icon: 'delete',
    unchecked: true,
  });
  return html`<div class="kd-entry kd-stack" role="group" aria-label="${name}"><div class="kd-entry__head"><h3 class="kern-title">${name}</h3>${removable && remove}</div>
${drawFields(view, items, `${path}.`, `${list.key}.`)}</div>`;
};

const drawList = (view: ControlView, spot: Spot): Html => {
  const { field } = spot.compiled;
  const { min, max } = field.kind === 'list' ? field : { min: 0, max: 0 };
  const { label, hint, add = view.words.add } = textOf(view, spot);
  const count = countShown(spot.compiled, view.entered, spot.path);
  const error = view.errors.get(spot.path);
  const entries = Array.from({ length: count }, (_, index) => drawEntry(view, spot, index, count > Math.max(min, 0)));
  return html`<div class="kd-list kd-stack" role="group" id="${spot.path}" tabindex="-1" aria-label="${label}"><div><h2 class="kern-heading-small">${label}</h2>${hint && html`<p class="kern-hint">${hint}</p>`}${
    error && html`<p class="kern-error">${icon('danger')}<span class="kern-body">${error}</span></p>`
  }</div>${entries}${
    count < max &&
    html`<div>${button({ text: add, name: 'action', value: `add:${spot.path}`, look: 'secondary', icon: 'add', unchecked: true })}</div>`
  }</div>`;
};

/** Draws fields below each other. `prefix` leads to their paths, `keys` to their texts. */
export const drawFields = (
  view: ControlView,
  fields: readonly CompiledField[],
  prefix = '',
  keys = '',
): readonly Html[] =>
  fields.map((compiled) => {
    const spot: Spot = { compiled, path: `${prefix}${compiled.field.id}`, key: `${keys}${compiled.field.id}` };
    const { kind } = compiled.field;
    return kind === 'list' ? drawList(view, spot) : CONTROLS[kind](view, spot);
  });
