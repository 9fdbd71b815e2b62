import type { Probe } from '../../domain/runtime-snapshot.ts';
import { alignBuilds, type SideFunction } from '../aligning/align-builds.ts';
import { renamedVariables } from '../aligning/renamed-variables.ts';
import { parseSource } from '../source/parse-source.ts';
import { functionsOf } from '../source/source-functions.ts';
import { calledNames } from '../source/statement-traits.ts';
import { everyPlace } from './choose-places.ts';
import { probeAt } from './probe-at.ts';
import { probeId } from './probe-ids.ts';

export type SourceAround = {
  /** Path at head and, where it was called otherwise, at base. */
  readonly path: string;
  readonly previousPath: string;
  readonly baseline: string;
  readonly candidate: string;
};
/** By what the change is known in other functions. */
export type NamesAround = {
  /** What was changed is called so: whoever mentions one uses it. */
  readonly changed: ReadonlySet<string>;
  /** What changed code calls. */
  readonly called: ReadonlySet<string>;
};
type Probes = { readonly baseline: readonly Probe[]; readonly candidate: readonly Probe[] };

/** Behind those of the change, before those of errors. */
const firstNumber = 301;
/** As many again as look at the change itself. */
const mostProbes = 60;
const word = /[\p{L}_$][\p{L}\p{N}_$]*/gu;

/** Of a changed source file: its functions, and what they call. Empty for what is no code. */
export function namesAround(path: string, text: string): NamesAround {
  const source = parseSource(path, text);
  const functions = source.kind === 'parsed' ? functionsOf(source.program) : [];
  return {
    changed: new Set(functions.map(({ name }) => lastName(name)).filter((name) => /^[\w$]+$/.test(name))),
    called: new Set(functions.flatMap(({ node }) => calledNames(node))),
  };
}

/**
 * Probes for a second look, where the first one left open how a change came to show itself: around the statements of the functions that use what
 * changed, or are called by it, in both builds. The first of them that differs lies behind the last place that was equal. Of a file none of
 * whose functions is known to do either, all are looked at.
 */
export function probesAround(sources: readonly SourceAround[], names: NamesAround, planned: Probes): Probes {
  const known = new Set(planned.candidate.map(placeOf));
  const ranked = sources
    .flatMap((source) => placesIn(source, names))
    .filter(({ candidate }) => !known.has(placeOf(candidate)))
    .map((one, order) => ({ ...one, order }))
    .sort((a, b) => a.rank - b.rank || a.order - b.order);
  const kept = ranked.slice(0, mostProbes).sort((a, b) => a.order - b.order);
  const numbered = kept.map((one, index) => ({ ...one, id: probeId('e', firstNumber + index) }));
  return {
    baseline: [...planned.baseline, ...numbered.map(({ baseline, id }) => ({ ...baseline, id }))],
    candidate: [...planned.candidate, ...numbered.map(({ candidate, id }) => ({ ...candidate, id }))],
  };
}

function placeOf({ file, line, column, moment }: Probe): string {
  return `${file}:${line}:${column} ${moment}`;
}

type PlacedProbes = { readonly rank: number; readonly baseline: Probe; readonly candidate: Probe };

function placesIn(source: SourceAround, names: NamesAround): readonly PlacedProbes[] {
  const sides = [
    parsed(source.previousPath, source.baseline),
    parsed(source.path, source.candidate),
  ] as const;
  const pairs = alignBuilds(...sides).filter(
    ({ baseline, candidate }) => isFunction(baseline) && isFunction(candidate),
  );
  const near = pairs.filter(({ candidate }) => candidate !== null && isNear(candidate, names));
  return (near.length === 0 ? pairs : near).flatMap((pair) => {
    const aliases = renamedVariables(pair);
    return everyPlace(pair).flatMap(({ baseline, candidate, moment, rank }) => {
      if (baseline === null || candidate === null) return [];
      const shared = { id: '', moment };
      return {
        rank,
        baseline: probeAt({ ...shared, at: baseline, path: source.previousPath }),
        candidate: probeAt({ ...shared, at: candidate, path: source.path, aliases }),
      };
    });
  });
}

function parsed(path: string, text: string) {
  const source = parseSource(path, text);
  return source.kind === 'parsed' ? source : null;
}

function isFunction(side: SideFunction | null): boolean {
  return side !== null && side.source.node.type !== 'Program';
}

function isNear({ source: { name, node }, text }: SideFunction, { changed, called }: NamesAround): boolean {
  const words = text.slice(node.start, node.end).match(word) ?? [];
  return called.has(lastName(name)) || words.some((one) => changed.has(one));
}

function lastName(name: string): string {
  return name.split('/').at(-1) ?? name;
}
