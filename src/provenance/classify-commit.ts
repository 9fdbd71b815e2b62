import type { Commit } from '../domain/change.ts';
import type { CommitProvenance, Signal } from '../domain/provenance.ts';
import { type AuthorshipNote, readAuthorshipNote } from './authorship-note.ts';
import { commitSignals } from './commit-signals.ts';
import { isBotCommit, isKnownBot } from './known-bots.ts';
import { isProof, leadingTool, rankSignals } from './make-signal.ts';
import { matchIdentity } from './match-identity.ts';
import { messageSignatures } from './message-signatures.ts';
import { type Message, readMessage } from './read-message.ts';

/** Rows that name a platform rather than a tool. */
export const yieldingRules = new Set(messageSignatures.filter((row) => row.yields).map((row) => row.id));

/**
 * What is known of one commit. One proof makes it `ai`, and nothing else in the commit can take that back: anybody can
 * write `human` anywhere. `bot` is believed only where nothing tells of AI. Without a sign it is `unknown`; there is no
 * `human`.
 */
export function classifyCommit(commit: Commit): CommitProvenance {
  const { sha } = commit;
  if (isTestMerge(commit)) {
    const reason =
      'The code host made this merge to try the change; its author field is not of who wrote anything.';
    return { sha, verdict: 'unknown', signals: [], reason };
  }
  const message = readMessage(commit.message);
  const note = commit.note === undefined ? null : readAuthorshipNote(commit.note);
  const signals = rankSignals(commitSignals(commit, message, note));
  const proofs = signals.filter(isProof);
  const tool = leadingTool(proofs.length > 0 ? proofs : signals, yieldingRules);
  const named = tool === undefined ? {} : { tool };
  if (proofs.length > 0)
    return { sha, ...named, signals, ...withAi({ commit, message, note, proofs, tool }) };
  if (isBotCommit(commit.author, commit.committer)) {
    const reason = `Made by ${commit.author.email}, known as a bot without AI; unverified, and nothing tells of AI.`;
    return { sha, verdict: 'bot', signals, reason: clean(reason) };
  }
  return { sha, verdict: 'unknown', ...named, signals, reason: silence(signals, note) };
}

/** GitHub keeps `refs/pull/N/merge` under the name of whoever opened the pull request, agents included. */
function isTestMerge({ parents, message }: Commit): boolean {
  return parents.length > 1 && /^Merge [0-9a-f]{40,64} into [0-9a-f]{40,64}\s*$/.test(message);
}

type Findings = {
  readonly commit: Commit;
  readonly message: Message;
  readonly note: AuthorshipNote | null;
  readonly proofs: readonly Signal[];
  readonly tool: string | undefined;
};

function withAi(findings: Findings): Pick<CommitProvenance, 'verdict' | 'reason'> {
  const { proofs, tool } = findings;
  const [first] = proofs;
  const sign = `${first?.detector} (${first?.rule})`;
  const who = tool === undefined || tool === 'other' ? 'an AI tool' : tool;
  const people = shareOfPeople(findings);
  if (people === null) return { verdict: 'ai', reason: `Made with ${who}, by its ${sign}.` };
  return { verdict: 'mixed', reason: `Made with ${who}, by its ${sign}, and by people: ${people}.` };
}

/**
 * Why a commit is of people too, or `null`. An agent that is the author names the person it works for as co-author, so
 * that a co-author beside it says nothing.
 */
function shareOfPeople({ commit, message, note, proofs }: Findings): string | null {
  if (note?.hasAgentLines && note.hasHumanLines) return 'a note attests lines of both';
  if (proofs.some((signal) => signal.role === 'author') || isKnownBot(commit.author)) return null;
  if (message.isSquash) return 'it is a squash of commits under the name of a person';
  const others = message.trailers
    .filter(({ key }) => key === 'co-authored-by')
    .flatMap(({ person }) => (person === null ? [] : [person]))
    .filter((person) => person.email.toLowerCase() !== commit.author.email.toLowerCase())
    .filter((person) => matchIdentity(person) === null && !isKnownBot(person));
  return others.length > 0 ? 'further people are its co-authors' : null;
}

function silence(signals: readonly Signal[], note: AuthorshipNote | null): string {
  const [first] = signals;
  if (first !== undefined) {
    return first.role === 'reviewer'
      ? `A tool looked at the code (${first.rule}), which does not tell who wrote it.`
      : `Only a circumstantial sign (${first.rule}), which does not tell who wrote it.`;
  }
  if (note?.hasHumanLines) return 'A note attests lines of people only, and anybody can write a note.';
  return 'No sign of AI was found, which does not make it the work of a person.';
}

const clean = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .slice(0, 300)
    .toWellFormed();
