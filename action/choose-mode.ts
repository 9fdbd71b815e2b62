import { GateError } from '../src/errors.ts';
import type { Occasion } from './event.ts';
import type { Mode } from './inputs.ts';

export type ChosenMode = Exclude<Mode, 'auto'>;

/**
 * Used once inputs and event are known. Code of a stranger never runs where the event hands out a token that can
 * write: there, only a verdict on existing evidence is given.
 */
export function chooseMode(asked: Mode, occasion: Occasion, fromFork: boolean): ChosenMode {
  if (occasion.kind === 'dispatch') return forDispatch(asked, fromFork);
  if (occasion.kind === 'workflow-run') return onlyVerdict(asked, 'workflow_run');
  if (occasion.trigger === 'target') return onlyVerdict(asked, 'pull_request_target');
  if (asked !== 'auto') return asked;
  if (occasion.trigger === 'review') return 'verdict';
  if (fromFork) return 'replay';
  return occasion.trigger === 'edit' ? 'verdict' : 'gate';
}

function onlyVerdict(asked: Mode, event: string): 'verdict' {
  if (asked === 'auto' || asked === 'verdict') return 'verdict';
  throw strangersCode(asked, event);
}

/** Who starts a workflow by hand may write, but did not write what a fork brings; `replay` needs no token that writes. */
function forDispatch(asked: Mode, fromFork: boolean): ChosenMode {
  if (asked === 'gate' && fromFork) throw strangersCode(asked, 'workflow_dispatch');
  if (asked !== 'auto') return asked;
  return fromFork ? 'verdict' : 'gate';
}

function strangersCode(asked: Mode, event: string): GateError {
  return new GateError({
    code: 'event-unusable',
    message: `Mode \`${asked}\` was asked for on \`${event}\`, where the code of a stranger would run beside a token that can write.`,
    remedy: `Replay on \`pull_request\`, and use \`verdict\` on \`${event}\`.`,
  });
}
