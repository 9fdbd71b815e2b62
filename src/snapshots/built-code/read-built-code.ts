import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { FlattenMap, type TraceMap } from '@jridgewell/trace-mapping';
import { type BuiltFile, createBuiltFile } from './built-file.ts';
import { findMap } from './find-map.ts';
import { type ResolvedSource, resolveSource } from './resolve-source.ts';

/** What of a build runs under another name than its source, as far as its source maps tell. */
export type BuiltCode = {
  /** Root of the checkout. */
  readonly root: string;
  readonly files: readonly BuiltFile[];
  /** Sources that no map could be followed to, each with the reason, in words. */
  readonly notes: readonly string[];
  /** The built file of that path; null for any other file. */
  find(path: string): BuiltFile | null;
  /** Built files that the source went into. */
  filesOf(source: string): readonly BuiltFile[];
};

/** Bounds for a build that is large, or that wants to be. */
const most = { files: 50_000, fileBytes: 32_000_000, bytes: 256_000_000, notes: 20 };
const builtName = /\.[cm]?js$/;
const codeName = /\.(?:[cm]?[jt]sx?|vue|svelte)$/;

/**
 * Reads the source maps of everything that a build put out. The maps come from the change under judgement: what cannot be
 * read is noted and left out, and a map that was made of another text than that of the checkout is not followed.
 */
export async function readBuiltCode(folder: string): Promise<BuiltCode> {
  const root = await realpath(folder);
  const paths = await codeFiles(root);
  const known = new Set(paths);
  const notes = new Set<string>();
  const files: BuiltFile[] = [];
  let bytes = 0;
  for (const path of paths.filter((each) => builtName.test(each))) {
    const { size } = await stat(join(root, path));
    if (size > most.fileBytes || bytes + size > most.bytes) {
      notes.add(`${path}: too large to be read`);
      continue;
    }
    const text = withoutMark(await readFile(join(root, path), 'utf8'));
    const map = await readMapOf({ root, path, text }, notes);
    if (map === null) continue;
    bytes += size;
    const sources = await sourcesOf(map, { root, path, known }, notes);
    if (sources.some((source) => source !== null)) files.push(createBuiltFile({ path, text, map, sources }));
  }
  return createBuiltCode({ root, files, notes: [...notes].slice(0, most.notes) });
}

export function createBuiltCode({
  root,
  files,
  notes,
}: Pick<BuiltCode, 'root' | 'files' | 'notes'>): BuiltCode {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return {
    root,
    files,
    notes,
    find: (path) => byPath.get(path) ?? null,
    filesOf: (source) => files.filter(({ sources }) => sources.has(source)),
  };
}

async function codeFiles(root: string): Promise<readonly string[]> {
  const found: string[] = [];
  const folders = [root];
  for (
    let folder = folders.pop();
    folder !== undefined && found.length < most.files;
    folder = folders.pop()
  ) {
    const entries = await readdir(folder, { withFileTypes: true });
    const own = entries.filter(({ name }) => name !== 'node_modules' && name !== '.git');
    folders.push(...own.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name)));
    const files = own.filter((entry) => entry.isFile() && codeName.test(entry.name));
    found.push(...files.map(({ name }) => relative(root, join(folder, name))));
  }
  return found.sort().slice(0, most.files);
}

type At = { readonly root: string; readonly path: string };

async function readMapOf(at: At & { readonly text: string }, notes: Set<string>): Promise<TraceMap | null> {
  const found = await findMap(at);
  if (found.kind === 'none') return null;
  if (found.kind === 'unreadable') {
    notes.add(`${at.path}: ${found.reason}`);
    return null;
  }
  try {
    return new FlattenMap(found.text, found.path);
  } catch {
    notes.add(`${at.path}: its map cannot be read`);
    return null;
  }
}

async function sourcesOf(
  map: TraceMap,
  at: At & { readonly known: ReadonlySet<string> },
  notes: Set<string>,
): Promise<readonly (string | null)[]> {
  const sources: (string | null)[] = [];
  for (const [index, name] of map.resolvedSources.entries())
    sources.push(
      await sourceOf({ name: name ?? '', content: map.sourcesContent?.[index] ?? null }, at, notes),
    );
  return sources;
}

async function sourceOf(
  { name, content }: { readonly name: string; readonly content: string | null },
  { root, path, known }: At & { readonly known: ReadonlySet<string> },
  notes: Set<string>,
): Promise<string | null> {
  const paths = candidatesOf(resolveSource(name, known)).filter((one) => one !== path);
  const same: string[] = [];
  for (const one of paths) if (await isSameText(join(root, one), content)) same.push(one);
  const [first = null] = same;
  if (paths.length > 0 && first === null)
    notes.add(`${paths[0]}: ${path} was built from another version of it`);
  if (same.length > 1) notes.add(`${path}: its source ${name} may be ${same.slice(0, 3).join(' or ')}`);
  return same.length === 1 ? first : null;
}

function candidatesOf(found: ResolvedSource): readonly string[] {
  switch (found.kind) {
    case 'file':
      return [found.path];
    case 'ambiguous':
      return found.paths;
    case 'unknown':
      return [];
    default:
      return found satisfies never;
  }
}

/** A map without the text of its sources is taken at its word. */
async function isSameText(file: string, content: string | null): Promise<boolean> {
  return content === null || plain(content) === plain(await readFile(file, 'utf8'));
}

function plain(text: string): string {
  return withoutMark(text).replaceAll('\r\n', '\n');
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
