import * as z from 'zod';
import type { ValueLinks } from './value-links.ts';

export const leftOut = z.strictObject({
  reason: z.string().describe('Why they were not chosen, e.g. `request body not whole`.'),
  exchanges: z.int().positive().describe('How many exchanges.'),
});
export type LeftOut = z.infer<typeof leftOut>;

export const chosen = z.strictObject({
  reason: z.string().describe('Why they were chosen, e.g. `its route reaches changed code`.'),
  exchanges: z.int().positive().describe('How many exchanges.'),
});
export type ChosenPart = z.infer<typeof chosen>;

/** How a part of the recording was chosen, because the whole of it would take longer than was granted. */
export type PlanBudget = {
  /** What one run may take to replay, in milliseconds. */
  readonly ms: number;
  /** Exchanges of a higher rank are extras: they are not sent when the time is short or the bound is met. */
  readonly lastNeededRank: number;
};

/** One chosen exchange, with its route template and how it must be ordered. Its bodies stay in the recording. */
export type PlannedExchange = {
  readonly exchangeId: string;
  /** Exchanges of one session keep their order. */
  readonly session: string;
  /** Method and path with its variable segments named, e.g. `GET /carts/{id}`. */
  readonly route: string;
  /** Whether it may change state: it then runs alone, everything before it finished. */
  readonly writes: boolean;
  /** Why it was chosen. */
  readonly reason: string;
  /**
   * Place in the order of preference, lowest first; without one it is always sent. What others depend on ranks before them, so
   * that leaving out everything above some rank never takes away what is needed.
   */
  readonly rank?: number;
};

/**
 * Chosen exchanges in the order of the recording: a list, or, where they are a million, what makes each of them anew when it is asked for.
 * Of those, two that are asked for by one number are equal and not the same.
 */
export type PlannedExchanges = Iterable<PlannedExchange> & {
  readonly length: number;
  at(index: number): PlannedExchange | undefined;
};

/** The exchanges chosen for a run. */
export type Plan = {
  readonly exchanges: PlannedExchanges;
  readonly leftOut: readonly LeftOut[];
  /** What a reader must know of how they were chosen, each a sentence. */
  readonly notes?: readonly string[];
  /** Distinct routes among the chosen exchanges, sorted. */
  readonly routes: readonly string[];
  /** Absent when everything that can be replayed is chosen. */
  readonly budget?: PlanBudget;
  /** Absent where nobody has looked yet: the replay then follows every value. */
  readonly links?: ValueLinks;
};

/** Used where exchanges are known by something smaller than themselves: makes each of them when it is asked for, by its number from 0. */
export function plannedOnDemand(length: number, make: (index: number) => PlannedExchange): PlannedExchanges {
  return {
    length,
    at: (index) => (index >= 0 && index < length ? make(index) : undefined),
    *[Symbol.iterator]() {
      for (let index = 0; index < length; index += 1) yield make(index);
    },
  };
}
