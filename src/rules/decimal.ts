import { Decimal as DecimalJs } from 'decimal.js';

/** Decimal128 (IEEE 754-2008): 34 digits, half to even, exponent at most 6144; DMN 1.5 § 10.3.2.3.1. */
const Wide = DecimalJs.clone({
  precision: 34,
  rounding: DecimalJs.ROUND_HALF_EVEN,
  maxE: 6144,
  minE: -6176,
  toExpNeg: -9e15,
  toExpPos: 9e15,
  defaults: true,
});
type Wide = InstanceType<typeof Wide>;

const MAX_SCALE = 15;
const POWERS = Array.from({ length: MAX_SCALE + 1 }, (_, i) => 10 ** i);
const power = (exponent: number): number => POWERS[exponent] ?? Number.NaN;

/** How a half, or the rest, is rounded. Names as in DMN 1.5 § 10.3.4.5. */
export type Rounding = 'half even' | 'half up' | 'half down' | 'up' | 'down' | 'floor' | 'ceiling';

const MODES = {
  'half even': DecimalJs.ROUND_HALF_EVEN,
  'half up': DecimalJs.ROUND_HALF_UP,
  'half down': DecimalJs.ROUND_HALF_DOWN,
  up: DecimalJs.ROUND_UP,
  down: DecimalJs.ROUND_DOWN,
  floor: DecimalJs.ROUND_FLOOR,
  ceiling: DecimalJs.ROUND_CEIL,
} as const satisfies Record<Rounding, number>;

/**
 * An exact decimal number: `units` / 10^`scale` while that fits a safe integer, else a decimal.js number in `wide`.
 * The narrow form makes a sum of two amounts one integer addition. Arithmetic answers null where decimal128 has no
 * finite result.
 */
export class Decimal {
  readonly units: number;
  readonly scale: number;
  readonly wide: Wide | null;

  private constructor(units: number, scale: number, wide: Wide | null) {
    this.units = units;
    this.scale = scale;
    this.wide = wide;
  }

  /** `units` a safe integer, `scale` 0 to 15. */
  static make(units: number, scale: number): Decimal {
    return new Decimal(units + 0, units === 0 ? 0 : scale, null);
  }

  static #fromWide(wide: Wide): Decimal | null {
    if (!wide.isFinite()) return null;
    const places = wide.decimalPlaces();
    if (places <= MAX_SCALE && wide.precision(true) <= MAX_SCALE) {
      return Decimal.make(Number(wide.times(power(places)).toFixed(0)), places);
    }
    return new Decimal(0, 0, wide);
  }

  /** Reads `12.50`, `-.5`, `1e10`; null when the text is no number or beyond decimal128. Rounds to 34 digits. */
  static parse(text: string): Decimal | null {
    if (!/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,6})?$/.test(text)) return null;
    if (text.length < 15 && /^-?\d+$/.test(text)) return Decimal.make(Number(text), 0);
    return Decimal.#fromWide(new Wide(text).toSignificantDigits(34));
  }

  /** From a JavaScript number as it prints; null when not finite. */
  static fromNumber(value: number): Decimal | null {
    return Number.isSafeInteger(value) ? Decimal.make(value, 0) : Decimal.parse(String(value));
  }

  #widen(): Wide {
    return this.wide ?? new Wide(this.units).dividedBy(power(this.scale));
  }

  plus(other: Decimal): Decimal | null {
    if (this.wide === null && other.wide === null) {
      const scale = Math.max(this.scale, other.scale);
      const a = this.units * power(scale - this.scale);
      const b = other.units * power(scale - other.scale);
      const sum = a + b;
      if (Number.isSafeInteger(a) && Number.isSafeInteger(b) && Number.isSafeInteger(sum))
        return Decimal.make(sum, scale);
    }
    return Decimal.#fromWide(this.#widen().plus(other.#widen()));
  }

  minus(other: Decimal): Decimal | null {
    return this.plus(other.negated());
  }

  times(other: Decimal): Decimal | null {
    if (this.wide === null && other.wide === null) {
      const scale = this.scale + other.scale;
      const product = this.units * other.units;
      if (scale <= MAX_SCALE && Number.isSafeInteger(product)) return Decimal.make(product, scale);
    }
    return Decimal.#fromWide(this.#widen().times(other.#widen()));
  }

  /** Null when `other` is zero. */
  dividedBy(other: Decimal): Decimal | null {
    if (other.isZero()) return null;
    if (this.wide === null && other.wide === null) {
      const quotient = this.#divideExactly(other);
      if (quotient !== null) return quotient;
    }
    return Decimal.#fromWide(this.#widen().dividedBy(other.#widen()));
  }

  #divideExactly(other: Decimal): Decimal | null {
    let scale = this.scale - other.scale;
    let units = this.units;
    for (let tries = 0; tries < 6; tries += 1) {
      if (scale >= 0 && units % other.units === 0)
        return scale <= MAX_SCALE ? Decimal.make(units / other.units, scale) : null;
      units *= 10;
      scale += 1;
      if (!Number.isSafeInteger(units)) return null;
    }
    return null;
  }

  /** Result has the sign of the divisor: this − other × floor(this / other). */
  modulo(other: Decimal): Decimal | null {
    const quotient = this.dividedBy(other)?.round(0, 'floor');
    const product = quotient?.times(other);
    return product ? this.minus(product) : null;
  }

  power(exponent: Decimal): Decimal | null {
    return Decimal.#fromWide(this.#widen().pow(exponent.#widen()));
  }

  squareRoot(): Decimal | null {
    return Decimal.#fromWide(this.#widen().sqrt());
  }

  exponential(): Decimal | null {
    return Decimal.#fromWide(this.#widen().exp());
  }

  logarithm(): Decimal | null {
    return Decimal.#fromWide(this.#widen().ln());
  }

  negated(): Decimal {
    return this.wide === null ? Decimal.make(-this.units, this.scale) : new Decimal(0, 0, this.wide.negated());
  }

  absolute(): Decimal {
    return this.sign() < 0 ? this.negated() : this;
  }

  /** To `places` digits after the point; negative places round to tens, hundreds. Null beyond ±6176 places. */
  round(places: number, rounding: Rounding): Decimal | null {
    if (Math.abs(places) > 6176) return null;
    if (this.wide === null && this.scale <= places) return this;
    if (places >= 0) return Decimal.#fromWide(this.#widen().toDecimalPlaces(places, MODES[rounding]));
    const unit = new Wide(10).pow(-places);
    return Decimal.#fromWide(this.#widen().dividedBy(unit).toDecimalPlaces(0, MODES[rounding]).times(unit));
  }

  compare(other: Decimal): number {
    if (this.wide === null && other.wide === null) {
      if (this.scale === other.scale) return Math.sign(this.units - other.units);
      const scale = Math.max(this.scale, other.scale);
      const a = this.units * power(scale - this.scale);
      const b = other.units * power(scale - other.scale);
      if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) return Math.sign(a - b);
    }
    return this.#widen().comparedTo(other.#widen());
  }

  equals(other: Decimal): boolean {
    return this.compare(other) === 0;
  }

  sign(): number {
    return this.wide === null ? Math.sign(this.units) : this.wide.comparedTo(0);
  }

  isZero(): boolean {
    return this.wide === null ? this.units === 0 : this.wide.isZero();
  }

  isInteger(): boolean {
    return this.wide === null ? this.scale === 0 || this.units % power(this.scale) === 0 : this.wide.isInteger();
  }

  /** As a JavaScript number, for counts and indexes; amounts stay decimals. */
  toNumber(): number {
    return this.wide === null ? this.units / power(this.scale) : this.wide.toNumber();
  }

  /** Plain notation without exponent and without needless zeros: `1234.5`. */
  toString(): string {
    if (this.wide !== null) return this.wide.toFixed();
    if (this.scale === 0) return String(this.units);
    const digits = String(Math.abs(this.units)).padStart(this.scale + 1, '0');
    const fraction = digits.slice(-this.scale).replace(/0+$/, '');
    const text = digits.slice(0, -this.scale) + (fraction && `.${fraction}`);
    return this.units < 0 ? `-${text}` : text;
  }

  /** JSON carries a number as its text, so that no reader turns it into binary floating point. */
  toJSON(): string {
    return this.toString();
  }
}

/** The decimal of a text that is known to be one. @throws Error for anything else. */
export const number = (text: string): Decimal => {
  const value = Decimal.parse(text);
  if (value === null) throw new Error(`“${text}” is no decimal number; write digits with a point, such as 12.50.`);
  return value;
};

export const ZERO = Decimal.make(0, 0);
export const ONE = Decimal.make(1, 0);
