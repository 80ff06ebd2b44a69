import type { CompiledService, Service } from '#definition';
import { type Context, date, makeContext, number, type Value } from '#rules';

type Parameter = Service['parameters'][string];

const toValue = ({ kind }: Parameter, value: unknown): Value => {
  switch (kind) {
    case 'number':
    case 'money':
      return number(String(value));
    case 'date':
      return date(String(value));
    case 'yesno':
      return value === true;
    case 'choice':
    case 'text':
      return String(value);
    default:
      return kind satisfies never;
  }
};

/** Parameters as FEEL sees them: the package's defaults with what the authority set differently. */
export const parametersContext = (service: CompiledService, overlay: Readonly<Record<string, unknown>>): Context =>
  makeContext(
    Object.entries(service.service.parameters).map(([name, parameter]) => [
      name,
      toValue(parameter, overlay[name] ?? parameter.default),
    ]),
  );
