import type { CompiledService } from '#definition';
import type { Answer, Answers } from './answers.ts';
import { kindOf } from './kinds.ts';

/**
 * Answers given under another version of a service, as far as this one has the same questions for them. What no longer
 * fits is left out, so that it is asked again.
 */
export const carryOver = (service: CompiledService, answers: Answers): Answers => {
  const kept: Record<string, Answer> = {};
  for (const compiled of service.pages.flatMap(({ fields }) => fields)) {
    const { field } = compiled;
    const old = Object.hasOwn(answers, field.id) ? answers[field.id] : undefined;
    if (old === undefined) continue;
    const { answer, faults } = kindOf(compiled).readJson(field, old, compiled);
    if (answer !== undefined && faults.length === 0) kept[field.id] = answer;
  }
  return kept;
};
