import { Command } from 'commander';
import { type GitRepository, openRepository } from '../adapters/git.ts';
import { openSettings } from '../base-config.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { PolicyInForce } from '../domain/policy.ts';
import { GateError } from '../errors.ts';
import { readEvidence } from '../evidence-files.ts';
import { addReportOptions, presentVerdict, type ReportOptions } from './present-verdict.ts';
import { type ExitCode, withPorts } from './shell.ts';

type VerdictOptions = ReportOptions & {
  readonly evidence: string;
  readonly repo: string;
  readonly base?: string;
  readonly config?: string;
};

/** `shadowgate verdict`: judges evidence again, with today's policy and approvals, without replaying anything. */
export function verdictCommand(): Command {
  const command = new Command('verdict')
    .description('judge evidence again with the approvals given since, without replaying')
    .option('--evidence <folder>', 'the evidence to judge', '.shadowgate/evidence')
    .option('--repo <folder>', 'the repository that holds the policy', '.')
    .option('--base <revision>', 'where the policy is read from (default: the base commit of the evidence)')
    .option('--config <path>', 'settings inside the base revision (default: .github/shadowgate.yml)');
  return addReportOptions(command).action((options: VerdictOptions) =>
    withPorts(true, () => judgeAgain(options)),
  );
}

async function judgeAgain(options: VerdictOptions): Promise<ExitCode> {
  const { evidence: evidenceFolder } = options;
  const onFile = await readEvidence(evidenceFolder);
  const policy = await readPolicy(await openRepository(options.repo), onFile.evidence, options);
  return presentVerdict({ ...onFile, policy, evidenceFolder, report: options });
}

/**
 * The evidence names the commit from which base and head parted, and the gate read the policy at the tip of the base
 * branch. Where only the tip has it, nothing is stale, and the user must name the tip.
 */
async function readPolicy(
  repository: GitRepository,
  { base, policyDigest }: Evidence,
  options: VerdictOptions,
): Promise<PolicyInForce> {
  const revision = options.base ?? base;
  if (revision === null) throw noBase();
  const tip = await repository.resolve(revision);
  const { policyInForce } = await openSettings(repository, tip, options.config);
  if (options.base === undefined && policyInForce.digest !== policyDigest) throw otherPolicy(tip);
  return policyInForce;
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
