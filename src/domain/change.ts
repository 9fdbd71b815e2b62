import * as z from 'zod';

/** A full git object name; abbreviations are resolved before they get here. */
export const commitSha = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/);

const person = z.strictObject({
  name: z.string().describe('Name as git has it; anyone can write anything here.'),
  email: z.string().describe('E-mail address as git has it, unverified.'),
});
export type Person = z.infer<typeof person>;

export const commit = z.strictObject({
  sha: commitSha.describe('Full object name.'),
  parents: z.array(commitSha).readonly().describe('Parents in order; more than one means a merge.'),
  author: person.describe('Who wrote the change, as claimed.'),
  committer: person.describe('Who made the commit, as claimed.'),
  committedAt: z.string().describe('Committer date, ISO 8601 with offset.'),
  message: z.string().describe('Subject and body, as stored.'),
  note: z
    .string()
    .optional()
    .describe('git-ai authorship note of the commit, when there is one in the repository; untrusted.'),
});
export type Commit = z.infer<typeof commit>;

/** 1-based, inclusive. */
export const lineRange = z.strictObject({
  start: z.int().positive().describe('First line, counted from 1.'),
  end: z.int().positive().describe('Last line, inclusive.'),
});
export type LineRange = z.infer<typeof lineRange>;

/** One run of changed lines, on both sides. An insertion has no baseline range, a deletion no candidate range. */
export const changedBlock = z.strictObject({
  baseline: lineRange.nullable().describe('Lines of the base file that were removed or replaced.'),
  candidate: lineRange.nullable().describe('Lines of the head file that were added or that replace them.'),
});
export type ChangedBlock = z.infer<typeof changedBlock>;

export const changedFile = z.strictObject({
  path: z.string().describe('Path at head (at base for a deleted file), from the repository root.'),
  previousPath: z.string().optional().describe('Path at base, when the file was renamed.'),
  status: z.enum(['added', 'modified', 'deleted', 'renamed']).describe('What happened to the file.'),
  binary: z.boolean().describe('Whether git treats it as binary; such a file has no blocks.'),
  blocks: z.array(changedBlock).readonly().describe('Changed runs of lines, in file order.'),
});
export type ChangedFile = z.infer<typeof changedFile>;

export const pullRequest = z.strictObject({
  number: z.int().positive().describe('Number in its repository.'),
  title: z.string().describe('Title, untrusted text.'),
  body: z.string().describe('Description, untrusted text; empty when there is none.'),
  author: z.string().describe('Login of who opened it.'),
  authorIsBot: z.boolean().describe('Whether the code host calls that account a bot.'),
  headBranch: z.string().describe('Name of the head branch.'),
  baseBranch: z.string().describe('Name of the base branch.'),
  labels: z.array(z.string()).readonly().describe('Label names.'),
});
export type PullRequest = z.infer<typeof pullRequest>;

/** The commits from base to head under judgement. */
export const change = z.strictObject({
  base: commitSha.describe('The commit the change is judged against (the merge base).'),
  head: commitSha.describe('The commit that would be merged.'),
  branch: z.string().optional().describe('Name of the head branch, when known.'),
  pullRequest: pullRequest.optional().describe('The pull request, when there is one.'),
  commits: z.array(commit).readonly().describe('base..head, oldest first.'),
  files: z.array(changedFile).readonly().describe('Every file that differs between base and head.'),
});
export type Change = z.infer<typeof change>;
