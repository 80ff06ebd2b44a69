import { existsSync, readFileSync } from 'node:fs';
import { validateXML } from 'xmllint-wasm';

const SCHEMA = `${import.meta.dirname}/../../shared/data/sepa/pain.001.001.09.xsd`;

/** What the ISO 20022 schema finds wrong with a payment file; undefined where the schema is not at hand. */
export const findPainFaults = async (xml: string): Promise<readonly string[] | undefined> => {
  if (!existsSync(SCHEMA)) return undefined;
  const schema = { fileName: 'pain.xsd', contents: readFileSync(SCHEMA, 'utf8') };
  const { errors } = await validateXML({ xml: { fileName: 'batch.xml', contents: xml }, schema });
  return errors.map(({ message }) => message);
};
