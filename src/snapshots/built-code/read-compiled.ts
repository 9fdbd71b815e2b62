import { FlattenMap } from '@jridgewell/trace-mapping';
import type { CompiledScript } from '../../domain/compiled-script.ts';
import type { RuntimeSnapshot } from '../../domain/runtime-snapshot.ts';
import { type BuiltFile, createBuiltFile } from './built-file.ts';
import { pointsOf } from './coverage-points.ts';
import { findMap } from './find-map.ts';
import { type BuiltCode, createBuiltCode } from './read-built-code.ts';

/**
 * Adds to what is known of a build the files that a loader compiled as it loaded them, as the agents of a run without probes
 * told them: their maps stand inside. Both instances of one side compile alike, so that one of them is enough.
 */
export async function withCompiled(
  built: BuiltCode,
  snapshot: RuntimeSnapshot | undefined,
): Promise<BuiltCode> {
  const files = await Promise.all(
    (snapshot?.compiled ?? []).map((script) => readCompiled(script, built.root)),
  );
  const found = files.filter((file) => file !== null);
  const known = built.files.filter(({ path }) => !found.some((one) => one.path === path));
  return found.length === 0 ? built : createBuiltCode({ ...built, files: [...known, ...found] });
}

/** Null where it bears no map of one source: what runs under the name of a file came of that file. */
async function readCompiled({ path, text }: CompiledScript, root: string): Promise<BuiltFile | null> {
  const found = await findMap({ root, path, text });
  if (found.kind !== 'found') return null;
  try {
    const map = new FlattenMap(found.text, path);
    return map.sources.length === 1 ? createBuiltFile({ path, text, map, sources: [path] }) : null;
  } catch {
    return null;
  }
}

/** The lines of compiled files that ran, by what ran of their text. */
export function linesOfCompiled(
  snapshot: RuntimeSnapshot,
  built: BuiltCode,
): Readonly<Record<string, readonly number[]>> {
  const lines = (snapshot.compiled ?? []).flatMap(({ path, ran }) => {
    const file = built.find(path);
    if (file === null) return [];
    const hasRun = (offset: number) =>
      ran.some((start, at) => at % 2 === 0 && start <= offset && offset < (ran[at + 1] ?? 0));
    const all = pointsOf(file, path)
      .filter(([, offset]) => hasRun(offset))
      .map(([line]) => line);
    return [[path, [...new Set(all)].sort((a, b) => a - b)] as const];
  });
  return Object.fromEntries(lines);
}
