/** A source that a map names, as a file of the checkout; or why no file is taken for it. */
export type ResolvedSource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'ambiguous'; readonly paths: readonly string[] }
  | { readonly kind: 'unknown' };

/**
 * Finds the file behind the name of a source: where it leads to from the map, else, for names that lead nowhere
 * (`webpack://shop/./src/price.ts`, `/build/src/price.ts`), by the end of its path at a border between names. Of several
 * the one with the longest end is taken; where that leaves more than one, none is: it is not guessed.
 */
export function resolveSource(name: string, files: ReadonlySet<string>): ResolvedSource {
  const isRelative = !/^[a-z][\w+.-]*:/i.test(name) && !name.startsWith('/');
  const path = plainPath(name);
  if (path === '' || /(?:^|\/)node_modules\//.test(path)) return { kind: 'unknown' };
  if (isRelative && !path.startsWith('../'))
    return files.has(path) ? { kind: 'file', path } : { kind: 'unknown' };
  const wanted = path.replace(/^(?:\.\.\/)+/, '');
  const ends = [...files].flatMap((file) => {
    const length = commonEnd(wanted, file);
    return length === 0 ? [] : [{ file, length }];
  });
  const longest = Math.max(0, ...ends.map(({ length }) => length));
  const best = ends.filter(({ length }) => length === longest).map(({ file }) => file);
  const [first] = best;
  if (first === undefined) return { kind: 'unknown' };
  return best.length === 1 ? { kind: 'file', path: first } : { kind: 'ambiguous', paths: best };
}

/** Without scheme, host, query and loader: `webpack://shop/./src/price.ts?a1b2` is `src/price.ts`. */
function plainPath(name: string): string {
  const bare = name
    .replace(/^.*!/, '')
    .replace(/\?[^/]*$/, '')
    .replace(/^file:\/\/[^/]*/i, '')
    .replace(/^[a-z][\w+.-]*:\/\/[^/]*\//i, '')
    .replace(/^[a-z][\w+.-]*:/i, '');
  return decoded(bare)
    .replaceAll('/./', '/')
    .replace(/^(?:\.?\/)+/, '');
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Length of the shorter path where it is the whole end of the longer one; a bare file name ends too much to tell. */
function commonEnd(wanted: string, file: string): number {
  if (wanted === file) return Number.MAX_SAFE_INTEGER;
  const shorter = wanted.length < file.length ? wanted : file;
  const longer = wanted.length < file.length ? file : wanted;
  return shorter.includes('/') && longer.endsWith(`/${shorter}`) ? shorter.length : 0;
}
