import { type Command, Option } from 'commander';
import type { SubjectOptions } from './capture-subject.ts';
import { atLeastOne, collected } from './option-values.ts';

/** What can be asked of `shadowgate capture`. */
export type CaptureOptions = SubjectOptions & {
  readonly exchange: string;
  readonly at: readonly string[];
  readonly expression: readonly string[];
  readonly side: 'base' | 'head';
  readonly depth: number;
  readonly hits: number;
  readonly runs: number;
  readonly service?: string;
  readonly json: boolean;
  readonly quiet: boolean;
};

/** With the same names and defaults as `shadowgate gate` where both have the option. */
export function addCaptureOptions(command: Command): Command {
  return command
    .description('replay one exchange again and print what both builds hold at a place in the code')
    .requiredOption('--exchange <id>', 'the exchange, as the report of the gate names it')
    .requiredOption(
      '--at <place>',
      'FILE:LINE, FILE:LINE:COLUMN or FILE#FUNCTION; may be given again',
      collected,
    )
    .option(
      '--expression <text>',
      'what to show there in place of all variables, such as order.items.length; may be given again',
      collected,
    )
    .addOption(
      new Option('--side <side>', 'which build the lines and names are of')
        .choices(['base', 'head'])
        .default('head'),
    )
    .option(
      '--evidence <folder>',
      'the evidence of a gate, which names base, head and recording',
      '.shadowgate/evidence',
    )
    .option('--base <revision>', 'what the change would be merged into; given instead of evidence')
    .option('--head <revision>', 'what would be merged (default: the one of the evidence, with --base HEAD)')
    .option(
      '--recording <file>',
      'recorded exchanges; without it, those of the gate: the file it was given on this machine, or what the base names',
    )
    .option('--repo <folder>', 'the repository', '.')
    .option('--config <path>', 'settings inside the base revision (default: .github/shadowgate.yml)')
    .option('--service <name>', 'which of several services of the settings')
    .option('--depth <levels>', 'how many levels of objects to show', atLeastOne, 6)
    .option('--hits <passes>', 'how many passes of a place to show', atLeastOne, 20)
    .option('--runs <times>', 'how often to replay it, to tell what varies by nature', atLeastOne, 1)
    .option('--allow-dirty', 'go on although there are uncommitted changes; they are not looked at', false)
    .option('--json', 'print JSON instead of text (docs/capture.md)', false)
    .option('--quiet', 'no progress', false);
}
