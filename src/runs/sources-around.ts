/** Joins the changed files with the sources of both builds that use them, or that they use. */
import { readdir } from 'node:fs/promises';
import { basename, dirname, extname, join, normalize } from 'node:path';
import { type NamesAround, namesAround, type SourceAround } from '../snapshots/probes/probes-around.ts';
import { readBuildSource, sourceName } from './read-build-source.ts';
import type { TrialRequest } from './run-request.ts';

const mostFiles = 2_000;
const mostAround = 12;
const leftOut = /(?:^|\/)(?:node_modules|\.\w[^/]*|tests?|__tests__|__pycache__|venv)(?:\/|$)/;
/** A line that takes in another file: an import, a `require`, or data that is read. */
const takingIn = /\b(?:import|require|from|export|open|read\w*|load\w*)\b/;
const word = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
const keywords = new Set(
  'import require from export open as const let var default type await async JSON parse readFileSync readFile utf8 new URL meta url with'.split(
    ' ',
  ),
);

export type Around = { readonly sources: readonly SourceAround[]; readonly names: NamesAround };

/** Used where a change is not seen to do what it did: changed sources first, then the files that take in a changed one, then those that one takes in. */
export async function readSourcesAround({
  baseline,
  candidate,
  changed,
}: Pick<TrialRequest, 'baseline' | 'candidate' | 'changed'>): Promise<Around> {
  const names = { changed: new Set<string>(), called: new Set<string>() };
  if (baseline.kind !== 'prepared' || candidate.kind !== 'prepared') return { sources: [], names };
  const own = changed.map(({ file, candidate: text }) => ({ path: file.path, text: text ?? '' }));
  for (const { path, text } of own) addAll(names, namesAround(path, text));
  const paths = await pathsAround(candidate.folder, own, names.changed);
  const read = paths.slice(0, mostAround).map(async (path): Promise<readonly SourceAround[]> => {
    const previousPath = changed.find(({ file }) => file.path === path)?.file.previousPath ?? path;
    const before = await readBuildSource(baseline.folder, previousPath);
    const after = await readBuildSource(candidate.folder, path);
    return before === null || after === null
      ? []
      : [{ path, previousPath, baseline: before, candidate: after }];
  });
  return { sources: (await Promise.all(read)).flat(), names };
}

type Own = { readonly path: string; readonly text: string };

/** Adds what the users call the things that they take in to the names. */
async function pathsAround(
  folder: string,
  own: readonly Own[],
  names: Set<string>,
): Promise<readonly string[]> {
  const users: string[] = [];
  const used: string[] = [];
  const takenIn = new Set(own.flatMap(({ path, text }) => relativeImports(path, text)));
  for (const path of await sourcesBelow(folder)) {
    if (own.some((one) => one.path === path)) continue;
    const text = (await readBuildSource(folder, path)) ?? '';
    const bound = own.flatMap((one) => namesTakenIn(text, one.path));
    for (const name of bound) names.add(name);
    if (bound.length > 0) users.push(path);
    else if (takenIn.has(withoutExtension(path))) used.push(path);
  }
  return [...own.map(({ path }) => path).filter((path) => sourceName.test(path)), ...users, ...used];
}

function addAll(names: { changed: Set<string>; called: Set<string> }, more: NamesAround): void {
  for (const name of more.changed) names.changed.add(name);
  for (const name of more.called) names.called.add(name);
}

/** What a file calls the things that it takes in of another: the words of the line that names it. */
function namesTakenIn(text: string, path: string): readonly string[] {
  const name = basename(path, extname(path));
  const named = new RegExp(`(?<![\\w$-])${name.replace(/[^\p{L}\p{N}]/gu, '\\$&')}(?![\\w$-])`);
  const lines = text.split('\n').filter((line) => takingIn.test(line) && named.test(line));
  return lines
    .flatMap((line) => line.match(word) ?? [])
    .filter((one) => !keywords.has(one) && one.length > 1);
}

function relativeImports(path: string, text: string): readonly string[] {
  const given = [...text.matchAll(/['"](\.{1,2}\/[^'"]+)['"]/g)].map(([, target]) => target ?? '');
  return given.map((target) => withoutExtension(normalize(join(dirname(path), target))));
}

function withoutExtension(path: string): string {
  return path.replace(sourceName, '');
}

/** Nearest to the root first, and no more than a service of some size has. */
async function sourcesBelow(folder: string): Promise<readonly string[]> {
  const waiting = [''];
  const found: string[] = [];
  for (const below of waiting) {
    if (found.length >= mostFiles) break;
    const entries = await readdir(join(folder, below), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = join(below, entry.name);
      if (leftOut.test(path)) continue;
      if (entry.isDirectory()) waiting.push(path);
      if (entry.isFile() && sourceName.test(path)) found.push(path);
    }
  }
  return found.slice(0, mostFiles);
}
