import { createHash } from 'node:crypto';
import type { Change, Commit, Person } from '../../src/domain/change.ts';

/** A commit in the short form of tests: people as `Name <address>`, parents by number. */
export type ShortCommit = {
  readonly message: string;
  readonly author?: string;
  readonly committer?: string;
  readonly parents?: number;
  readonly committedAt?: string;
  readonly note?: string;
};

/** Used by tests of provenance, which need commits but no repository. */
export function changeOf(commits: readonly ShortCommit[]): Change {
  return { base: shaOf('base'), head: shaOf('head'), commits: commits.map(commitOf), files: [] };
}

export function commitOf(short: ShortCommit): Commit {
  const { message, author = 'Ada Example <ada@example.com>', committer = author } = short;
  return {
    sha: shaOf(`${author}${message}`),
    parents: Array.from({ length: short.parents ?? 1 }, (_, index) => shaOf(`parent ${index}`)),
    author: personOf(author),
    committer: personOf(committer),
    committedAt: short.committedAt ?? '2026-01-02T03:04:05Z',
    message,
    ...(short.note === undefined ? {} : { note: short.note }),
  };
}

export function personOf(text: string): Person {
  const [, name = '', email = ''] = /^(.*?)\s*<([^<>]*)>$/.exec(text) ?? [];
  return { name, email };
}

const shaOf = (text: string): string => createHash('sha1').update(text).digest('hex');
