import * as z from 'zod';
import type { Exchange } from './recording.ts';

export const leftOut = z.strictObject({
  reason: z.string().describe('Why they were not chosen, e.g. `request body not whole`.'),
  exchanges: z.int().positive().describe('How many exchanges.'),
});
export type LeftOut = z.infer<typeof leftOut>;

/** One chosen exchange, with its route template and how it must be ordered. */
export type PlannedExchange = {
  readonly exchange: Exchange;
  /** Method and path with its variable segments named, e.g. `GET /carts/{id}`. */
  readonly route: string;
  /** Whether it may change state: it then runs alone, everything before it finished. */
  readonly writes: boolean;
  /** Why it was chosen. */
  readonly reason: string;
};

/** The exchanges chosen for a run, in order. */
export type Plan = {
  readonly exchanges: readonly PlannedExchange[];
  readonly leftOut: readonly LeftOut[];
  /** Distinct routes among the chosen exchanges. */
  readonly routes: readonly string[];
};
