import { GateError } from '../src/errors.ts';
import type { Occasion } from './event.ts';
import type { Mode } from './inputs.ts';

export type ChosenMode = Exclude<Mode, 'auto'>;

/**
 * Used once inputs and event are known. Code of the change never runs where the event hands out a token that can
 * write to a run which the change did not start: there, only a verdict on existing evidence is given.
 */
export function chooseMode(asked: Mode, occasion: Occasion): ChosenMode {
  if (occasion.kind === 'dispatch') return asked === 'auto' ? 'gate' : asked;
  if (occasion.trigger === 'target') return onlyVerdict(asked);
  if (asked !== 'auto') return asked;
  if (occasion.trigger === 'review') return 'verdict';
  return occasion.fromFork ? 'replay' : 'gate';
}

function onlyVerdict(asked: Mode): 'verdict' {
  if (asked === 'auto' || asked === 'verdict') return 'verdict';
  throw new GateError({
    code: 'event-unusable',
    message: `Mode \`${asked}\` was asked for on \`pull_request_target\`, where the code of a stranger would run beside a token that can write.`,
    remedy: 'Replay on `pull_request`, and use `verdict` on `pull_request_target`.',
  });
}
