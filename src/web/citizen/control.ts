import type { CompiledField, FieldKind, FieldText, Language, Texts } from '#definition';
import { ADDRESS_PARTS, addressWords, dateParts, type Entered, enteredText, type Surroundings, yesNo } from '#form';
import { type Html, html } from '#lib/html.ts';
import {
  type Control,
  checkbox,
  checkboxes,
  dateInput,
  fieldset,
  type Option,
  radios,
  select,
  textArea,
  textInput,
} from '#web/design/index.ts';
import { countryOptions, sortByLabel } from './countries.ts';
import { drawFileControl } from './file-control.ts';
import { prose } from './visit.ts';
import type { Words } from './words.ts';

/** What controls are drawn from. */
export type ControlView = {
  readonly texts: Texts;
  readonly language: Language;
  readonly words: Words;
  readonly entered: Entered;
  /** Messages by path of the control. */
  readonly errors: ReadonlyMap<string, string>;
  readonly around: Surroundings;
  /** Fields that may be answered later, and whether that is so because of the crowd. */
  readonly waiting: ReadonlySet<string>;
  readonly isCrowded: boolean;
};

/** One control: where it stands (`gruppen.0.anzahl`) and under which key its texts are (`gruppen.anzahl`). */
export type Spot = { readonly compiled: CompiledField; readonly path: string; readonly key: string };

export const textOf = ({ texts }: ControlView, { key, compiled }: Spot): FieldText =>
  texts.fields[key] ?? { label: compiled.field.id };

const isOptional = ({ compiled: { field } }: Spot): boolean => 'required' in field && !field.required;

const common = (view: ControlView, spot: Spot): Control => {
  const { label, hint } = textOf(view, spot);
  const error = view.errors.get(spot.path);
  return {
    name: spot.path,
    label,
    ...(hint ? { hint } : {}),
    ...(error ? { error } : {}),
    optional: isOptional(spot),
    language: view.language,
  };
};

type Draw = (view: ControlView, spot: Spot) => Html;
type Narrow = 'type' | 'inputmode' | 'autocomplete' | 'width' | 'suffix' | 'spellcheck';

const line =
  (more: Partial<Pick<Parameters<typeof textInput>[0], Narrow>>): Draw =>
  (view, spot) =>
    textInput({ ...common(view, spot), value: enteredText(view.entered, spot.path), ...more });

/** So many options are looked up by their wording, as in a directory; fewer stand in the order the package gives them. */
const DIRECTORY = 20;

/** In the alphabetical order of the language shown, unless they are figures or ranges, whose order says something. */
const inOrder = (options: readonly Option[], language: Language): readonly Option[] =>
  options.length <= DIRECTORY || options.some(({ label }) => /^\P{L}*\d/u.test(label))
    ? options
    : sortByLabel(options, language);

const optionsOf = (view: ControlView, spot: Spot): readonly Option[] => {
  const { field } = spot.compiled;
  const words = textOf(view, spot).options ?? {};
  const options = field.kind === 'choice' || field.kind === 'choices' ? field.options : [];
  return inOrder(
    options.map((value) => ({ value, label: words[value] ?? value })),
    view.language,
  );
};

/** More options than this stand in a list to open: a page of radio buttons is slow to read. */
const MANY = 10;

const drawText: Draw = (view, spot) => {
  const { field } = spot.compiled;
  const { autocomplete, max } = field.kind === 'text' ? field : { autocomplete: undefined, max: 200 };
  const width = max <= 12 ? 'short' : max <= 40 ? 'medium' : 'long';
  return line({ width, ...(autocomplete ? { autocomplete } : {}) })(view, spot);
};

const drawDate: Draw = (view, spot) => {
  const { path } = spot;
  const [d, m, y] = dateParts(view.entered, path);
  const control = common(view, spot);
  const error = control.error ?? view.errors.get(`${path}.year`);
  return dateInput({
    ...control,
    ...(error ? { error } : {}),
    day: d,
    month: m,
    year: y,
  });
};

const drawChoice: Draw = (view, spot) => {
  const options = optionsOf(view, spot);
  const control = { ...common(view, spot), options, value: enteredText(view.entered, spot.path) };
  return options.length > MANY ? select(control) : radios(control);
};

const drawYesno: Draw = (view, spot) => {
  const { yes, no } = yesNo(view.language);
  const options = [
    { value: 'yes', label: yes },
    { value: 'no', label: no },
  ];
  return radios({ ...common(view, spot), options, value: enteredText(view.entered, spot.path) });
};

const COMPLETE = {
  street: 'address-line1',
  houseNumber: 'address-line2',
  postalCode: 'postal-code',
  city: 'address-level2',
  country: 'country',
} as const;
const WIDTH = { street: 'long', houseNumber: 'short', postalCode: 'short', city: 'long', country: 'long' } as const;

const drawAddress: Draw = (view, spot) => {
  const { field } = spot.compiled;
  const words = addressWords(view.language);
  const asked = ADDRESS_PARTS.filter(
    (part) => part !== 'country' || (field.kind === 'address' && field.country === 'any'),
  );
  const parts = asked.map((part) => {
    const name = `${spot.path}.${part}`;
    const error = view.errors.get(name);
    const control: Control = {
      name,
      label: words[part],
      ...(error ? { error } : {}),
      optional: part === 'houseNumber',
      language: view.language,
    };
    const value = enteredText(view.entered, name);
    if (part === 'country')
      return select({
        ...control,
        value: value || 'DE',
        options: countryOptions(view.language),
        autocomplete: 'country',
      });
    return textInput({ ...control, value, width: WIDTH[part], autocomplete: COMPLETE[part] });
  });
  return html`<div id="${spot.path}" tabindex="-1">${fieldset({ ...common(view, spot), name: `${spot.path}-gruppe` }, html`${parts}`)}</div>`;
};

const drawDeclaration: Draw = (view, spot) =>
  checkbox({
    ...common(view, spot),
    value: 'yes',
    checked: enteredText(view.entered, spot.path) === 'yes',
    text: prose(textOf(view, spot).text),
  });

const drawFile: Draw = (view, spot) => {
  const { field } = spot.compiled;
  return field.kind === 'file' ? drawFileControl(view, spot, field, common(view, spot)) : html``;
};

const drawNote: Draw = (view, spot) => {
  const { label, text } = textOf(view, spot);
  return html`<div class="kd-note"><h2 class="kern-heading-small">${label}</h2>${prose(text)}</div>`;
};

/** How each kind of field is asked. Lists hold other controls and are drawn by `drawFields`. */
export const CONTROLS = {
  text: drawText,
  longtext: (view, spot) => textArea({ ...common(view, spot), value: enteredText(view.entered, spot.path) }),
  email: line({ type: 'email', inputmode: 'email', autocomplete: 'email', width: 'long', spellcheck: false }),
  phone: line({ type: 'tel', inputmode: 'tel', autocomplete: 'tel', width: 'medium' }),
  number: line({ inputmode: 'decimal', width: 'short' }),
  money: line({ inputmode: 'decimal', width: 'short', suffix: '€' }),
  date: drawDate,
  choice: drawChoice,
  choices: (view, spot) =>
    checkboxes({ ...common(view, spot), options: optionsOf(view, spot), values: view.entered.get(spot.path) ?? [] }),
  yesno: drawYesno,
  declaration: drawDeclaration,
  address: drawAddress,
  iban: line({ width: 'long', spellcheck: false, autocomplete: 'off' }),
  taxid: line({ width: 'medium', spellcheck: false, autocomplete: 'off' }),
  file: drawFile,
  note: drawNote,
} satisfies Record<Exclude<FieldKind, 'list'>, Draw>;
