import type { RecordedCall } from '../../domain/recording.ts';
import { type CallFeatures, callFeatures } from './call-features.ts';
import { type CallScore, type Replacement, scoreCall } from './score-call.ts';
import type { ValueShapes } from './value-likeness.ts';

/** A call that has just arrived. */
export type LiveCall = {
  /** Empty when it is not known. */
  readonly exchangeId: string;
  readonly features: CallFeatures;
};

export type FoundAnswer =
  | {
      readonly kind: 'matched';
      readonly call: RecordedCall;
      readonly isExact: boolean;
      readonly score: number;
      readonly replacements: readonly Replacement[];
    }
  /** `closest` is of the same host when there is one, with what differs as places. */
  | { readonly kind: 'missed'; readonly closest: RecordedCall | null; readonly differs: readonly string[] };

/** The recorded answers of one run of one instance, which remembers what it has given. */
export type AnswerBook = {
  find(live: LiveCall): FoundAnswer;
};

export type AnswerBookOptions = {
  readonly shapes: ValueShapes;
  /** The session of an exchange; empty when it is not known. */
  readonly sessionOf: (exchangeId: string) => string;
};

/** Recorded calls, taken apart once for all instances and runs of a gate. */
export type IndexedCalls = {
  readonly byKey: ReadonlyMap<string, readonly Entry[]>;
  readonly byBucket: ReadonlyMap<string, readonly Entry[]>;
  readonly byOrigin: ReadonlyMap<string, readonly Entry[]>;
  /** Recorded calls that cannot answer: the address cannot be read, or the answer is not whole. */
  readonly unusable: number;
};

type Entry = { readonly call: RecordedCall; readonly features: CallFeatures; readonly at: number };

/** So many recorded calls are looked at for a live one that equals none of them. */
const mostScored = 1_000;

/** Prepares recorded calls to be looked up. In the order in which they were made, so that repeats come in that order. */
export function indexCalls(calls: readonly RecordedCall[]): IndexedCalls {
  const entries = calls
    .toSorted((one, other) => one.startedAt - other.startedAt)
    .flatMap((call, at): Entry[] => {
      const features = isAnswerWhole(call) ? featuresOf(call) : null;
      return features === null ? [] : [{ call, features, at }];
    });
  return {
    byKey: Map.groupBy(entries, ({ features }) => features.key),
    byBucket: Map.groupBy(entries, ({ features }) => features.bucket),
    byOrigin: Map.groupBy(entries, ({ features }) => features.origin),
    unusable: calls.length - entries.length,
  };
}

/** An answer that the size limit cut is none; one that broke off in production breaks off here too. */
function isAnswerWhole({ truncated, failure }: RecordedCall): boolean {
  return failure !== undefined || (truncated !== 'response' && truncated !== 'both');
}

function featuresOf(call: RecordedCall): CallFeatures | null {
  const { method, url, requestHeaders: headers, requestBody: body, truncated } = call;
  const isByHand = headers.length === 0 && body.length === 0 && call.exchangeId === '';
  const isBodyUnknown =
    truncated === 'request' || truncated === 'both' || (isByHand && !/^(get|head)$/i.test(method));
  return callFeatures({ method, url, headers, body, isBodyUnknown });
}

/**
 * Finds the answer to each live call: an equal recorded one first, else the closest (see score-call.ts); of several, one of
 * the same exchange, then of the same session, then any that its lifetime allows; and of those the first that has not
 * answered yet, in recorded order, then the last one again. An answer of an exchange or session is given in that alone, but
 * reading has no effect: a GET may be answered from elsewhere, as where a cache is cold here and was warm in production.
 */
export function openAnswerBook(index: IndexedCalls, options: AnswerBookOptions): AnswerBook {
  const used = new Set<string>();
  return {
    find(live) {
      const scope = scopeOf(live, options);
      const exact = pick(index.byKey.get(live.features.key) ?? [], scope, used);
      if (exact !== null) {
        used.add(exact.call.id);
        return { kind: 'matched', call: exact.call, isExact: true, score: 1, replacements: [] };
      }
      const found = closestOf(index.byBucket.get(live.features.bucket) ?? [], { live, scope, used, options });
      if (found === null) return missed(live, index, options);
      used.add(found.entry.call.id);
      const { score, replacements } = found.scored;
      return { kind: 'matched', call: found.entry.call, isExact: false, score, replacements };
    },
  };
}

/** How near a recorded call stands to the live one: 0 same exchange, 1 same session, 2 elsewhere; null: not allowed. */
type Scope = (entry: Entry) => 0 | 1 | 2 | null;

function scopeOf({ exchangeId, features }: LiveCall, { sessionOf }: AnswerBookOptions): Scope {
  const session = exchangeId === '' ? '' : sessionOf(exchangeId);
  const isRead = features.method === 'GET' || features.method === 'HEAD';
  return ({ call }) => {
    if (exchangeId !== '' && call.exchangeId === exchangeId) return 0;
    const isSameSession = session !== '' && call.session === session;
    if (call.lifetime === 'exchange' && exchangeId !== '' && call.exchangeId !== '' && !isRead) return null;
    if (call.lifetime === 'connection' && session !== '' && !isSameSession && !isRead) return null;
    return isSameSession ? 1 : 2;
  };
}

/** Entries come in recorded order, so one pass finds the first unused and the last used of each scope. */
function pick(entries: readonly Entry[], scope: Scope, used: ReadonlySet<string>): Entry | null {
  const fresh: (Entry | undefined)[] = [];
  const last: (Entry | undefined)[] = [];
  for (const entry of entries) {
    const near = scope(entry);
    if (near === null) continue;
    if (used.has(entry.call.id)) last[near] = entry;
    else fresh[near] ??= entry;
    if (near === 0 && fresh[0] !== undefined) break;
  }
  return fresh[0] ?? last[0] ?? fresh[1] ?? last[1] ?? fresh[2] ?? last[2] ?? null;
}

type Search = {
  readonly live: LiveCall;
  readonly scope: Scope;
  readonly used: ReadonlySet<string>;
  readonly options: AnswerBookOptions;
};
type Scored = { readonly entry: Entry; readonly scored: CallScore; readonly rank: readonly number[] };

function closestOf(bucket: readonly Entry[], search: Search): Scored | null {
  let best: Scored | null = null;
  let looked = 0;
  for (const entry of nearestFirst(bucket, search)) {
    if (looked === mostScored) break;
    looked += 1;
    const { live, scope, used, options } = search;
    const scored = scoreCall(entry.features, live.features, {
      shapes: options.shapes,
      isSameExchange: mayShareExchange(entry, live),
    });
    if (scored.score === 0) continue;
    // Nearness before likeness: what this very exchange was told fits it better than what another was.
    const isUsed = used.has(entry.call.id);
    const rank = [-(scope(entry) ?? 2), scored.score, isUsed ? 0 : 1, isUsed ? entry.at : -entry.at];
    if (best === null || isHigher(rank, best.rank)) best = { entry, scored, rank };
  }
  return best;
}

function nearestFirst(bucket: readonly Entry[], { scope }: Search): readonly Entry[] {
  const allowed = bucket.map((entry) => ({ entry, near: scope(entry) })).filter(({ near }) => near !== null);
  return allowed.toSorted((one, other) => (one.near ?? 2) - (other.near ?? 2)).map(({ entry }) => entry);
}

function mayShareExchange({ call }: Entry, { exchangeId }: LiveCall): boolean {
  return exchangeId === '' || call.exchangeId === '' || call.exchangeId === exchangeId;
}

function isHigher(rank: readonly number[], than: readonly number[]): boolean {
  const at = rank.findIndex((value, index) => value !== than[index]);
  return at !== -1 && (rank[at] ?? 0) > (than[at] ?? 0);
}

/** The closest is told even where it may not answer, for the reader to see what was meant. */
function missed(live: LiveCall, index: IndexedCalls, { shapes }: AnswerBookOptions): FoundAnswer {
  const sameShape = index.byBucket.get(live.features.bucket) ?? [];
  const scored = sameShape.slice(0, mostScored).map((entry) => ({
    call: entry.call,
    differs: scoreCall(entry.features, live.features, { shapes, isSameExchange: true }).differs,
  }));
  const [closest] = scored.toSorted((one, other) => one.differs.length - other.differs.length);
  if (closest !== undefined) return { kind: 'missed', closest: closest.call, differs: closest.differs };
  const [ofHost] = index.byOrigin.get(live.features.origin) ?? [];
  const differs =
    ofHost === undefined ? [] : [ofHost.features.method === live.features.method ? 'path' : 'method'];
  return { kind: 'missed', closest: ofHost?.call ?? null, differs };
}
