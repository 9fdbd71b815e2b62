import { Command } from 'commander';
import { compareSources } from '../compare-sources.ts';
import type { Ports } from '../ports.ts';
import { addReportOptions, presentVerdict, type ReportOptions } from './present-verdict.ts';
import { readSettings } from './settings-file.ts';
import { type ExitCode, withPorts } from './shell.ts';

type CompareOptions = ReportOptions & {
  readonly baseline: string;
  readonly candidate: string;
  readonly recording: string;
  readonly repo: string;
  readonly config?: string;
  readonly evidence: string;
  readonly quiet: boolean;
};

/** `shadowgate compare`: the engine of the gate for two folders, two revisions or two services that already run. */
export function compareCommand(): Command {
  const command = new Command('compare')
    .description('compare any two builds: rev:REVISION, dir:PATH or url:http://127.0.0.1:PORT')
    .requiredOption('--baseline <source>', 'the build that is known to be good')
    .requiredOption('--candidate <source>', 'the build to hold against it')
    .requiredOption('--recording <file>', 'recorded exchanges')
    .option('--repo <folder>', 'the repository that rev: refers to', '.')
    .option(
      '--config <file>',
      'a settings file on this machine (default: the one at the rev: of the baseline)',
    )
    .option('--evidence <folder>', 'where to write the evidence', '.shadowgate/evidence')
    .option('--quiet', 'no progress', false)
    .addHelpText('after', '\nWrites of the recording are sent too: let url: name services made for testing.');
  return addReportOptions(command).action((options: CompareOptions) =>
    withPorts(options.quiet, (ports) => compare(options, ports)),
  );
}

async function compare(options: CompareOptions, ports: Ports): Promise<ExitCode> {
  const { baseline, candidate, recording, repo, config, evidence: evidenceFolder } = options;
  const settingsFile = config === undefined ? null : { path: config, text: await readSettings(config) };
  const compared = await compareSources(
    { baseline, candidate, recordingPath: recording, repositoryFolder: repo, evidenceFolder, settingsFile },
    ports,
  );
  return presentVerdict({ ...compared, evidenceFolder, report: options });
}
