import type { Described, FunctionPair, SideFunction } from '../aligning/align-builds.ts';
import { type ChangedLines, isTouched } from '../exercise/touched-code.ts';
import { entryOf, type Spot } from '../source/source-statements.ts';
import { valueNames } from '../source/visible-names.ts';
import type { Place } from './choose-places.ts';
import type { SidePlace } from './side-place.ts';

const functionsPerConstant = 5;
const rank = 2;

/**
 * A changed constant of a module runs at start, before any exchange. What it changes is seen where functions of the
 * file read it: each of those is probed at its entry, on behalf of the constant's declaration.
 */
export function placesOfConstants(pairs: readonly FunctionPair[], lines: ChangedLines): readonly Place[] {
  const module = pairs.find(({ baseline, candidate }) => isModule(baseline) && isModule(candidate));
  if (module === undefined) return [];
  return module.statements
    .filter((pair) => isTouched(pair, lines))
    .flatMap(({ baseline, candidate }) =>
      baseline === null || candidate === null ? [] : readersOf(pairs, baseline, candidate),
    );
}

function isModule(side: SideFunction | null): boolean {
  return side?.source.node.type === 'Program';
}

function readersOf(pairs: readonly FunctionPair[], before: Described, after: Described): readonly Place[] {
  const places = pairs.flatMap((pair): readonly Place[] => {
    const baseline = readerPlace(pair.baseline, before);
    const candidate = readerPlace(pair.candidate, after);
    if (baseline === null || candidate === null) return [];
    return [{ baseline, candidate, moment: 'before', rank, changed: true }];
  });
  return places.slice(0, functionsPerConstant);
}

function readerPlace(side: SideFunction | null, described: Described): SidePlace | null {
  if (side === null || side.source.node.type === 'Program') return null;
  const names = valueNames(side.source.node);
  if (!described.traits.defines.some((name) => names.has(name))) return null;
  const spot: Spot | null = entryOf(side.source.node);
  return spot === null ? null : { side, spot, described };
}
