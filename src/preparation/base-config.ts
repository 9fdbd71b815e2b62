import type { GitRepository } from '../adapters/git.ts';
import { builtInConfig } from '../config/built-in-config.ts';
import { policyInForce } from '../config/default-policy.ts';
import { loadConfig, type ShadowgateConfig } from '../config/load-config.ts';
import type { PolicyInForce } from '../domain/policy.ts';
import { GateError } from '../errors.ts';

/** Where settings and policy lie in a repository. */
export const configPath = '.github/shadowgate.yml';

export type Settings = {
  readonly config: ShadowgateConfig;
  readonly policyInForce: PolicyInForce;
  /** Reads another file of where they came from, such as a key that they name. */
  readonly readFile: (path: string) => Promise<string | null>;
};

/**
 * Settings and policy as the base branch has them: the change under judgement has no say in how it is judged.
 * A file that the request names must exist; the usual one may be absent, and the built-in settings then hold.
 */
export async function openSettings(
  repository: GitRepository,
  baseTip: string,
  requested: string | undefined,
): Promise<Settings> {
  const readFile = (path: string) => repository.readFile(baseTip, path);
  return settingsFrom(readFile, requested, baseTip.slice(0, 12));
}

/** The same for any source of files, such as the contents API of a code host. */
export async function settingsFrom(
  readFile: (path: string) => Promise<string | null>,
  requested: string | undefined,
  revision: string,
): Promise<Settings> {
  const path = requested ?? configPath;
  const text = await readFile(path);
  if (text === null && requested !== undefined) {
    throw new GateError({
      code: 'config-unreadable',
      message: `There is no ${requested} at ${revision}.`,
      remedy: 'Commit the settings to the base branch first, or leave --config out to use the built-in ones.',
    });
  }
  const config = text === null ? builtInConfig() : loadConfig(text, path);
  const source = text === null ? 'built-in default' : `${path} at ${revision}`;
  return { config, policyInForce: policyInForce(config.policy, source), readFile };
}
