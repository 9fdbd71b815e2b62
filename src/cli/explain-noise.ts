import { Command } from 'commander';
import { readEvidence } from '../evidence/evidence-files.ts';
import { renderNoise, selectNoise } from '../report/explain-noise.ts';

type ExplainNoiseOptions = {
  readonly evidence: string;
  readonly route?: string;
  readonly place?: string;
  readonly json: boolean;
};

/** Columns of what goes to a file or a log. */
const widthWithoutTerminal = 110;

/** `shadowgate explain-noise`: what was taken for noise, from how much, what that hid, and what it did not excuse. */
export function explainNoiseCommand(): Command {
  return new Command('explain-noise')
    .description('say per place what was learned to vary, from how many samples, and what that hid')
    .option('--evidence <folder>', 'the evidence to read', '.shadowgate/evidence')
    .option('--route <template>', 'one route alone, as the report names it, such as "GET /orders/{id}"')
    .option('--place <place>', 'one place alone, such as body/items/*/id or body.items.*.id')
    .option('--json', 'print JSON instead of text', false)
    .action(explainNoise);
}

async function explainNoise(options: ExplainNoiseOptions): Promise<void> {
  const { evidence } = await readEvidence(options.evidence);
  if (options.json) {
    process.stdout.write(`${JSON.stringify(selectNoise(evidence, options), undefined, 2)}\n`);
    return;
  }
  const colours = process.stdout.isTTY === true && !process.env['NO_COLOR'];
  const width = process.stdout.columns ?? widthWithoutTerminal;
  process.stdout.write(`${renderNoise(evidence, options, { colours, width })}\n`);
}
