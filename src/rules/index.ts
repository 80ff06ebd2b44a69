/** FEEL and DMN 1.5 with exact decimals: result, explanation, warnings. */
export { type Branch, BranchLog } from './branch-log.ts';
export { CalendarDate, DateTime, TimeOfDay } from './calendar.ts';
export { checkModel, findUntriedBranches, findUntriedRules } from './check-model.ts';
export { compare, equals } from './compare.ts';
export { Decimal, number } from './decimal.ts';
export { DayTimeDuration, YearMonthDuration } from './duration.ts';
export { date, fromFeel, type Json, toFeel, toPlainDate } from './edge.ts';
export type { Explanation, Failed, Fired, TableExplanation } from './explain.ts';
export { explainAsText } from './explain-text.ts';
export {
  type CompiledExpression,
  compileExpression,
  type Evaluation,
  type Expression,
} from './expression.ts';
export { type Format, formatValue } from './format.ts';
export type { ResolveImport } from './load.ts';
export {
  type CompiledModel,
  compileModel,
  type Decided,
  type DecisionInfo,
  type Model,
  type ModelOptions,
} from './model.ts';
export type { EvaluationOptions, Warning } from './run.ts';
export type { ExpressionProblem } from './syntax.ts';
export { type CompiledTemplate, compileTemplate, type Template } from './template.ts';
export type { RenderOptions } from './template-render.ts';
export {
  type Context,
  emptyContext,
  Func,
  getEntry,
  isContext,
  isList,
  joinContexts,
  makeContext,
  Range,
  type Value,
} from './value.ts';
export { typeInWords, warningInWords } from './warning-words.ts';
