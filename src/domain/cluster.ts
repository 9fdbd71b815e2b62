import * as z from 'zod';
import { divergenceKind, place, severity } from './divergence.ts';
import { firstDivergence } from './evidence-trace.ts';
import { failure } from './failure.ts';
import { serviceName } from './service.ts';

const clusterPlace = z.strictObject({
  route: z.string().describe('Route template.'),
  pattern: place.describe('Place pattern.'),
  kind: divergenceKind.describe('Kind of divergence.'),
  exchanges: z.int().positive().describe('How many exchanges show it there.'),
});

/**
 * Findings with one cause. Where the first divergence is known it is the cause, and all findings that lead back to
 * it are one cluster, whatever their place; elsewhere route, place and kind stand for the cause.
 */
export const cluster = z.strictObject({
  service: serviceName,
  id: z.string().describe('Stable within the evidence, e.g. `c01`.'),
  route: z.string().describe('Route template of the place that most exchanges show.'),
  pattern: place.describe('Pattern of that place.'),
  kind: divergenceKind.describe('Kind of divergence there.'),
  places: z.array(clusterPlace).readonly().describe('Every place that shows it, most frequent first.'),
  severity: severity.describe('The worst among its findings.'),
  exchanges: z.int().positive().describe('How many exchanges show it.'),
  findings: z.array(z.string()).readonly().describe('Ids of its findings, in order of the recording.'),
  example: z
    .strictObject({
      exchangeId: z.string().describe('The smallest exchange that shows it.'),
      method: z.string().describe('Method of its request.'),
      target: z.string().describe('Target of its request, as recorded; untrusted.'),
      place: place.describe('Exact place.'),
      baseline: z.string().nullable().describe('What the baseline answered there; untrusted.'),
      candidate: z.string().nullable().describe('What the candidate answered there; untrusted.'),
      curl: z
        .string()
        .optional()
        .describe('A line for a POSIX shell that sends it again, credentials as variables; untrusted.'),
    })
    .describe('One exchange that shows it.'),
  deltas: z
    .strictObject({
      findings: z.int().min(2).describe('How many findings at the place of the example are numbers.'),
      min: z.number().describe('Candidate less baseline, the least.'),
      median: z.number().describe('The middle one; of two the lesser.'),
      max: z.number().describe('The most.'),
    })
    .optional()
    .describe('By how much numbers differ there; absent where fewer than two do.'),
  firstSeen: z
    .string()
    .optional()
    .describe(
      'The exchange that showed it first, in the order of the recording; absent where none is known.',
    ),
  confidence: z.string().optional().describe('How sure it is: in how many runs, against what was learned.'),
  firstDivergence: firstDivergence.nullable().describe('Where the two programs part, when that is known.'),
  failure: failure
    .omit({ frames: true })
    .optional()
    .describe('The error that one build threw in it, with the state of both.'),
  follows: z.string().optional().describe('Id of the cluster that this one is a mere consequence of.'),
  followsThrough: z
    .enum(['answer', 'state'])
    .optional()
    .describe(
      'How: another part of the same answers, which is certain, or state that earlier exchanges left, which is likely.',
    ),
});
export type Cluster = z.infer<typeof cluster>;
