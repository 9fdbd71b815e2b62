import { Command } from 'commander';
import { captureState } from '../asking/capture-state.ts';
import { exitCodes } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { renderCapture } from '../report/render-capture.ts';
import { addCaptureOptions, type CaptureOptions } from './capture-options.ts';
import { subjectOf } from './capture-subject.ts';
import { type ExitCode, withPorts } from './shell.ts';

/** Columns of what goes to a file or a log. */
const widthWithoutTerminal = 110;

/** `shadowgate capture`: asks again about one exchange, with new probes, and prints what both builds held. */
export function captureCommand(): Command {
  return addCaptureOptions(new Command('capture')).action((options: CaptureOptions) =>
    withPorts(options.quiet, (ports) => capture(options, ports)),
  );
}

async function capture(options: CaptureOptions, ports: Ports): Promise<ExitCode> {
  const { exchange, at: places, expression: expressions = [], depth, hits, runs, service } = options;
  const side = options.side === 'base' ? 'baseline' : 'candidate';
  const asked = {
    exchange,
    places,
    expressions,
    side,
    depth,
    hits,
    runs,
    ...(service === undefined ? {} : { service }),
  } as const;
  const state = await captureState({ ...(await subjectOf(options, ports.environment)), ...asked }, ports);
  const colours = process.stdout.isTTY === true && !process.env['NO_COLOR'];
  const width = process.stdout.columns ?? widthWithoutTerminal;
  const text = options.json ? JSON.stringify(state, undefined, 2) : renderCapture(state, { colours, width });
  process.stdout.write(`${text}\n`);
  const looks = state.places.flatMap((place) =>
    place.looks.flatMap(({ baseline, candidate }) => [baseline, candidate]),
  );
  // That a line never ran is an answer; that no probe could be set is none.
  return looks.some((look) => look !== null && look.state !== 'unbound')
    ? exitCodes.passed
    : exitCodes.undecided;
}
