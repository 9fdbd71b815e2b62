import type { Side } from '../aligning/align-builds.ts';
import { alignChange, type PlacedPair } from '../aligning/align-change.ts';
import type { ProbedFile } from '../probes/plan-probes.ts';
import { parseSource } from '../source/parse-source.ts';

/** All that can be asked about, both builds side by side. */
export type AskedFiles = {
  readonly files: readonly AskedFile[];
  readonly pairs: readonly PlacedPair[];
};

export type AskedFile = {
  readonly path: { readonly baseline: string; readonly candidate: string };
  readonly baseline: Side;
  readonly candidate: Side;
  /** Why a side cannot be read as code, in words; absent where it can, or where it has no such file. */
  readonly unread: Partial<Record<'baseline' | 'candidate', string>>;
};

/** Used before places are looked for: reads and aligns the changed files together with those that are asked about. */
export function readAskedFiles(sources: readonly ProbedFile[]): AskedFiles {
  const files = sources.map(({ file, baseline, candidate }): AskedFile => {
    const path = { baseline: file.previousPath ?? file.path, candidate: file.path };
    const [before, after] = [readSide(path.baseline, baseline), readSide(path.candidate, candidate)];
    return {
      path,
      baseline: before.side,
      candidate: after.side,
      unread: {
        ...(before.unread === null ? {} : { baseline: before.unread }),
        ...(after.unread === null ? {} : { candidate: after.unread }),
      },
    };
  });
  return { files, pairs: alignChange(files) };
}

function readSide(
  path: string,
  text: string | null,
): { readonly side: Side; readonly unread: string | null } {
  if (text === null) return { side: null, unread: null };
  const parsed = parseSource(path, text);
  switch (parsed.kind) {
    case 'parsed':
      return { side: parsed, unread: null };
    case 'unparsed':
      return { side: null, unread: parsed.reason };
    case 'not-code':
      return { side: null, unread: 'it is neither JavaScript, TypeScript nor Python' };
    default:
      return parsed satisfies never;
  }
}
