import { lstat, readFile, realpath } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';

/** The text of a source map with the path that its names start from; or why there is none. */
export type FoundMap =
  | { readonly kind: 'found'; readonly text: string; readonly path: string }
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'none' };

export type MapRequest = {
  /** Root of the checkout; nothing outside is read, whatever the build points at. */
  readonly root: string;
  /** The built file, from the root. */
  readonly path: string;
  readonly text: string;
};

/** Longer maps are no maps of a service, and would take the memory of the gate. */
const largestMap = 64_000_000;
const comment = /(?:^|\n)[ \t]*(?:\/\/|\/\*)[#@][ \t]*sourceMappingURL=([^\s*]+)[^\n]*\s*$/;
const inline = /^data:application\/json(?:;[^,;]*)*?(;base64)?,/i;

/** Looks where a built file says that its map is: a file, or inside itself; else beside it, as hidden maps are. */
export async function findMap({ root, path, text }: MapRequest): Promise<FoundMap> {
  const said = comment.exec(text.slice(Math.max(0, text.lastIndexOf('sourceMappingURL=') - 20)))?.[1];
  if (said === undefined) return readMap(root, `${path}.map`, 'none');
  const header = inline.exec(said);
  if (header !== null) return decodeInline(said.slice(header[0].length), header[1] !== undefined, path);
  if (/^[a-z][\w+.-]*:/i.test(said)) return { kind: 'unreadable', reason: 'its map lies on another machine' };
  const beside = join(dirname(path), decodeURI(said.replace(/[?#].*$/, '')));
  return readMap(root, beside, 'unreadable');
}

function decodeInline(text: string, isBase64: boolean, path: string): FoundMap {
  if (text.length > largestMap) return { kind: 'unreadable', reason: 'its map is too large' };
  try {
    const map = isBase64 ? Buffer.from(text, 'base64').toString('utf8') : decodeURIComponent(text);
    return { kind: 'found', text: map, path };
  } catch {
    return { kind: 'unreadable', reason: 'its map is no text' };
  }
}

async function readMap(root: string, path: string, otherwise: 'none' | 'unreadable'): Promise<FoundMap> {
  const missing: FoundMap =
    otherwise === 'none' ? { kind: 'none' } : { kind: 'unreadable', reason: 'its map is missing' };
  try {
    const real = await realpath(join(root, path));
    if (!real.startsWith(`${root}${sep}`)) return missing;
    const { size } = await lstat(real);
    if (size > largestMap) return { kind: 'unreadable', reason: 'its map is too large' };
    return { kind: 'found', text: await readFile(real, 'utf8'), path };
  } catch {
    return missing;
  }
}
