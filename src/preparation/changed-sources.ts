import type { GitRepository } from '../adapters/git.ts';
import type { Change, ChangedFile } from '../domain/change.ts';

/** A changed file with its text on both sides; null where it does not exist, or is no text. */
export type ChangedSource = {
  readonly file: ChangedFile;
  readonly baseline: string | null;
  readonly candidate: string | null;
  /** Lines at head that commits with signs of AI help wrote; absent where nobody looked. */
  readonly aiLines?: readonly number[];
};
export type ChangedSources = readonly ChangedSource[];

/** Reads both sides of every changed text file, for placing probes and for telling which lines can be executed. */
export async function readChangedSources(repository: GitRepository, change: Change): Promise<ChangedSources> {
  const texts = change.files.filter(({ binary }) => !binary);
  return Promise.all(
    texts.map(async (file) => ({
      file,
      baseline: await repository.readFile(change.base, file.previousPath ?? file.path),
      candidate: await repository.readFile(change.head, file.path),
    })),
  );
}
