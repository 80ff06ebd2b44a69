import fc from 'fast-check';
import { checkModel, compileModel, compileTemplate } from '#rules';
import { randomExpression } from './random-expression.ts';

const now = Temporal.ZonedDateTime.from('2020-04-01T10:00:00[Europe/Berlin]');

const randomTemplate: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      randomExpression.map((text) => `{{ ${text} }}`),
      randomExpression.map((text) => `{{#if ${text}}}`),
      randomExpression.map((text) => `{{#each ${text} as x}}`),
      fc.constantFrom('{{/if}}', '{{/each}}', '{{else}}', '{{', '}}', '"', '{{ x | money }}', '| date }}', 'Wort '),
      fc.string({ unit: fc.constantFrom(...'{}"|#/ aes\\\n'), maxLength: 20 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const literal = randomExpression.map(
  (text) => `<literalExpression><text>${escapeXml(text)}</text></literalExpression>`,
);

const cell = fc.oneof(
  fc.constantFrom('-', '', '&lt; 5', '[1..3]', '"a","b"', 'not(1)', 'true', '&gt;= date("2020-01-01")'),
  randomExpression.map(escapeXml),
);

const table = fc
  .tuple(
    fc.constantFrom('UNIQUE', 'ANY', 'FIRST', 'PRIORITY', 'COLLECT', 'RULE ORDER', 'OUTPUT ORDER', 'odd'),
    fc.array(fc.tuple(cell, cell, cell), { maxLength: 6 }),
  )
  .map(([policy, rules]) => {
    const rows = rules.map(
      ([a, b, c]) =>
        `<rule>${[a, b].map((text) => `<inputEntry><text>${text}</text></inputEntry>`).join('')}<outputEntry><text>${c}</text></outputEntry></rule>`,
    );
    const inputs = ['x', 'kontext.a'].map(
      (text) => `<input><inputExpression><text>${text}</text></inputExpression></input>`,
    );
    return `<decisionTable hitPolicy="${policy}">${inputs.join('')}<output name="o"/>${rows.join('')}</decisionTable>`;
  });

const boxed: fc.Arbitrary<string> = fc.letrec<{ boxed: string }>((tie) => {
  const inner = tie('boxed');
  return {
    boxed: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      literal,
      table,
      fc.array(inner, { maxLength: 3 }).map((items) => `<list>${items.join('')}</list>`),
      fc
        .tuple(inner, inner)
        .map(
          ([a, b]) =>
            `<context><contextEntry><variable name="a"/>${a}</contextEntry><contextEntry>${b}</contextEntry></context>`,
        ),
      fc
        .tuple(inner, inner, inner)
        .map(([a, b, c]) => `<conditional><if>${a}</if><then>${b}</then><else>${c}</else></conditional>`),
      fc.tuple(inner, inner).map(([a, b]) => `<for iteratorVariable="i"><in>${a}</in><return>${b}</return></for>`),
      fc.tuple(inner, inner).map(([a, b]) => `<filter><in>${a}</in><match>${b}</match></filter>`),
    ),
  };
}).boxed;

/** Two decisions that may need each other, or themselves. */
const randomModel = fc.tuple(boxed, boxed, fc.constantFrom('d1', 'd2', 'i1', 'nowhere')).map(([a, b, needed]) => {
  const need = `<informationRequirement><requiredDecision href="#${needed}"/></informationRequirement>`;
  const input = '<informationRequirement><requiredInput href="#i1"/></informationRequirement>';
  return `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="m"><inputData id="i1" name="x"/><decision id="d1" name="eins">${input}${a}</decision><decision id="d2" name="zwei">${need}${b}</decision></definitions>`;
});

const checkTemplate = (text: string): void => {
  const compiled = compileTemplate(text);
  if (compiled.kind === 'template') compiled.template.render({}, { now, language: 'de' });
};

const checkOne = (xml: string): void => {
  const compiled = compileModel(xml, { lenient: true });
  if (compiled.kind !== 'model') return;
  checkModel(compiled.model);
  for (const { name } of compiled.model.decisions) {
    const { explanation } = compiled.model.decide(name, { x: true }, { now, maxSteps: 10_000 });
    JSON.stringify(explanation);
  }
};

/** The longest that one random template or model took, in ms. @throws when one throws */
export const fuzzTexts = (runs: number, seed: number): number => {
  let slowest = 0;
  const timed = (check: (text: string) => void) => (text: string) => {
    const started = performance.now();
    check(text);
    slowest = Math.max(slowest, performance.now() - started);
  };
  fc.assert(fc.property(randomTemplate, timed(checkTemplate)), { numRuns: runs, seed, endOnFailure: true });
  fc.assert(fc.property(randomModel, timed(checkOne)), { numRuns: runs, seed, endOnFailure: true });
  return slowest;
};
