import { Command } from 'commander';
import { openRepository } from '../adapters/git.ts';
import { openSettings } from '../base-config.ts';
import { GateError } from '../errors.ts';
import { readEvidence } from '../evidence-files.ts';
import { addReportOptions, presentVerdict, type ReportOptions } from './present-verdict.ts';
import { withPorts } from './shell.ts';

type VerdictOptions = ReportOptions & {
  readonly evidence: string;
  readonly repo: string;
  readonly base?: string;
  readonly config?: string;
};

/** `shadowgate verdict`: judges evidence again, with today's policy and approvals, without replaying anything. */
export function verdictCommand(): Command {
  const command = new Command('verdict')
    .description('judge evidence again, without replaying')
    .option('--evidence <folder>', 'the evidence to judge', '.shadowgate/evidence')
    .option('--repo <folder>', 'the repository that holds the policy', '.')
    .option('--base <revision>', 'where the policy is read from (default: the base of the evidence)')
    .option('--config <path>', 'settings inside the base revision (default: .github/shadowgate.yml)');
  return addReportOptions(command).action((options: VerdictOptions) =>
    withPorts(true, async () => {
      const onFile = await readEvidence(options.evidence);
      const repository = await openRepository(options.repo);
      const baseTip = await repository.resolve(options.base ?? baseOf(onFile.evidence.base));
      const { policyInForce } = await openSettings(repository, baseTip, options.config);
      return presentVerdict({
        ...onFile,
        policy: policyInForce,
        evidenceFolder: options.evidence,
        report: options,
      });
    }),
  );
}

function baseOf(base: string | null): string {
  if (base !== null) return base;
  throw new GateError({
    code: 'bad-usage',
    message: 'This evidence compares two folders or services and names no base commit to read a policy from.',
    remedy: 'Name a revision with --base.',
  });
}
