import * as z from 'zod';
import { commitSha } from './change.ts';

/** How strong a signal is; levels of reference "AI provenance", section 3.1. */
export const signalLevel = z.enum(['platform-verified', 'tool-record', 'identity-claim', 'circumstantial']);

export type SignalLevel = z.infer<typeof signalLevel>;

export const signalRole = z.enum(['author', 'co-author', 'assistant', 'suggestion', 'committer', 'reviewer']);
export type SignalRole = z.infer<typeof signalRole>;

const signalDetector = z.enum([
  'trailer',
  'footer',
  'author',
  'committer',
  'branch',
  'pull-request',
  'git-note',
]);
export type SignalDetector = z.infer<typeof signalDetector>;

/** One sign of AI help. */
export const signal = z.strictObject({
  rule: z.string().describe('Id of the signature that matched, e.g. `claude-code.co-author`.'),
  detector: signalDetector.describe('Where the sign was found.'),
  tool: z.string().describe('The tool it points to, or `other`.'),
  level: signalLevel.describe('How much the sign proves.'),
  role: signalRole.describe('What part the tool played, as far as the sign tells.'),
  excerpt: z.string().max(160).describe('The text that matched, cut to 160 characters; untrusted.'),
});
export type Signal = z.infer<typeof signal>;

/** `unknown` is what silence means: a missing sign never makes a commit human. */
export const provenanceVerdict = z.enum(['ai', 'mixed', 'unknown', 'bot']);
export type ProvenanceVerdict = z.infer<typeof provenanceVerdict>;

export const commitProvenance = z.strictObject({
  sha: z.string().describe('The commit.'),
  verdict: provenanceVerdict.describe('What is known of who or what made it.'),
  tool: z.string().optional().describe('Tool of the strongest signal.'),
  signals: z.array(signal).readonly().describe('Every sign found, strongest first.'),
  reason: z.string().describe('One sentence that says why the verdict is what it is.'),
});
export type CommitProvenance = z.infer<typeof commitProvenance>;

/** What is known of the change as a whole: `ai` as soon as one commit is `ai` or `mixed`. */
export const provenance = z.strictObject({
  verdict: provenanceVerdict.describe('The strongest verdict among the commits and the pull request.'),
  reason: z.string().optional().describe('One sentence that says why the verdict is what it is.'),
  tools: z.array(z.string()).readonly().describe('Tools named by the signals, strongest first.'),
  commits: z.array(commitProvenance).readonly().describe('One entry a commit, oldest first.'),
  signals: z
    .array(signal)
    .readonly()
    .describe('Signs that concern the change as a whole (branch, description).'),
});
export type Provenance = z.infer<typeof provenance>;

/** What a commit says of itself: that it changes nothing that could be seen from outside. */
export const claim = z.strictObject({
  commit: commitSha.describe('The commit that says so.'),
  subject: z.string().describe('First line of its message, cut to 200 characters; untrusted.'),
  words: z.string().describe('The words that say so; untrusted.'),
});
export type Claim = z.infer<typeof claim>;
