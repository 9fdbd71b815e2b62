import type { Cluster } from '../domain/evidence.ts';
import { kindText } from './kind-text.ts';
import { counted, grouped } from './number-text.ts';
import { joinFirst, type Phrase, say, valueOrNothing } from './phrase.ts';
import { placeText } from './place-text.ts';

/** What a report says of one group of findings, apart from its cause. */
export type ClusterText = {
  readonly where: Phrase;
  readonly kind: string;
  /** `16 → 15` */
  readonly sides: Phrase;
  /** `41 of 312 exchanges` */
  readonly frequency: string;
  /** Other places that lead back to the same cause; empty when there is none. */
  readonly elsewhere: Phrase;
  readonly shownBy: Phrase;
  /** When it merely follows from another group; empty otherwise. */
  readonly follows: Phrase;
};

/** Puts a cluster into words. `replayed` is the number of exchanges it is to be seen against. */
export function describeCluster(cluster: Cluster, replayed: number, mostPlaces = 5): ClusterText {
  const { example } = cluster;
  return {
    where: say`${cluster.route}  ${placeText(cluster.pattern)}`,
    kind: kindText[cluster.kind],
    sides: say`${valueOrNothing(example.baseline)} → ${valueOrNothing(example.candidate)}`,
    frequency: frequencyOf(cluster, replayed),
    elsewhere: elsewhereOf(cluster, mostPlaces),
    shownBy: shownByOf(cluster),
    follows: cluster.follows === undefined ? [] : say`follows from ${cluster.follows}`,
  };
}

function frequencyOf({ exchanges }: Cluster, replayed: number): string {
  return replayed >= exchanges
    ? `${grouped(exchanges)} of ${counted(replayed, 'exchange')}`
    : counted(exchanges, 'exchange');
}

function elsewhereOf({ places, route, pattern, kind }: Cluster, most: number): Phrase {
  const others = places.filter(
    (place) => place.route !== route || place.pattern !== pattern || place.kind !== kind,
  );
  const named = others.map((place) => say`${place.route} ${placeText(place.pattern)} (${place.exchanges})`);
  return joinFirst(named, ', ', most);
}

function shownByOf({ example, pattern }: Cluster): Phrase {
  const request = say`${`${example.method} ${example.target}`}, exchange ${example.exchangeId}`;
  return example.place === pattern ? request : say`${request}, at ${placeText(example.place)}`;
}
