import { createHash } from 'node:crypto';
import { constants, type Dirent } from 'node:fs';
import { lstat, open, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { StateReader, StateRow, StateUnit, StateValue } from '../../domain/state.ts';
import { isSqliteName, startsAsSqlite } from './sqlite-files.ts';

/** Longer files are told by their digest alone. */
const shownBytes = 16_384;

type FolderSource = {
  readonly store: string;
  readonly folder: string;
  /** Whether the settings name these files as state of the service. */
  readonly isDeclared: boolean;
};

/**
 * Shows the files of a data folder: size and digest of each, and the text of small ones. Databases of SQLite are left
 * to their own reader, since two files with the same rows need not have the same bytes.
 */
export function readFolder({ store, folder, isDeclared }: FolderSource): StateReader {
  const files: StateUnit = { store, kind: 'files', name: '.', keyColumns: ['path'] };
  const unit: StateUnit = isDeclared ? files : { ...files, isUndeclared: true };
  return {
    units: async () => [unit],
    async *rows() {
      const paths = await filesBelow(folder, '');
      for (const path of paths.toSorted()) {
        const row = await readRow(folder, path);
        if (row !== null) yield row;
      }
    },
    async read(_unit, keys) {
      const rows = await Promise.all(keys.map((key) => readRow(folder, key)));
      return new Map(rows.flatMap((row) => (row === null ? [] : [[row.key, row] as const])));
    },
  };
}

/** Paths with `/`, of files and links; a folder shows by what lies in it. */
async function filesBelow(folder: string, below: string): Promise<readonly string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true }).catch(() => [] as Dirent[]);
  const found = await Promise.all(
    entries.map((entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) return filesBelow(folder, path);
      return entry.isFile() || entry.isSymbolicLink() ? [path] : [];
    }),
  );
  return found.flat();
}

/** Null where nothing lies there, or a database. Links are told by where they lead, never followed: they are not ours. */
async function readRow(folder: string, path: string): Promise<StateRow | null> {
  const absolute = join(folder, path);
  const found = await lstat(absolute).catch(() => null);
  if (found?.isSymbolicLink()) {
    const target = await readlink(absolute).catch(() => '');
    return { key: path, values: { path: text(path), link: text(target) } };
  }
  if (!found?.isFile() || isSqliteName(path)) return null;
  const content = await readContent(absolute);
  if (content === null) return null;
  const { size, digest, head } = content;
  const shown = size <= shownBytes ? textOf(head) : null;
  return {
    key: path,
    values: {
      path: text(path),
      size: { type: 'number', text: String(size) },
      digest: text(digest),
      ...(shown === null ? {} : { content: text(shown) }),
    },
  };
}

type Content = { readonly size: number; readonly digest: string; readonly head: Buffer };

/** Without following a link that was put there since, and without waiting for what may be a pipe by now. */
async function readContent(path: string): Promise<Content | null> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(path, flags).catch(() => null);
  if (handle === null) return null;
  const digest = createHash('sha256');
  const head: Buffer[] = [];
  let size = 0;
  for await (const part of handle.createReadStream()) {
    const chunk = part as Buffer;
    if (size === 0 && startsAsSqlite(chunk)) return null;
    if (size < shownBytes) head.push(chunk);
    size += chunk.length;
    digest.update(chunk);
  }
  return { size, digest: `sha256:${digest.digest('hex')}`, head: Buffer.concat(head) };
}

/** Null where the bytes are no text. */
function textOf(bytes: Buffer): string | null {
  try {
    const decoded = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return decoded.includes('\0') ? null : decoded;
  } catch {
    return null;
  }
}

function text(value: string): StateValue {
  return { type: 'text', text: value };
}
