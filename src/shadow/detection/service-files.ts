import { posix } from 'node:path';

/** Something found out, beside the sentence that says so. A guess nobody hears of is a trap. */
export type Guess<T> = { readonly value: T; readonly because: string };

/** What the files of a service tell of it; null where they tell nothing. */
export type Guesses = {
  readonly name: string | null;
  readonly install: Guess<string | null> | null;
  readonly build: Guess<string | null> | null;
  readonly start: Guess<string> | null;
  readonly env: Readonly<Record<string, string>>;
};

/** Files of the service, by their path from its own folder; `../` leads towards the root of the repository. */
export type ServiceFiles = {
  readonly read: (path: string) => Promise<string | null>;
  /** Folders from the service up to the root of the repository: `.`, `..`, `../..`. */
  readonly upwards: readonly string[];
};

/** The view of a service on its files; `directory` is its folder from the root of the repository. */
export function serviceFiles(directory: string, readFile: ServiceFiles['read']): ServiceFiles {
  const depth = directory === '.' ? 0 : directory.split('/').filter((part) => part !== '').length;
  return {
    read: (path) => readFile(posix.join(directory, path)),
    upwards: [
      '.',
      ...Array.from({ length: depth }, (_, index) =>
        Array(index + 1)
          .fill('..')
          .join('/'),
      ),
    ],
  };
}
