import type { Probe } from '../../domain/runtime-snapshot.ts';
import { alignBuilds, type FunctionPair } from '../aligning/align-builds.ts';
import { parseSource } from '../source/parse-source.ts';
import { endLine, startLine } from '../source/syntax-tree.ts';
import { probeAt } from './probe-at.ts';
import { probeId } from './probe-ids.ts';

export type ThrowPlace = {
  /** Path at head and, where it was called otherwise, at base. */
  readonly path: string;
  readonly previousPath: string;
  readonly line: number;
  /** In which build that is its line. */
  readonly role: 'baseline' | 'candidate';
  readonly baseline: string | null;
  readonly candidate: string | null;
};
type Probes = { readonly baseline: readonly Probe[]; readonly candidate: readonly Probe[] };

/** Numbers of other probes end long before. */
const firstNumber = 901;

/**
 * Probes for the explain run, in front of the statements that threw in the observe run, in both builds: what the build that did
 * not throw held there is half of the explanation. A place that has no counterpart, or a probe already, gets none.
 */
export function probesAtErrors(places: readonly ThrowPlace[], planned: Probes): Probes {
  const known = new Set(planned.candidate.map(keyOf));
  const added = places.flatMap((place, index) => {
    const pair = probePair(place, probeId('e', firstNumber + index));
    if (pair === null || known.has(keyOf(pair.candidate))) return [];
    known.add(keyOf(pair.candidate));
    return [pair];
  });
  return {
    baseline: [...planned.baseline, ...added.map(({ baseline }) => baseline)],
    candidate: [...planned.candidate, ...added.map(({ candidate }) => candidate)],
  };
}

function keyOf({ file, line, column, id }: Probe): string {
  return id.startsWith('c') ? id : `${file}:${line}:${column}`;
}

function probePair(place: ThrowPlace, id: string): { baseline: Probe; candidate: Probe } | null {
  const sides = {
    baseline: parsed(place.previousPath, place.baseline),
    candidate: parsed(place.path, place.candidate),
  };
  if (sides.baseline === null || sides.candidate === null) return null;
  const found = innermost(alignBuilds(sides.baseline, sides.candidate), place);
  if (found === null) return null;
  const { pair, baseline, candidate } = found;
  const probeOf = (side: NonNullable<FunctionPair['baseline']>, described: typeof baseline, path: string) => {
    const spot = { node: described.statement.node, atClosingBrace: false };
    return probeAt({ at: { side, spot, described }, id, path, moment: 'before' });
  };
  if (pair.baseline === null || pair.candidate === null) return null;
  return {
    baseline: probeOf(pair.baseline, baseline, place.previousPath),
    candidate: probeOf(pair.candidate, candidate, place.path),
  };
}

function parsed(path: string, text: string | null) {
  const source = text === null ? null : parseSource(path, text);
  return source?.kind === 'parsed' ? source : null;
}

/** The shortest statement that both builds have and that spans the line. */
function innermost(pairs: readonly FunctionPair[], { role, line }: ThrowPlace) {
  const spanning = pairs.flatMap((pair) =>
    pair.statements.flatMap(({ baseline, candidate }) => {
      if (baseline === null || candidate === null) return [];
      const { node } = { baseline, candidate }[role].statement;
      const [first, last] = [startLine(node), endLine(node)];
      return first <= line && line <= last ? [{ pair, baseline, candidate, length: last - first }] : [];
    }),
  );
  return spanning.toSorted((a, b) => a.length - b.length)[0] ?? null;
}
