import { z } from 'zod';
import { Examples } from './example.ts';
import { Service } from './service.ts';
import { Texts } from './texts.ts';

const SCHEMAS = { service: Service, texts: Texts, examples: Examples } as const;

/**
 * The JSON Schemas (2020-12) of the YAML files, by file name, from the same source as the checks. Editors use them after
 * a first line such as `# yaml-language-server: $schema=../../schemas/service.schema.json`.
 */
export const makeJsonSchemas = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(SCHEMAS).map(([name, schema]) => {
      const json = { title: `Knopfdruck ${name}.yaml`, ...z.toJSONSchema(schema, { io: 'input', reused: 'ref' }) };
      return [`${name}.schema.json`, `${JSON.stringify(json, null, 2)}\n`];
    }),
  );
