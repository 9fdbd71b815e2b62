import { type GitFolder, resolveRevision } from './git-history.ts';

type TreeEntry = { readonly kind: string; readonly objectName: string; readonly path: string };

/** Bytes of a file at a commit; `null` when nothing, a folder or a submodule stands at the path. */
export async function blobAt(here: GitFolder, sha: string, path: string): Promise<Uint8Array | null> {
  if (!isInside(path)) return null;
  const entries = await readTree(here, sha, [path]);
  const file = entries.find((entry) => entry.path === path && entry.kind === 'blob');
  return file === undefined ? null : await here.git.blob(file.objectName);
}

/** Paths of all files at a commit, from the root of the repository. */
export async function listTree(here: GitFolder, sha: string): Promise<readonly string[]> {
  const entries = await readTree(here, sha, []);
  return entries.filter((entry) => entry.kind === 'blob').map((entry) => entry.path);
}

/**
 * What stands at each path, as git names it by content: two commits with the same name have the same files there.
 * `absent` where there is nothing; `.` is everything.
 */
export async function objectNamesAt(
  here: GitFolder,
  sha: string,
  paths: readonly string[],
): Promise<readonly string[]> {
  return Promise.all(
    paths.map(async (path) => {
      if (path === '.') return (await here.git.text(['rev-parse', `${sha}^{tree}`])).trim();
      if (!isInside(path)) return 'absent';
      const output = await here.git.text(['ls-tree', '-z', '--full-tree', sha, '--', path]);
      const entry = output.split('\0').filter(Boolean).map(parseEntry)[0];
      return entry?.path === path ? entry.objectName : 'absent';
    }),
  );
}

async function readTree(
  here: GitFolder,
  sha: string,
  paths: readonly string[],
): Promise<readonly TreeEntry[]> {
  try {
    const output = await here.git.text(['ls-tree', '-r', '-z', '--full-tree', sha, '--', ...paths]);
    return output.split('\0').filter(Boolean).map(parseEntry);
  } catch (error) {
    // A commit that is not there is the likely cause, and has an error of its own.
    await resolveRevision(here, sha);
    throw error;
  }
}

/** Only such a path can stand in a tree; git would take others from the folder it runs in, or refuse them. */
const isInside = (path: string): boolean =>
  !path.includes('\0') && path.split('/').every((segment) => !['', '.', '..'].includes(segment));

function parseEntry(line: string): TreeEntry {
  const tab = line.indexOf('\t');
  const [, kind = '', objectName = ''] = line.slice(0, tab).split(' ');
  return { kind, objectName, path: line.slice(tab + 1) };
}
