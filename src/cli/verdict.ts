import { Command } from 'commander';
import { openRepository } from '../adapters/git.ts';
import { settingsOfEvidence } from '../asking/settings-of-evidence.ts';
import { readEvidence } from '../evidence/evidence-files.ts';
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
  const repository = await openRepository(options.repo);
  const { policyInForce: policy } = await settingsOfEvidence(repository, onFile.evidence, options);
  return presentVerdict({ ...onFile, policy, evidenceFolder, report: options });
}
