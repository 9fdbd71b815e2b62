import type { Commit, Person } from '../domain/change.ts';
import type { Signal, SignalDetector, SignalRole } from '../domain/provenance.ts';
import type { AuthorshipNote } from './authorship-note.ts';
import { makeSignal } from './make-signal.ts';
import { matchIdentity } from './match-identity.ts';
import { messageSignatures } from './message-signatures.ts';
import { readCredits } from './read-credits.ts';
import type { Message, Trailer } from './read-message.ts';

/** Every sign of AI that one commit bears: who made it, what its message says, and what a note attests. */
export function commitSignals(
  commit: Commit,
  message: Message,
  note: AuthorshipNote | null,
): readonly Signal[] {
  return [
    ...personSignals(commit.author, { place: 'author', detector: 'author', role: 'author' }),
    ...personSignals(commit.committer, { place: 'committer', detector: 'committer', role: 'committer' }),
    ...messageSignals(message),
    ...noteSignals(note),
  ];
}

/** Used on messages, and on descriptions of pull requests, which hosts offer as the message of a squash. */
export function messageSignals(message: Message): readonly Signal[] {
  const lines = message.lines.flatMap((line) =>
    messageSignatures
      .filter(({ pattern }) => line !== '' && pattern.test(line))
      .map(({ id, tool, detector, level, role }) =>
        makeSignal({ rule: id, tool, detector, level, role }, line),
      ),
  );
  return [...lines, ...message.trailers.flatMap(trailerSignals), ...readCredits(message)];
}

/** Whom a trailer may name as a helper, by key. Signing off is for people; a tool that does it says that it took part. */
const places: Readonly<Record<string, SignalRole>> = {
  'co-authored-by': 'co-author',
  'co-developed-by': 'co-author',
  'signed-off-by': 'co-author',
  'assisted-by': 'assistant',
  'generated-by': 'assistant',
  'reviewed-by': 'reviewer',
  'reported-by': 'reviewer',
  'suggested-by': 'reviewer',
};

function trailerSignals({ key, person, line }: Trailer): readonly Signal[] {
  const role = places[key];
  if (person === null || role === undefined) return [];
  return personSignals(person, { place: key, detector: 'trailer', role }, line);
}

type Standing = { readonly place: string; readonly detector: SignalDetector; readonly role: SignalRole };

function personSignals(
  person: Person,
  { place, detector, role }: Standing,
  line?: string,
): readonly Signal[] {
  const row = matchIdentity(person);
  if (row === null) return [];
  const level = (detector === 'committer' ? row.committerLevel : undefined) ?? row.level;
  const played = role === 'co-author' ? (row.coAuthorRole ?? role) : role;
  const shown = line ?? `${person.name} <${person.email}>`;
  return [makeSignal({ rule: `${row.id}.${place}`, tool: row.tool, detector, level, role: played }, shown)];
}

function noteSignals(note: AuthorshipNote | null): readonly Signal[] {
  return (note?.tools ?? []).map((tool) =>
    makeSignal(
      { rule: 'git-ai.note', tool, detector: 'git-note', level: 'tool-record', role: 'assistant' },
      `refs/notes/ai attests lines written by ${tool}`,
    ),
  );
}
