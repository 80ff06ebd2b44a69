import type { Installed } from '#intake';
import type { CitizenDeps } from './deps.ts';

/** What is installed and shown: a draft is not there for applicants. */
export const findVisible = async (
  { registry }: CitizenDeps,
  authority: string,
  service: string,
): Promise<Installed | undefined> => {
  const installed = await registry.find(authority, service);
  return installed && installed.installation.state !== 'draft' ? installed : undefined;
};
