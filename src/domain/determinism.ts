import * as z from 'zod';

/** What is held still in the instances, so that they differ in nothing but the code. Each can be left as it is. */
export const determinismSettings = z.strictObject({
  clock: z
    .enum(['recorded', 'real'])
    .describe('`recorded`: time in the service starts at the instant at which production got each exchange.'),
  durations: z
    .enum(['coarse', 'real'])
    .describe('`coarse`: what the service measures of itself within an exchange moves in whole seconds.'),
  random: z.enum(['seeded', 'real']).describe('`seeded`: ids, tokens and chance come from a seed.'),
  timeZone: z.string().nullable().describe('`TZ` of all instances; null: as on this machine.'),
  locale: z.string().nullable().describe('`LANG` and `LC_ALL` of all instances; null: as on this machine.'),
  hashSeed: z.enum(['fixed', 'real']).describe('`fixed`: the order of hashed sets in Python is settled.'),
});
export type DeterminismSettings = z.infer<typeof determinismSettings>;

/** What holds when the settings say nothing. */
export const defaultDeterminism = {
  clock: 'recorded',
  durations: 'coarse',
  random: 'seeded',
  timeZone: 'UTC',
  locale: 'C.UTF-8',
  hashSeed: 'fixed',
} as const satisfies DeterminismSettings;

/** The part of the agent's plan that says what it holds still in its instance (docs/agent-protocol.md). */
export type AgentDeterminism = Pick<DeterminismSettings, 'clock' | 'durations' | 'random'> & {
  readonly seed: string;
  /** Where time outside exchanges starts, in ms since 1970; null: it stays real. */
  readonly startsAt: number | null;
  /** Added to every instant. */
  readonly shiftMs: number;
};

/** What was in fact held still in one instance, and by what. */
export const instanceDeterminism = z.strictObject({
  clock: z
    .enum(['recorded', 'real'])
    .describe('Whether time in it followed the recording; by faketime only from its first instant on.'),
  random: z.enum(['seeded', 'real']).describe('Whether its ids, tokens and chance came from a seed.'),
  by: z.enum(['agent', 'faketime', 'none']).describe('What took care of it.'),
});
export type InstanceDeterminism = z.infer<typeof instanceDeterminism>;
