import type { AssessedAction, DecidedAction } from '#case';
import type { CompiledService } from '#definition';
import { formatCents, formatMoney, parseCents } from '#lib/money.ts';
import type { Problem } from '#lib/problem.ts';

/** What a caseworker proposes. `amount` in euros, `9000.00`. */
export type Proposal = {
  readonly outcome: string;
  readonly amount?: string | undefined;
  /** Names of the package's reasons that carry it. */
  readonly reasons: readonly string[];
  /** Why, for the file; needed where it deviates from the rules. */
  readonly remark: string;
};

type Checked =
  | { readonly kind: 'decision'; readonly decision: Omit<DecidedAction, 'kind' | 'automatic'> }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

const WORDING = {
  outcome: { de: 'Wählen Sie ein Ergebnis.', en: 'Choose an outcome.' },
  amountMissing: { de: 'Geben Sie den Betrag ein, der bewilligt wird.', en: 'Enter the amount that is granted.' },
  amountFormat: {
    de: 'Geben Sie den Betrag in Euro und Cent ein, zum Beispiel 9000,00.',
    en: 'Enter the amount in euros and cents, for example 9000.00.',
  },
  amountAbove: {
    de: 'Höchstens {max} sind nach den Regeln möglich. Geben Sie einen kleineren Betrag ein oder lassen Sie die Angaben berichtigen.',
    en: 'The rules allow {max} at most. Enter a smaller amount or have the answers corrected.',
  },
  amountNone: {
    de: 'Die Regeln sehen keinen Betrag vor. Lehnen Sie ab oder lassen Sie die Angaben berichtigen.',
    en: 'The rules provide no amount. Reject, or have the answers corrected.',
  },
  reasonsMissing: {
    de: 'Wählen Sie mindestens einen Grund: Ein Bescheid ist zu begründen (§ 39 VwVfG).',
    en: 'Choose at least one reason: a notice must give reasons (§ 39 VwVfG).',
  },
  reasonsUnknown: { de: 'Wählen Sie nur Gründe aus der Liste.', en: 'Choose reasons from the list only.' },
  remarkMissing: {
    de: 'Schreiben Sie, warum Sie vom Vorschlag der Regeln abweichen.',
    en: 'Write why you deviate from what the rules propose.',
  },
} as const;

type Code = keyof typeof WORDING;

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && new Set([...a, ...b]).size === new Set(a).size;

/** Checks what a caseworker proposes against the package and against what its rules say; says whether it deviates. */
export const checkProposal = (
  compiled: CompiledService,
  assessment: AssessedAction | undefined,
  { outcome, amount, reasons, remark }: Proposal,
  language: 'de' | 'en',
): Checked => {
  const problems: Problem[] = [];
  const complain = (path: string, code: Code, max = ''): void => {
    const message = WORDING[code][language].replace('{max}', max);
    problems.push({ code: `decide.${code}`, severity: 'error', path, message });
  };
  const known = compiled.service.decide?.outcomes[outcome];
  if (!known) complain('outcome', 'outcome');
  const kind = known?.kind ?? 'rejected';

  const checkAmount = (): string | undefined => {
    if (kind === 'rejected' || !compiled.decide?.amount) return undefined;
    const ceiling = assessment?.amount;
    if (ceiling === undefined) complain('amount', 'amountNone');
    else if (!amount) complain('amount', 'amountMissing');
    else if (!/^\d{1,15}(\.\d{1,2})?$/.test(amount) || parseCents(amount) === 0n) complain('amount', 'amountFormat');
    else if (parseCents(amount) > parseCents(ceiling))
      complain('amount', 'amountAbove', formatMoney(ceiling, language));
    else return formatCents(parseCents(amount));
    return undefined;
  };
  const granted = checkAmount();

  if (reasons.some((name) => !compiled.reasons.has(name))) complain('reasons', 'reasonsUnknown');
  if (kind === 'rejected' && known && reasons.length === 0) complain('reasons', 'reasonsMissing');
  const deviates =
    outcome !== assessment?.outcome || granted !== assessment?.amount || !isSame(reasons, assessment?.reasons ?? []);
  if (deviates && remark.trim() === '' && problems.length === 0) complain('remark', 'remarkMissing');
  if (problems.length > 0) return { kind: 'problems', problems };

  const beyondRules = kind === 'granted' && assessment?.outcomeKind !== 'granted';
  return {
    kind: 'decision',
    decision: {
      outcome,
      outcomeKind: kind,
      ...(granted === undefined ? {} : { amount: granted }),
      reasons: [...new Set(reasons)],
      remark: remark.trim(),
      deviates,
      second: (assessment?.second ?? false) || beyondRules,
    },
  };
};
