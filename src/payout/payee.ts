import type { CompiledService } from '#definition';
import { type Context, type Expression, fromFeel } from '#rules';
import type { Payee } from './payable.ts';

/** Who is paid and what stands on the statement, from the context on which the decision rests. */
export const readPayee = (
  pay: NonNullable<CompiledService['pay']>,
  context: Context,
  now: Temporal.ZonedDateTime,
): Payee => {
  const read = (expression: Expression): string => {
    const value = fromFeel(expression.evaluate(context, { now }).value);
    return typeof value === 'string' ? value : '';
  };
  const purpose = pay.purpose.render(context, { now, language: 'de' }).text;
  return { name: read(pay.name), iban: read(pay.iban), purpose };
};
