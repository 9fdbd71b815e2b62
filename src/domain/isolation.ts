import * as z from 'zod';

/**
 * How far the code of a change is shut in, weakest first. `none`: it already ran when the gate came.
 * `scrubbed-environment`: environment and folders of its own, nothing else.
 * `container`, `sudo-namespace` and `user-namespace`: own processes, network and files, and no privileges; made by docker or
 * podman, by us with the help of root, and without. The container stands below, as its engine adds to what is seen.
 */
export const isolationLevel = z.enum([
  'none',
  'scrubbed-environment',
  'container',
  'sudo-namespace',
  'user-namespace',
]);
export type IsolationLevel = z.infer<typeof isolationLevel>;

/** Whether a level shuts in at least as far as another. */
export function reaches(level: IsolationLevel, wanted: IsolationLevel): boolean {
  return isolationLevel.options.indexOf(level) >= isolationLevel.options.indexOf(wanted);
}

/** Why it is that level, for the evidence: what stood in the way of more, and what the leak probe found open. */
export const isolationDetail = z.strictObject({
  notReached: z
    .array(
      z.strictObject({
        level: isolationLevel.describe('A level that shuts in further.'),
        why: z.string().describe('Why it was not taken, in words.'),
      }),
    )
    .readonly()
    .describe('Higher levels, highest first.'),
  probed: z.array(z.string()).readonly().describe('Ways out that the leak probe tried before the replay.'),
  open: z.array(z.string()).readonly().describe('Those among them that were open, with what was reached.'),
});
export type IsolationDetail = z.infer<typeof isolationDetail>;

/** How far an install or build step was shut in. */
export const stepIsolation = z.strictObject({
  level: isolationLevel.describe('Level of the step.'),
  network: z.enum(['closed', 'open']).describe('Whether the step could reach the network.'),
});
export type StepIsolation = z.infer<typeof stepIsolation>;

/** What the evidence says of isolation, among what it says of the shadow environment. */
export const isolationReport = {
  isolation: isolationLevel.describe('How far the instances were shut in, as measured.'),
  isolationDetail: isolationDetail.describe('Why it is that level.'),
  stepIsolation: z
    .strictObject({
      install: stepIsolation.describe('The install steps.'),
      build: stepIsolation.describe('The build steps.'),
    })
    .nullable()
    .describe('How far install and build steps were shut in; null when nothing was prepared.'),
};
