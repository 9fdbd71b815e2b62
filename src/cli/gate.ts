import { Command } from 'commander';
import { gateChange } from '../gate-change.ts';
import type { Ports } from '../ports.ts';
import { addReportOptions, presentVerdict, type ReportOptions } from './present-verdict.ts';
import { type ExitCode, withPorts } from './shell.ts';

type GateOptions = ReportOptions & {
  readonly repo: string;
  readonly base: string;
  readonly head: string;
  readonly recording?: string;
  readonly config?: string;
  readonly evidence: string;
  readonly allowDirty: boolean;
  readonly quiet: boolean;
};

/** `shadowgate gate`: the main job, on one machine. */
export function gateCommand(): Command {
  const command = new Command('gate')
    .description('judge the commits between two revisions')
    .requiredOption(
      '--base <revision>',
      'what the change would be merged into; settings and policy come from here',
    )
    .option('--head <revision>', 'what would be merged', 'HEAD')
    .option(
      '--recording <file>',
      'recorded exchanges; without it, the recording that the base revision names',
    )
    .option('--repo <folder>', 'the repository', '.')
    .option('--config <path>', 'settings inside the base revision (default: .github/shadowgate.yml)')
    .option('--evidence <folder>', 'where to write the evidence', '.shadowgate/evidence')
    .option('--allow-dirty', 'go on although there are uncommitted changes; they are not judged', false)
    .option('--quiet', 'no progress', false);
  return addReportOptions(command).action((options: GateOptions) =>
    withPorts(options.quiet, (ports) => gate(options, ports)),
  );
}

async function gate(options: GateOptions, ports: Ports): Promise<ExitCode> {
  const gated = await gateChange(
    {
      repositoryFolder: options.repo,
      base: options.base,
      head: options.head,
      evidenceFolder: options.evidence,
      allowDirty: options.allowDirty,
      ...(options.recording === undefined ? {} : { recordingPath: options.recording }),
      ...(options.config === undefined ? {} : { configPath: options.config }),
    },
    ports,
  );
  return presentVerdict({ ...gated, evidenceFolder: options.evidence, report: options });
}
