import fc from 'fast-check';
import { type Context, compileExpression, fromFeel, isContext, toFeel } from '#rules';
import { randomExpression } from './random-expression.ts';

const NOW = Temporal.ZonedDateTime.from('2020-04-01T10:00:00[Europe/Berlin]');

const variables = toFeel({
  x: 5,
  betrag: 9000.5,
  liste: [1, 2, 'a', null],
  kontext: { a: 1, item: [1] },
  nichts: null,
});
const context: Context = isContext(variables) ? variables : {};

/** The longest one expression took, in ms, over `runs` random expressions. @throws when one throws or answers nothing */
export const fuzz = (runs: number, seed: number): { readonly slowest: number; readonly text: string } => {
  let worst = { slowest: 0, text: '' };
  const check = (text: string): void => {
    const started = performance.now();
    const compiled = compileExpression(text);
    if (compiled.kind === 'expression') {
      const { value } = compiled.expression.evaluate(context, { now: NOW, maxSteps: 10_000 });
      if (value === undefined) throw new Error(`${text} is worth nothing at all.`);
      fromFeel(value);
    }
    const took = performance.now() - started;
    if (took > worst.slowest) worst = { slowest: took, text };
  };
  fc.assert(fc.property(randomExpression, check), { numRuns: runs, seed, endOnFailure: true });
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'ab1. +-*/()[]{}<>=,:"@?_\n'), maxLength: 60 }), check), {
    numRuns: Math.ceil(runs / 10),
    seed,
  });
  return worst;
};
