import type { Survey } from './survey-recording.ts';

/** Routes of which it is known that they reach changed code; null where nobody could tell. */
export type TouchedRoutes = ReadonlySet<string> | null;

/** One reason to choose an exchange, with those that have it, most wanted first. */
export type PreferenceTier = {
  readonly reasonFor: (index: number) => string;
  /** Share of the budget that it may take, what its exchanges depend on included. */
  readonly share: number;
  /** Extras may be left out again during the run, when the time is short or nothing new comes. */
  readonly isExtra: boolean;
  readonly picks: () => Iterable<number>;
};

/** Free of differences, so many exchanges of a route leave at most 1 % of its requests that could differ (3/n, 95 %). */
export const settledAfter = 300;
/** What is as frequent as this within its recording, or as few, is rare. */
const rareShare = 0.01;
const rareCount = 20;
const errorsOfEachKind = 5;

/**
 * The order of preference: what reaches changed code, one of every shape with the rare ones first, errors, values unlike all before,
 * and then more of everything, in turns. The same survey and routes give the same order: nothing in it is drawn by chance.
 */
export function preferenceTiers(survey: Survey, touched: TouchedRoutes): readonly PreferenceTier[] {
  const members = membersOfKinds(survey);
  const rareFirst = [...members].sort((a, b) => a.count - b.count || a.kind - b.kind);
  const isTouched = ({ kind }: KindMembers) => touched?.has(survey.kinds[kind]?.route ?? '') === true;
  const reaching = rareFirst.filter(isTouched);
  const errors = rareFirst.filter(({ kind }) => survey.kinds[kind]?.isError);
  const isReaching = new Set(reaching.map(({ kind }) => kind));
  const countOf = new Map(members.map(({ kind, count }) => [kind, count]));
  const isRare = (index: number) => {
    const count = countOf.get(survey.kindOf(index)) ?? 0;
    return count <= rareCount || count < survey.exchanges * rareShare;
  };
  const needed = { isExtra: false } as const;
  return [
    { ...needed, share: 0.25, reasonFor: () => reasons.reaches, picks: () => upTo(reaching, survey) },
    {
      ...needed,
      share: 0.25,
      reasonFor: (index) => (isRare(index) ? reasons.rare : reasons.each),
      picks: () => inTurns(rareFirst, 1),
    },
    { ...needed, share: 0.1, reasonFor: () => reasons.error, picks: () => inTurns(errors, errorsOfEachKind) },
    { ...needed, share: 0.15, reasonFor: () => reasons.unlike, picks: () => newest(survey) },
    {
      isExtra: true,
      share: 1,
      reasonFor: (index) => (isReaching.has(survey.kindOf(index)) ? reasons.reaches : reasons.more),
      // Twice, so that they have two turns where all others have one.
      picks: () => inTurns([...reaching, ...rareFirst], Number.POSITIVE_INFINITY),
    },
  ];
}

const reasons = {
  reaches: 'its route reaches changed code',
  rare: 'of a rare shape',
  each: 'the first of its shape',
  error: 'an error in production',
  unlike: 'values unlike those before',
  more: 'more of a known shape',
} as const;

/** All exchanges of one kind, as a part of a list of all exchanges by kind. */
type KindMembers = {
  readonly kind: number;
  readonly count: number;
  /** The n-th in an order that jumps through the recording, from 0. */
  readonly at: (turn: number) => number;
};

function membersOfKinds(survey: Survey): readonly KindMembers[] {
  const { exchanges, kinds } = survey;
  const counts = new Uint32Array(kinds.length);
  for (let index = 0; index < exchanges; index += 1)
    counts[survey.kindOf(index)] = (counts[survey.kindOf(index)] ?? 0) + 1;
  const starts = new Uint32Array(kinds.length);
  for (let kind = 1; kind < kinds.length; kind += 1)
    starts[kind] = (starts[kind - 1] ?? 0) + (counts[kind - 1] ?? 0);
  const next = starts.slice();
  const byKind = new Uint32Array(exchanges);
  for (let index = 0; index < exchanges; index += 1) {
    const kind = survey.kindOf(index);
    byKind[next[kind] ?? 0] = index;
    next[kind] = (next[kind] ?? 0) + 1;
  }
  return kinds.map((_, kind) => {
    const [start, count] = [starts[kind] ?? 0, counts[kind] ?? 0];
    const step = strideOf(count);
    return { kind, count, at: (turn) => byKind[start + ((turn * step) % count)] ?? 0 };
  });
}

/** Has no divisor in common with the count, so that every number is met once; near the golden section, so that early ones lie far apart. */
function strideOf(count: number): number {
  let stride = Math.max(1, Math.round(count * 0.618));
  while (greatestDivisor(stride, count) !== 1) stride += 1;
  return stride;
}

function greatestDivisor(a: number, b: number): number {
  let [greater, smaller] = [a, b];
  while (smaller !== 0) [greater, smaller] = [smaller, greater % smaller];
  return greater;
}

/** One of each kind in each turn, for so many turns. */
function* inTurns(members: readonly KindMembers[], turns: number): Generator<number> {
  const taken = new Map<KindMembers, number>();
  let left = members.filter(({ count }) => count > 0);
  while (left.length > 0) {
    const again: KindMembers[] = [];
    for (const each of left) {
      const turn = taken.get(each) ?? 0;
      if (turn >= each.count || turn >= turns) continue;
      taken.set(each, turn + 1);
      again.push(each);
      yield each.at(turn);
    }
    left = again;
  }
}

/** Of each route as many as settle it. */
function* upTo(members: readonly KindMembers[], survey: Survey): Generator<number> {
  const taken = new Map<string, number>();
  for (const index of inTurns(members, settledAfter)) {
    const route = survey.kinds[survey.kindOf(index)]?.route ?? '';
    const count = taken.get(route) ?? 0;
    if (count >= settledAfter) continue;
    taken.set(route, count + 1);
    yield index;
  }
}

/** Those with most values of a new kind first; where they have as many, in the order of the recording. */
function* newest(survey: Survey): Generator<number> {
  const byNews = new Map<number, number[]>();
  for (let index = 0; index < survey.exchanges; index += 1) {
    const news = survey.newsIn(index);
    if (news === 0) continue;
    const alike = byNews.get(news) ?? [];
    alike.push(index);
    byNews.set(news, alike);
  }
  for (const news of [...byNews.keys()].sort((a, b) => b - a)) yield* byNews.get(news) ?? [];
}
