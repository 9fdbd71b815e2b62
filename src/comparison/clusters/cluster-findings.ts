import type { Cluster } from '../../domain/cluster.ts';
import { type Finding, type ShownValue, severitiesInOrder } from '../../domain/divergence.ts';
import { largestOf } from '../../domain/extremes.ts';
import { measureDeltas } from '../measure-deltas.ts';
import { type CauseGroup, type FirstDivergenceLookup, groupByCause } from './group-by-cause.ts';
import { type Linkable, linkCluster } from './link-clusters.ts';

/** What a report shows of an exchange; `size` in bytes, to choose the smallest as example. */
type ExchangeCard = { readonly method: string; readonly target: string; readonly size: number };

export type ExchangeLookup = (exchangeId: string) => ExchangeCard;

/**
 * Findings with one cause: the line at which the programs part where that is known, else route, place pattern and kind.
 * Called once for counted findings and once for flaky ones. Causes before consequences, worst first.
 */
export function clusterFindings(
  findings: readonly Finding[],
  exchangeOf: ExchangeLookup,
  firstDivergenceOf: FirstDivergenceLookup,
): readonly Cluster[] {
  const lookups = { exchangeOf, firstDivergenceOf };
  const drafts = groupByCause(findings, firstDivergenceOf).map((group) => draftCluster(group, lookups));
  const linked = drafts
    .map((draft) => ({ draft, link: linkCluster(draft, drafts) }))
    .toSorted((one, another) => worstFirst(one, another));
  const idOf = new Map(
    linked.map(({ draft }, index) => [draft, `c${String(index + 1).padStart(2, '0')}`] as const),
  );
  return linked.map(({ draft, link }) => ({
    id: idOf.get(draft) ?? '',
    ...draft.shown,
    ...(link === null ? {} : { follows: idOf.get(link.cause) ?? '', followsThrough: link.through }),
  }));
}

type Lookups = {
  readonly exchangeOf: ExchangeLookup;
  readonly firstDivergenceOf: FirstDivergenceLookup;
};
type Draft = Linkable & { readonly shown: Omit<Cluster, 'id' | 'follows' | 'followsThrough'> };
type Place = Cluster['places'][number];

function draftCluster({ findings: group, hasCause }: CauseGroup, lookups: Lookups): Draft {
  const places = placesOf(group);
  const example = exampleOf(group, places, lookups);
  const { exchangeId, route, divergence } = example;
  const { method, target } = lookups.exchangeOf(exchangeId);
  const findings = group.map(({ id }) => id);
  const shown = {
    route,
    pattern: divergence.pattern,
    kind: divergence.kind,
    places,
    severity: severitiesInOrder[largestOf(group.map(rankOf))] ?? 'breaking',
    exchanges: countExchanges(group),
    findings,
    example: {
      exchangeId,
      method,
      target,
      place: divergence.place,
      baseline: sideOf(divergence.baseline, divergence.kind),
      candidate: sideOf(divergence.candidate, divergence.kind),
    },
    ...measureDeltas(group.filter((finding) => isAt(finding, { route, ...divergence }))),
    ...firstSeenOf(group),
    ...confidenceOf(example),
    firstDivergence: lookups.firstDivergenceOf(example),
  };
  const write = group.find((finding) => mayWrite(lookups.exchangeOf(finding.exchangeId)));
  return {
    shown,
    findings,
    follows: group.map(({ follows }) => follows),
    hasCause,
    firstWrite: write?.id ?? null,
  };
}

/** What is stored differently was seen at the end of the run, whoever wrote it. */
function firstSeenOf([first]: readonly Finding[]): Pick<Cluster, 'firstSeen'> {
  return first === undefined || first.exchangeId === '' ? {} : { firstSeen: first.exchangeId };
}

function confidenceOf({ disposition }: Finding): Pick<Cluster, 'confidence'> {
  return disposition.kind === 'ignored' ? {} : { confidence: disposition.reason };
}

/** Where the type is what changed, the text alone may be the same on both sides: `0` and `"0"`. */
function sideOf(value: ShownValue | null, kind: Finding['divergence']['kind']): string | null {
  if (value === null) return null;
  return kind === 'type-changed' ? `${value.text} (${value.type})` : value.text;
}

/**
 * The smallest exchange at the foremost place, so that title and values belong together; one of which the cause is
 * known goes before one that merely ended at the same statement.
 */
function exampleOf(
  group: readonly Finding[],
  places: readonly Place[],
  { exchangeOf, firstDivergenceOf }: Lookups,
): Finding {
  const isExplained = (finding: Finding) =>
    (firstDivergenceOf(finding)?.kind ?? 'unexplained') !== 'unexplained';
  const explained = group.filter(isExplained);
  const eligible = explained.length > 0 ? explained : group;
  const foremost = places.find((place) => eligible.some((finding) => isAt(finding, place)));
  const [example] = eligible
    .filter((finding) => foremost !== undefined && isAt(finding, foremost))
    .toSorted(
      (one, another) =>
        sizeOf(one, exchangeOf) - sizeOf(another, exchangeOf) ||
        one.exchangeId.localeCompare(another.exchangeId),
    );
  if (example === undefined) throw new Error('a cluster has at least one finding');
  return example;
}

/**
 * Every route, pattern and kind in the group: what is computed from another part of the answer last, then most
 * frequent first, in the order of the recording among equals.
 */
function placesOf(group: readonly Finding[]): readonly Place[] {
  const byPlace = Map.groupBy(group, ({ route, divergence: { pattern, kind } }) =>
    JSON.stringify([route, pattern, kind]),
  );
  return [...byPlace.values()]
    .flatMap((findings) => {
      const [first] = findings;
      if (first === undefined) return [];
      const { pattern, kind } = first.divergence;
      const isComputed = findings.every(({ follows }) => follows !== undefined);
      return [
        { isComputed, place: { route: first.route, pattern, kind, exchanges: countExchanges(findings) } },
      ];
    })
    .toSorted(
      (one, another) =>
        Number(one.isComputed) - Number(another.isComputed) || another.place.exchanges - one.place.exchanges,
    )
    .map(({ place }) => place);
}

function isAt({ route, divergence }: Finding, place: Omit<Place, 'exchanges'>): boolean {
  return route === place.route && divergence.pattern === place.pattern && divergence.kind === place.kind;
}

function countExchanges(findings: readonly Finding[]): number {
  return new Set(findings.map(({ exchangeId }) => exchangeId)).size;
}

/** A finding of which the exchange is not known shows less than any other. */
function sizeOf({ exchangeId }: Finding, exchangeOf: ExchangeLookup): number {
  return exchangeId === '' ? Number.MAX_SAFE_INTEGER : exchangeOf(exchangeId).size;
}

function rankOf({ severity }: Pick<Finding, 'severity'>): number {
  return severitiesInOrder.indexOf(severity);
}

/** Whether a request may change state; one of which nothing is known is taken for one that does not. */
function mayWrite({ method }: ExchangeCard): boolean {
  return !/^(?:GET|HEAD|OPTIONS|TRACE)?$/i.test(method);
}

type Linked = { readonly draft: Draft; readonly link: object | null };

function worstFirst(one: Linked, another: Linked): number {
  return (
    Number(one.link !== null) - Number(another.link !== null) ||
    rankOf(another.draft.shown) - rankOf(one.draft.shown) ||
    another.draft.shown.exchanges - one.draft.shown.exchanges
  );
}
