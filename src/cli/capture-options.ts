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
      'what to capture there, such as order.items.length; may be given again',
      collected,
    )
    .addOption(
      new Option('--side <side>', 'whose lines and names are meant')
        .choices(['base', 'head'])
        .default('head'),
    )
    .option(
      '--evidence <folder>',
      'the evidence of the gate, which names base and head',
      '.shadowgate/evidence',
    )
    .option('--base <revision>', 'with it, no evidence is read: what the change would be merged into')
    .option('--head <revision>', 'what would be merged (default: the one of the evidence, with --base HEAD)')
    .option(
      '--recording <file>',
      'recorded exchanges; without it, the recording that the base revision names',
    )
    .option('--repo <folder>', 'the repository', '.')
    .option('--config <path>', 'settings inside the base revision (default: .github/shadowgate.yml)')
    .option('--service <name>', 'which of several services of the settings')
    .option('--depth <levels>', 'how deep into objects', atLeastOne, 6)
    .option('--hits <passes>', 'how many passes of a place', atLeastOne, 20)
    .option('--runs <times>', 'how often to replay it, to tell what varies by nature', atLeastOne, 1)
    .option('--allow-dirty', 'go on although there are uncommitted changes; they are not looked at', false)
    .option('--json', 'print JSON instead of text (docs/capture.md)', false)
    .option('--quiet', 'no progress', false);
}
