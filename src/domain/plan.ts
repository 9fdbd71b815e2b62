import * as z from 'zod';

export const leftOut = z.strictObject({
  reason: z.string().describe('Why they were not chosen, e.g. `request body not whole`.'),
  exchanges: z.int().positive().describe('How many exchanges.'),
});
export type LeftOut = z.infer<typeof leftOut>;

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
};

/** The exchanges chosen for a run, in the order of the recording. */
export type Plan = {
  readonly exchanges: readonly PlannedExchange[];
  readonly leftOut: readonly LeftOut[];
  /** Distinct routes among the chosen exchanges, sorted. */
  readonly routes: readonly string[];
};
