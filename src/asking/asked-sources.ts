import type { GitRepository } from '../adapters/git.ts';
import type { Change } from '../domain/change.ts';
import { GateError } from '../errors.ts';
import type { ChangedSource, ChangedSources } from '../preparation/changed-sources.ts';
import type { AskedPlace } from '../snapshots/asking/asked-place.ts';
import type { BuildSide } from '../snapshots/asking/find-looks.ts';

type Subject = {
  readonly repository: GitRepository;
  readonly change: Change;
  readonly changed: ChangedSources;
};

/** Used before a capture: the changed files, and those that are asked about although the change leaves them alone. Throws `bad-usage`. */
export async function askedSources(
  subject: Subject,
  places: readonly AskedPlace[],
  side: BuildSide,
): Promise<ChangedSources> {
  const files = [...new Set(places.map(({ file }) => file))];
  const known = new Set(subject.changed.map(({ file }) => pathOn(file, side)));
  const others = await Promise.all(
    files.filter((file) => !known.has(file)).map((file) => unchanged(subject, file, side)),
  );
  const gone = subject.changed.find((one) => files.includes(pathOn(one.file, side)) && one[side] === null);
  if (gone !== undefined) throw missing(subject, pathOn(gone.file, side), side);
  return [...subject.changed, ...others];
}

function pathOn(file: ChangedSource['file'], side: BuildSide): string {
  return side === 'baseline' ? (file.previousPath ?? file.path) : file.path;
}

async function unchanged(subject: Subject, path: string, side: BuildSide): Promise<ChangedSource> {
  const { repository, change } = subject;
  const text = await repository.readFile(side === 'baseline' ? change.base : change.head, path);
  if (text === null) throw missing(subject, path, side);
  const file = { path, status: 'modified', binary: false, blocks: [] } as const;
  return { file, baseline: text, candidate: text };
}

function missing({ change, changed }: Subject, path: string, side: BuildSide): GateError {
  const other = side === 'baseline' ? 'head' : 'base';
  const isThere = changed.some(
    ({ file }) => pathOn(file, side === 'baseline' ? 'candidate' : 'baseline') === path,
  );
  const name = path.split('/').at(-1);
  const alike = changed.map(({ file }) => pathOn(file, side)).filter((one) => one.split('/').at(-1) === name);
  const remedies = [
    ...(isThere ? [`Ask for it with --side ${other}, where it is.`] : []),
    ...(alike.length > 0 ? [`Name ${alike.join(' or ')}.`] : []),
    'Name a file by its path from the repository root.',
  ];
  return new GateError({
    code: 'bad-usage',
    message: `There is no ${path} at ${(side === 'baseline' ? change.base : change.head).slice(0, 7)}.`,
    remedy: remedies[0] ?? '',
  });
}
