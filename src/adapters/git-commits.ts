import type { Commit } from '../domain/change.ts';

/** Where git-ai keeps its line records; read when it was fetched, never written. */
const authorshipNotes = 'refs/notes/ai';

const fields = ['%H', '%P', '%an', '%ae', '%cn', '%ce', '%cI', '%B', '%N'];

/**
 * The arguments whose output `parseCommits` reads: one NUL after each field, which is the one byte that neither a
 * name nor a message can hold. Names are those in the commit, not those of a mailmap that the change may bring along.
 */
export const logArguments = (base: string, head: string): readonly string[] => [
  ...['log', '-z', '--topo-order', '--reverse', '--no-patch', '--no-color', '--no-decorate'],
  ...['--no-show-signature', '--encoding=UTF-8', '--no-notes', `--notes=${authorshipNotes}`],
  ...[`--format=tformat:${fields.join('%x00')}`, head, `^${base}`, '--'],
];

/** Used on the output of git for base..head; gives the commits in the order of the output, oldest first. */
export function parseCommits(output: string): readonly Commit[] {
  const values = output.split('\0').slice(0, -1);
  if (values.length % fields.length !== 0) throw new Error('the list of commits ends inside a commit');
  return Array.from({ length: values.length / fields.length }, (_, index) =>
    commitOf(values.slice(index * fields.length, (index + 1) * fields.length)),
  );
}

function commitOf(values: readonly string[]): Commit {
  const [sha = '', parents = '', author = '', authorEmail = '', committer = '', ...rest] = values;
  const [committerEmail = '', committedAt = '', message = '', note = ''] = rest;
  return {
    sha,
    parents: parents === '' ? [] : parents.split(' '),
    author: { name: author, email: authorEmail },
    committer: { name: committer, email: committerEmail },
    committedAt,
    message,
    ...(note === '' ? {} : { note }),
  };
}
