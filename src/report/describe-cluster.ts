import type { Cluster } from '../domain/cluster.ts';
import type { ArrangedCluster } from './arrange-clusters.ts';
import { differingPart } from './differing-part.ts';
import { kindText } from './kind-text.ts';
import { counted, grouped } from './number-text.ts';
import { joinFirst, type Phrase, say, valueOrNothing } from './phrase.ts';
import { placeText } from './place-text.ts';

/** What a report says of one group of findings, apart from its cause. */
export type ClusterText = {
  readonly where: Phrase;
  readonly kind: string;
  readonly before: Phrase;
  readonly after: Phrase;
  /** Whether both sides are short enough to stand in one line: `16 → 15`. */
  readonly short: boolean;
  /** `41 of 312 exchanges`; empty when it was seen before anything was replayed. */
  readonly frequency: string;
  /** Other places that lead back to the same cause; empty when there is none. */
  readonly elsewhere: Phrase;
  /** The smallest request that shows it; empty when it needs none. */
  readonly shownBy: Phrase;
  /** Other parts of the same answers that differ because of it; empty when there is none. */
  readonly brings: Phrase;
  /** What later answers probably show because of it; empty when there is none. */
  readonly leaves: Phrase;
};

/** Puts a cluster and what follows from it into words. `replayed` is the number of exchanges it is to be seen against. */
export function describeCluster(
  { cluster, inAnswer, inState }: ArrangedCluster,
  replayed: number,
  mostPlaces = 5,
): ClusterText {
  const [before, after] = sidesOf(cluster.example);
  return {
    where: whereOf(cluster),
    kind: `${kindText[cluster.kind]}${spreadOf(cluster)}`,
    before: valueOrNothing(before),
    after: valueOrNothing(after),
    short: (before ?? '').length <= 40 && (after ?? '').length <= 40,
    frequency: frequencyOf(cluster, replayed),
    elsewhere: elsewhereOf(cluster, mostPlaces),
    shownBy: shownByOf(cluster),
    brings: joinFirst(
      inAnswer.map((one) => consequence(one, cluster)),
      ', ',
      mostPlaces,
    ),
    leaves: joinFirst(
      inState.map((one) => consequence(one, cluster)),
      ', ',
      mostPlaces,
    ),
  };
}

/** `, always by −1`; `, by −3 to 12, in the middle −1`. */
function spreadOf({ deltas }: Cluster): string {
  if (deltas === undefined) return '';
  const { min, median, max } = deltas;
  if (min === max) return `, always by ${signed(min)}`;
  return `, by ${signed(min)} to ${signed(max)}, in the middle ${signed(median)}`;
}

function signed(number: number): string {
  return number < 0 ? `−${-number}` : `+${number}`;
}

/** With the service in front, where there are several. */
function whereOf({ service, route, pattern }: Cluster): Phrase {
  const where = say`${route}  ${placeText(pattern)}`;
  return service === undefined ? where : say`${service}: ${where}`;
}

/** The sides of its example, each `null` where nothing is there. */
function sidesOf({ baseline, candidate }: Cluster['example']): readonly [string | null, string | null] {
  return baseline === null || candidate === null ? [baseline, candidate] : differingPart(baseline, candidate);
}

function frequencyOf({ exchanges, kind, pattern, example, findings }: Cluster, replayed: number): string {
  // What something costs is measured over all exchanges of a route; the one it bears only serves as example.
  if (kind === 'start-failed' || pattern.startsWith('cost/')) return '';
  if (example.exchangeId === '') return counted(findings.length, 'stored difference');
  return replayed >= exchanges
    ? `${grouped(exchanges)} of ${counted(replayed, 'exchange')}`
    : counted(exchanges, 'exchange');
}

function elsewhereOf({ places, route, pattern, kind }: Cluster, most: number): Phrase {
  const others = places.filter(
    (place) => place.route !== route || place.pattern !== pattern || place.kind !== kind,
  );
  const named = others.map((place) => {
    const isAmbiguous =
      places.filter((one) => one.route === place.route && one.pattern === place.pattern).length > 1;
    const what = isAmbiguous ? [` ${kindText[place.kind]}`] : [];
    return say`${whereFrom(place, route)}${what} (${place.exchanges})`;
  });
  return joinFirst(named, ', ', most);
}

/** The route is left out where the reader is on it already. */
function whereFrom(place: { readonly route: string; readonly pattern: string }, route: string): Phrase {
  return place.route === route
    ? say`${placeText(place.pattern)}`
    : say`${place.route} ${placeText(place.pattern)}`;
}

function consequence(cluster: Cluster, cause: Cluster): Phrase {
  return say`${whereFrom(cluster, cause.route)} (${cluster.exchanges})`;
}

function shownByOf({ example, pattern, firstSeen }: Cluster): Phrase {
  if (example.exchangeId === '') {
    if (example.place === pattern) return [];
    return say`${placeText(example.place)}; which exchange wrote it could not be told`;
  }
  const request = say`${`${example.method} ${example.target}`}, exchange ${example.exchangeId}`;
  const shown = example.place === pattern ? request : say`${request}, at ${placeText(example.place)}`;
  if (firstSeen === undefined || firstSeen === example.exchangeId) return shown;
  return say`${shown}; first seen in ${firstSeen}`;
}
