import type { GitRepository } from '../adapters/git.ts';
import type { Evidence } from '../domain/evidence.ts';
import { GateError } from '../errors.ts';
import { openSettings, type Settings } from '../preparation/base-config.ts';

export type NamedSettings = {
  /** Revision to read them from; without it, the base commit of the evidence. */
  readonly base?: string;
  /** Their path inside it, when it is not the usual one. */
  readonly config?: string;
};

/**
 * Used by whoever goes on from evidence: the settings that it was gathered under. The evidence names the commit from which base and head
 * parted, and the gate read the settings at the tip of the base branch: where only the tip has them, nothing is stale, and the user must
 * name the tip.
 */
export async function settingsOfEvidence(
  repository: GitRepository,
  { base, policyDigest }: Evidence,
  named: NamedSettings,
): Promise<Settings> {
  const revision = named.base ?? base;
  if (revision === null) throw noBase();
  const tip = await repository.resolve(revision);
  const settings = await openSettings(repository, tip, named.config);
  if (named.base === undefined && settings.policyInForce.digest !== policyDigest) throw otherPolicy(tip);
  return settings;
}

function noBase(): GateError {
  return new GateError({
    code: 'bad-usage',
    message: 'This evidence compares two folders or services and names no base commit to read a policy from.',
    remedy: 'Name a revision with --base.',
  });
}

function otherPolicy(base: string): GateError {
  return new GateError({
    code: 'bad-usage',
    message: `The evidence was gathered under another policy than the one at ${base.slice(0, 7)}, the commit from which the change parted.`,
    remedy:
      'Name the base branch with --base, and the settings with --config, as you did for `shadowgate gate`.',
  });
}
