import { suggestName } from '../config/suggest-name.ts';
import type { Plan } from '../domain/plan.ts';
import type { ExchangeHead } from '../domain/recording.ts';
import { GateError } from '../errors.ts';
import type { OpenRecording } from '../preparation/open-recording.ts';
import { planOne } from '../replay/choosing/plan-one.ts';
import { reasonToLeaveOut } from '../replay/choosing/reason-to-leave-out.ts';
import type { Survey } from '../replay/choosing/survey-recording.ts';

export type FoundExchange = { readonly head: ExchangeHead; readonly plan: Plan };

/** Ids that are looked through for the one that was meant. */
const mostSimilar = 5_000;

/** Used for an exchange that was asked for by its id: what the recording says of it, and a plan of it with all that it rests on. Throws `bad-usage`. */
export async function findExchange(
  recording: OpenRecording,
  survey: Survey,
  exchangeId: string,
): Promise<FoundExchange> {
  const similar: string[] = [];
  for await (const head of recording.heads()) {
    if (Math.abs(head.id.length - exchangeId.length) <= 3 && similar.length < mostSimilar)
      similar.push(head.id);
    if (head.id !== exchangeId) continue;
    const plan = await planOne({ survey, exchanges: recording.exchanges, exchangeId });
    if (plan !== null) return { head, plan };
    throw notReplayable(exchangeId, reasonToLeaveOut(head) ?? 'its id appears twice in the recording');
  }
  throw unknown(exchangeId, suggestName(exchangeId, similar) ?? null, recording);
}

function notReplayable(exchangeId: string, reason: string): GateError {
  return new GateError({
    code: 'bad-usage',
    message: `Exchange ${exchangeId} cannot be replayed: ${reason}.`,
    remedy: 'Ask for another exchange; `shadowgate inspect FILE` tells how many cannot be replayed, and why.',
  });
}

function unknown(exchangeId: string, meant: string | null, { summary }: OpenRecording): GateError {
  const guess = meant === null ? '' : ` Did you mean ${meant}?`;
  return new GateError({
    code: 'bad-usage',
    message: `The recording holds ${summary.exchanges} exchanges and none with the id ${JSON.stringify(exchangeId)}.${guess}`,
    remedy: 'Take an id out of the report of the gate, or out of `shadowgate inspect FILE --json`.',
  });
}
