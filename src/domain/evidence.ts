import * as z from 'zod';
import { allocationReport } from './allocation.ts';
import { commitSha } from './change.ts';
import { cluster } from './cluster.ts';
import { costRow } from './cost.ts';
import { evidenceStatus } from './evidence-status.ts';
import { exercise } from './exercise.ts';
import { flowReport } from './flow.ts';
import { noiseReport } from './noise-report.ts';
import { chosen, leftOut } from './plan.ts';
import { claim, provenance } from './provenance.ts';
import { replayReport } from './replay-report.ts';
import { routeSamples } from './route-samples.ts';
import { shadowReport, stateReport } from './shadow-report.ts';

/** Version of the evidence document; bumped when a field changes meaning. */
export const evidenceVersion = 1;

const sha256 = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const share = z.number().min(0).max(1);

const evidenceOfOne = z.strictObject({
  version: z.literal(evidenceVersion).describe('Version of this document.'),
  tool: z.string().describe('What wrote it, e.g. `shadowgate 0.1.0`.'),
  startedAt: z.string().describe('ISO 8601.'),
  completedAt: z.string().describe('ISO 8601; an approval given before it does not count.'),
  base: commitSha
    .nullable()
    .describe('Base commit; null when two folders or running services were compared.'),
  head: commitSha.nullable().describe('Head commit; null likewise.'),
  policyDigest: sha256.describe('Digest of the policy in force, which comes from the base branch.'),
  provenance: provenance.nullable().describe('What is known of who or what made the change.'),
  claims: z
    .array(claim)
    .readonly()
    .optional()
    .describe('Commits that say they change nothing to be seen; absent where none does.'),
  changedPaths: z
    .array(z.string())
    .readonly()
    .describe('Paths of all changed files, for rules by path; of a file that moved, both.'),
  recording: z
    .strictObject({
      digest: sha256.describe('Digest of the recording file.'),
      exchanges: z.int().nonnegative().describe('Exchanges in it.'),
      completeness: share
        .nullable()
        .describe('Share of production requests that are whole in it; null when unknown.'),
      damage: z.string().nullable().describe('Where the file had to be cut off, in words.'),
    })
    .describe('The recording that was replayed.'),
  plan: z
    .strictObject({
      exchanges: z.int().nonnegative().describe('Exchanges replayed.'),
      routes: z.int().nonnegative().describe('Distinct routes among them.'),
      leftOut: z.array(leftOut).readonly().describe('What was not replayed, and why.'),
      chosen: z
        .array(chosen)
        .readonly()
        .optional()
        .describe(
          'What was replayed, by the reason it was chosen for; absent when everything that can be replayed was.',
        ),
      budgetMs: z
        .number()
        .positive()
        .optional()
        .describe('What a run was granted to replay, where that made a choice necessary.'),
      endedEarly: z
        .string()
        .optional()
        .describe('Why the replay of what was chosen ended before its extras were sent, in words.'),
      notSent: z
        .int()
        .nonnegative()
        .optional()
        .describe('Planned exchanges that a deadline cut off: the replay is then not whole.'),
    })
    .describe('What was replayed of it.'),
  replay: replayReport
    .optional()
    .describe('How that was sent in the observe run; absent when none took place.'),
  shadow: shadowReport.describe('Where the instances ran.'),
  fidelity: z
    .strictObject({
      share: share.describe('Share of exchanges for which the baseline answers as production did.'),
      compared: z.int().nonnegative().describe('Exchanges for which that could be judged.'),
      examples: z.array(z.string()).readonly().describe('Some that did not, in words; untrusted.'),
    })
    .describe('How far the shadow behaves like production.'),
  state: stateReport
    .optional()
    .describe(
      'What the instances stored, compared; absent for services that already ran, and when none started.',
    ),
  cost: z
    .array(costRow)
    .readonly()
    .optional()
    .describe('What the exchanges cost, by route and measure; absent when it was not judged.'),
  allocation: z
    .array(allocationReport)
    .readonly()
    .optional()
    .describe(
      'What single exchanges allocate, hold up and leave open, one report for each service; absent when none was gated.',
    ),
  flow: z
    .array(flowReport)
    .readonly()
    .optional()
    .describe(
      'What was done on the way to the answers, one report for each service; absent where nothing was seen.',
    ),
  exercise: exercise.describe('How far the replay reached into the change.'),
  status: evidenceStatus.describe('How much of the change was seen as it ran, apart from what was found.'),
  bound: z
    .number()
    .nullable()
    .describe(
      'With n exercised exchanges free of counted findings, at most 3/n of such requests differ (95 %).',
    ),
  counts: z
    .strictObject({
      counted: z.int().nonnegative().describe('They stand.'),
      noise: z.int().nonnegative().describe('Baseline and secondary differ there too.'),
      ignored: z.int().nonnegative().describe('A written rule excuses them.'),
      flaky: z.int().nonnegative().describe('They did not come back.'),
    })
    .describe('Findings by disposition.'),
  clusters: z.array(cluster).readonly().describe('Counted findings in groups, worst first.'),
  flaky: z.array(cluster).readonly().describe('Findings that did not come back, in groups.'),
  noise: z
    .array(noiseReport)
    .readonly()
    .describe('What was learned of places that vary, what it excused as noise, and what it did not.'),
  routes: z.array(routeSamples).readonly().describe('How much was seen of each route.'),
  unusedIgnores: z.array(z.string()).readonly().describe('Written excuses that excused nothing.'),
  confirmation: z.string().describe('Whether the explain run took place, and if not, why not.'),
  perturbed: z.boolean().describe('Whether the probes changed responses; first divergences are then absent.'),
  warnings: z
    .array(z.string())
    .readonly()
    .describe('What a reader must know before trusting the rest; with line breaks where it quotes a log.'),
  sideFiles: z
    .array(
      z.strictObject({
        name: z.string().describe('File name beside this document.'),
        digest: sha256.describe('Digest of its bytes.'),
        records: z.int().nonnegative().describe('Lines in it.'),
      }),
    )
    .readonly()
    .describe('NDJSON files with every finding and every evidence trace.'),
});

/** What is held for each service by itself: no minimum of the policy is met by the average of several. */
const gatedService = evidenceOfOne
  .pick({
    recording: true,
    plan: true,
    shadow: true,
    fidelity: true,
    exercise: true,
    status: true,
    unusedIgnores: true,
  })
  .extend({
    kind: z.literal('gated'),
    name: z.string().describe('Name of the service in the settings.'),
    bound: evidenceOfOne.shape.bound,
    replay: evidenceOfOne.shape.replay,
    state: evidenceOfOne.shape.state,
    confirmation: evidenceOfOne.shape.confirmation,
  });
export type GatedService = z.infer<typeof gatedService>;

const leftOutService = z.strictObject({
  kind: z.literal('left-out'),
  name: z.string().describe('Name of the service in the settings.'),
  reason: z.string().describe('Why the change cannot reach it.'),
});

/** Everything a verdict rests on. Written outside the sandbox, from bytes we received ourselves. */
export const evidence = evidenceOfOne.extend({
  services: z
    .array(z.discriminatedUnion('kind', [gatedService, leftOutService]))
    .readonly()
    .optional()
    .describe(
      'The services of the settings, by name, where there are several: what was gated, each with its own measures, and what was left out.',
    ),
});
export type Evidence = z.infer<typeof evidence>;
/** One service of the settings, where the change was gated for several. */
export type ServiceEvidence = NonNullable<Evidence['services']>[number];
