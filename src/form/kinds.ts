import type { CompiledField, FieldKind } from '#definition';
import type { Kind } from './kind.ts';
import { addressKind } from './kind-address.ts';
import { choiceKind, choicesKind } from './kind-choice.ts';
import { dateKind } from './kind-date.ts';
import { emailKind } from './kind-email.ts';
import { fileKind, noteKind } from './kind-file.ts';
import { ibanKind } from './kind-iban.ts';
import { makeListKind } from './kind-list.ts';
import { moneyKind } from './kind-money.ts';
import { numberKind } from './kind-number.ts';
import { phoneKind } from './kind-phone.ts';
import { taxidKind } from './kind-taxid.ts';
import { longtextKind, textKind } from './kind-text.ts';
import { declarationKind, yesnoKind } from './kind-yesno.ts';

/** Every way to answer. */
const KINDS = {
  text: textKind,
  longtext: longtextKind,
  email: emailKind,
  phone: phoneKind,
  number: numberKind,
  money: moneyKind,
  date: dateKind,
  choice: choiceKind,
  choices: choicesKind,
  yesno: yesnoKind,
  declaration: declarationKind,
  address: addressKind,
  iban: ibanKind,
  taxid: taxidKind,
  file: fileKind,
  note: noteKind,
  list: makeListKind((compiled) => kindOf(compiled)),
} satisfies { readonly [K in FieldKind]: Kind<K, never> | Kind<K> };

/** The kind of a field. Field and kind fit each other by the table, which the type system cannot follow through a lookup. */
export const kindOf = ({ field }: CompiledField): Kind => KINDS[field.kind] as unknown as Kind;
