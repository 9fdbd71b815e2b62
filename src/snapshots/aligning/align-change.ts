import {
  alignBuilds,
  type Described,
  type FunctionPair,
  likenessOf,
  pairStatements,
  type Side,
  type SideFunction,
} from './align-builds.ts';

export type AlignedFile = { readonly baseline: Side; readonly candidate: Side };

/** A pair of functions, and in which of the changed files either stands. */
export type PlacedPair = {
  readonly pair: FunctionPair;
  readonly baselineFile: number;
  readonly candidateFile: number;
};

/** Two functions that are called the same may have changed more than two that are not. */
const leastLikeness = { sameName: 0.3, otherName: 0.6 };
/** Shorter statements read alike by chance. */
const shortestMoved = 12;

/**
 * Puts both builds of all changed files side by side. Within a file first; what is left over there may have moved to
 * another file or into another function, as a helper is extracted or inlined.
 */
export function alignChange(files: readonly AlignedFile[]): readonly PlacedPair[] {
  const placed = files.flatMap(({ baseline, candidate }, index) =>
    alignBuilds(baseline, candidate).map((pair) => ({ pair, baselineFile: index, candidateFile: index })),
  );
  return pairMovedStatements(pairMovedFunctions(placed));
}

function pairMovedFunctions(placed: readonly PlacedPair[]): readonly PlacedPair[] {
  const gone = placed.filter(({ pair }) => pair.candidate === null && isFunction(pair.baseline));
  const come = placed.filter(({ pair }) => pair.baseline === null && isFunction(pair.candidate));
  const rated = gone
    .flatMap((one) => come.map((other) => ({ one, other, ...rate(one.pair.baseline, other.pair.candidate) })))
    .filter(({ isEnough }) => isEnough)
    .sort((a, b) => b.likeness - a.likeness);
  const taken = new Set<PlacedPair>();
  const moved = rated.flatMap(({ one, other }): readonly PlacedPair[] => {
    if (taken.has(one) || taken.has(other)) return [];
    taken.add(one).add(other);
    const pair = pairStatements(one.pair.baseline, other.pair.candidate);
    return [{ pair, baselineFile: one.baselineFile, candidateFile: other.candidateFile }];
  });
  return [...placed.filter((one) => !taken.has(one)), ...moved];
}

function isFunction(side: SideFunction | null): boolean {
  return side !== null && side.source.node.type !== 'Program';
}

function rate(one: SideFunction | null, other: SideFunction | null) {
  if (one === null || other === null) return { likeness: 0, isEnough: false };
  const likeness = likenessOf(one, other);
  const isNamed = lastName(one) === lastName(other) && !lastName(one).includes('(');
  const least = isNamed ? leastLikeness.sameName : leastLikeness.otherName;
  return { likeness: likeness + (isNamed ? 1 : 0), isEnough: likeness >= least };
}

/** `total` of `Cart/total`: a method that becomes a function keeps it. Callbacks have none of their own. */
function lastName({ source }: SideFunction): string {
  return source.name.split('/').at(-1) ?? '';
}

type Loose = {
  readonly placed: PlacedPair;
  readonly described: Described;
  readonly at: number;
};

/** Statements that read the same and stand once on either side, in functions that are no pair: better than one that does not. */
function pairMovedStatements(placed: readonly PlacedPair[]): readonly PlacedPair[] {
  const gone = looseOnes(placed, 'baseline');
  const come = looseOnes(placed, 'candidate');
  const matched = [...gone].flatMap(([text, one]) => {
    const other = come.get(text);
    return one === null || other == null || one.placed === other.placed ? [] : [{ one, other }];
  });
  if (matched.length === 0) return placed;
  const taken = new Set(matched.flatMap(({ one, other }) => [one.described, other.described]));
  const kept = placed.map((each) => ({
    ...each,
    pair: { ...each.pair, statements: each.pair.statements.flatMap((two) => withoutTaken(two, taken)) },
  }));
  const groups = Map.groupBy(
    matched,
    ({ one, other }) => placed.indexOf(one.placed) * placed.length + placed.indexOf(other.placed),
  );
  return [...kept, ...[...groups.values()].flatMap(movedPair)];
}

function looseOnes(
  placed: readonly PlacedPair[],
  side: 'baseline' | 'candidate',
): ReadonlyMap<string, Loose | null> {
  const found = new Map<string, Loose | null>();
  for (const each of placed) {
    for (const [at, pair] of each.pair.statements.entries()) {
      const described = pair[side];
      const isSame = pair.baseline?.traits.text === pair.candidate?.traits.text;
      if (described === null || isSame || described.traits.text.length < shortestMoved) continue;
      const key = `${described.traits.type} ${described.traits.text}`;
      // One that stands twice could be taken for the other.
      found.set(key, found.has(key) ? null : { placed: each, described, at });
    }
  }
  return found;
}

type StatementPair = FunctionPair['statements'][number];

/** Of a pair that was made for want of a better one, the other side stands alone then. */
function withoutTaken(pair: StatementPair, taken: ReadonlySet<Described>): readonly StatementPair[] {
  const left = (one: Described | null) => (one !== null && taken.has(one) ? null : one);
  const [baseline, candidate] = [left(pair.baseline), left(pair.candidate)];
  if (baseline === pair.baseline && candidate === pair.candidate) return [pair];
  return baseline === null && candidate === null ? [] : [{ baseline, candidate }];
}

function movedPair(group: readonly { readonly one: Loose; readonly other: Loose }[]): readonly PlacedPair[] {
  const [first] = group;
  if (first === undefined) return [];
  const statements = group
    .toSorted((a, b) => a.one.at - b.one.at)
    .map(({ one, other }) => ({ baseline: one.described, candidate: other.described }));
  const { one, other } = first;
  const pair = {
    ...{ baseline: one.placed.pair.baseline, candidate: other.placed.pair.candidate },
    ...{ statements, isPartOnly: true },
  };
  return [{ pair, baselineFile: one.placed.baselineFile, candidateFile: other.placed.candidateFile }];
}
