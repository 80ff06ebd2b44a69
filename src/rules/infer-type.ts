import { parseAt } from './literals.ts';
import type { BinaryOperator, Syntax } from './syntax.ts';
import { ANY, describeType, type FeelType, findBasicType } from './types.ts';
import { typeName, type Value } from './value.ts';

type Names = ReadonlyMap<string, FeelType>;
type Node<K extends Syntax['kind']> = Extract<Syntax, { kind: K }>;

const BOOLEAN: FeelType = { kind: 'basic', name: 'boolean' };
const ARITHMETIC = new Set<BinaryOperator>(['+', '-', '*', '/', '**']);

const typeOf = (value: Value): FeelType => (value === null ? ANY : (findBasicType(typeName(value)) ?? ANY));

const isBasic = (type: FeelType, name: string): boolean => type.kind === 'basic' && type.name === name;

/** What all of them have in common: the type itself where they are one, else any. */
const common = (types: readonly FeelType[]): FeelType => {
  const [first = ANY] = types;
  return types.every((type) => describeType(type) === describeType(first)) ? first : ANY;
};

const inferBinary = ({ operator, left, right }: Node<'binary'>, names: Names): FeelType => {
  if (!ARITHMETIC.has(operator)) return BOOLEAN;
  const type = common([inferType(left, names), inferType(right, names)]);
  return isBasic(type, 'number') || (operator === '+' && isBasic(type, 'string')) ? type : ANY;
};

const inferFunction = ({ body, parameters }: Node<'function'>, names: Names): FeelType => {
  const inner = new Map([...names, ...parameters.map(({ name }) => [name, ANY] as const)]);
  return { kind: 'function', parameters: parameters.map(() => ANY), result: body ? inferType(body, inner) : ANY };
};

/**
 * The type that an expression is known to have without running it; any where only running tells. `instance of` asks for it
 * of the body of a function (DMN 1.5 § 10.3.2.9.2).
 */
export const inferType = (node: Syntax, names: Names): FeelType => {
  switch (node.kind) {
    case 'literal':
      return typeOf(node.value);
    case 'at':
      return typeOf(parseAt(node.text));
    case 'name':
      return names.get(node.name) ?? ANY;
    case 'list':
      return { kind: 'list', of: common(node.items.map((item) => inferType(item, names))) };
    case 'context':
      return { kind: 'context', entries: node.entries.map(([name, value]) => [name, inferType(value, names)]) };
    case 'function':
      return inferFunction(node, names);
    case 'if':
      return common([inferType(node.then, names), inferType(node.else, names)]);
    case 'binary':
      return inferBinary(node, names);
    case 'between':
    case 'in':
    case 'instance':
    case 'some':
    case 'every':
      return BOOLEAN;
    default:
      return ANY;
  }
};
