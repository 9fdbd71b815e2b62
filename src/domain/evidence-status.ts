import * as z from 'zod';
import { instanceRole } from './observation.ts';

/** From what says the most of the change to what says the least. */
export const statusesInOrder = ['sufficient', 'limited', 'not-executed', 'inconclusive'] as const;

const troubledProbe = z.strictObject({
  role: instanceRole.describe('In which instance.'),
  file: z.string().describe('Path from the repository root.'),
  line: z.int().positive().describe('Line of the statement it was to look at.'),
  state: z
    .enum(['unbound', 'slid', 'never-hit', 'disarmed', 'rested'])
    .describe('What became of it; one that rested left out passes of a hot loop.'),
  note: z.string().max(200).optional().describe('The same in words of the agent; untrusted.'),
});

/** How the probes of the explain run fared, in both builds. */
export const probeReport = z.strictObject({
  armed: z.int().nonnegative().describe('Probes that were asked for.'),
  hit: z.int().nonnegative().describe('Of these, passed at least once.'),
  unbound: z.int().nonnegative().describe('Could not be set.'),
  slid: z.int().nonnegative().describe('Look at a later line than the one that was meant.'),
  disarmed: z.int().nonnegative().describe('Spent all that they may capture before the end.'),
  troubled: z
    .array(troubledProbe)
    .max(100)
    .readonly()
    .describe('The first hundred of which not all was seen, or nothing.'),
});
export type ProbeReport = z.infer<typeof probeReport>;

/**
 * How much the replay saw of the change as it ran: apart from what it found there, from how often, and from what the policy makes of it. Nothing
 * was found is worth as much as this says.
 */
export const evidenceStatus = z.strictObject({
  kind: z
    .enum(statusesInOrder)
    .describe(
      '`sufficient`: all of the change ran and was looked at; `limited`: a part of it; `not-executed`: no changed line ran; `inconclusive`: nobody could look.',
    ),
  reasons: z
    .array(z.string())
    .min(1)
    .readonly()
    .describe('Why, most weighty first; of a sufficient one, what it rests on.'),
  probes: probeReport.nullable().describe('Null where no run with probes took place.'),
});
export type EvidenceStatus = z.infer<typeof evidenceStatus>;
