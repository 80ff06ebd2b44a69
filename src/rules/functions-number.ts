import { Decimal, type Rounding } from './decimal.ts';
import { DayTimeDuration, YearMonthDuration } from './duration.ts';
import { decimal, define, optional, present, signature, whole } from './params.ts';
import type { Run } from './run.ts';
import type { Func, Value } from './value.ts';
import type { WarningCode } from './warning-words.ts';

const MIN_SCALE = -6111;
const MAX_SCALE = 6176;

const round = (run: Run, n: Decimal, scale: number, rounding: Rounding): Value =>
  scale < MIN_SCALE || scale > MAX_SCALE
    ? run.warn('argument.scale', { scale, min: MIN_SCALE, max: MAX_SCALE })
    : n.round(scale, rounding);

const rounding = (name: string, mode: Rounding): Func =>
  define(
    name,
    signature([decimal('n'), optional(whole('scale'))], (run, n, scale) => round(run, n, scale ?? 0, mode)),
  );

const absolute = (run: Run, value: Value): Value => {
  if (value instanceof Decimal) return value.absolute();
  if (value instanceof DayTimeDuration) return value.nanoseconds < 0n ? new DayTimeDuration(-value.nanoseconds) : value;
  if (value instanceof YearMonthDuration) return new YearMonthDuration(Math.abs(value.months));
  return run.warn('abs');
};

const domain = (run: Run, result: Decimal | null, code: WarningCode): Value => result ?? run.warn(code);

const parity = (remainder: number) => (_: Run, number: Decimal) => {
  const half = number.modulo(Decimal.make(2, 0));
  return number.isInteger() ? half?.absolute().toNumber() === remainder : null;
};

/** DMN 1.5 § 10.3.4.5, numeric functions. */
export const numberFunctions: readonly Func[] = [
  define(
    'decimal',
    signature([decimal('n'), whole('scale')], (run, n, scale) => round(run, n, scale, 'half even')),
  ),
  rounding('floor', 'floor'),
  rounding('ceiling', 'ceiling'),
  rounding('round up', 'up'),
  rounding('round down', 'down'),
  rounding('round half up', 'half up'),
  rounding('round half down', 'half down'),
  define('abs', signature([present('n')], absolute)),
  define(
    'modulo',
    signature([decimal('dividend'), decimal('divisor')], (run, dividend, divisor) =>
      domain(run, divisor.isZero() ? null : dividend.modulo(divisor), 'domain.zero'),
    ),
  ),
  define(
    'sqrt',
    signature([decimal('number')], (run, n) => domain(run, n.squareRoot(), 'domain.root')),
  ),
  define(
    'log',
    signature([decimal('number')], (run, n) => domain(run, n.sign() > 0 ? n.logarithm() : null, 'domain.logarithm')),
  ),
  define(
    'exp',
    signature([decimal('number')], (run, n) => domain(run, n.exponential(), 'domain.exponential')),
  ),
  define('odd', signature([decimal('number')], parity(1))),
  define('even', signature([decimal('number')], parity(0))),
];
