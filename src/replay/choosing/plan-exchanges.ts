import type { PlannedExchange } from '../../domain/plan.ts';
import type { Survey } from './survey-recording.ts';

/** An exchange of a survey that was chosen: its number there, why, and its place in the order of preference. */
export type ChosenIndex = { readonly index: number; readonly reason: string; readonly rank?: number };

/** Used at the end of each choice, in the order of the recording: gives the chosen numbers back what the replay asks for. */
export function planExchanges(survey: Survey, chosen: readonly ChosenIndex[]): readonly PlannedExchange[] {
  return chosen.map(({ index, reason, rank }) => {
    const kind = survey.kinds[survey.kindOf(index)];
    if (kind === undefined) throw new Error(`the survey has no exchange ${index}`);
    return {
      exchangeId: survey.idOf(index),
      session: survey.sessionOf(index),
      route: kind.route,
      writes: kind.writes,
      reason,
      ...(rank === undefined ? {} : { rank }),
    };
  });
}
