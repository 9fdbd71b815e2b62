import { type Finding, severitiesInOrder } from '../domain/divergence.ts';
import type { Cluster } from '../domain/evidence.ts';
import type { FirstDivergence } from '../domain/runtime-snapshot.ts';

/** What a report shows of an exchange; `size` in bytes, to choose the smallest as example. */
type ExchangeCard = { readonly method: string; readonly target: string; readonly size: number };

export type ExchangeLookup = (exchangeId: string) => ExchangeCard;
export type FirstDivergenceLookup = (exchangeId: string) => FirstDivergence | null;

/**
 * Findings with one cause: the line at which the programs part where that is known, else route, place pattern and kind.
 * Called once for counted findings and once for flaky ones. Causes before consequences, worst first.
 */
export function clusterFindings(
  findings: readonly Finding[],
  exchangeOf: ExchangeLookup,
  firstDivergenceOf: FirstDivergenceLookup,
): readonly Cluster[] {
  const groups = Map.groupBy(findings, (finding) => causeKey(finding, firstDivergenceOf(finding.exchangeId)));
  const drafts = [...groups.values()]
    .map((group) => draftCluster(group, exchangeOf, firstDivergenceOf))
    .toSorted(worstFirst)
    .map((draft, index) => ({ ...draft, id: `c${String(index + 1).padStart(2, '0')}` }));
  return drafts.map((draft) => finishCluster(draft, drafts));
}

type Draft = Omit<Cluster, 'follows'> & { readonly causes: readonly (string | undefined)[] };
type Place = Cluster['places'][number];

/** A place of which no more is known than that the programs differ is no cause to share. */
function causeKey({ route, divergence: { pattern, kind } }: Finding, first: FirstDivergence | null): string {
  if (first === null || first.kind === 'unexplained') return JSON.stringify([route, pattern, kind]);
  return JSON.stringify([first.kind, first.file, first.baselineLine, first.candidateLine, first.variable]);
}

function draftCluster(
  group: readonly Finding[],
  exchangeOf: ExchangeLookup,
  firstDivergenceOf: FirstDivergenceLookup,
): Draft {
  const places = placesOf(group);
  const [foremost] = places;
  const example = group
    .filter((finding) => foremost !== undefined && isAt(finding, foremost))
    .toSorted((one, another) => sizeOf(one, exchangeOf) - sizeOf(another, exchangeOf))[0];
  if (foremost === undefined || example === undefined) throw new Error('a cluster has at least one finding');
  const { exchangeId, divergence } = example;
  const { method, target } = exchangeOf(exchangeId);
  return {
    id: '',
    route: foremost.route,
    pattern: foremost.pattern,
    kind: foremost.kind,
    places,
    severity: severitiesInOrder[Math.max(...group.map(rankOf))] ?? 'breaking',
    exchanges: countExchanges(group),
    findings: group.map(({ id }) => id),
    example: {
      exchangeId,
      method,
      target,
      place: divergence.place,
      baseline: divergence.baseline?.text ?? null,
      candidate: divergence.candidate?.text ?? null,
    },
    firstDivergence: firstDivergenceOf(exchangeId),
    causes: group.map(({ follows }) => follows),
  };
}

/** Every route, pattern and kind in the group, most frequent first, in the order of the recording among equals. */
function placesOf(group: readonly Finding[]): readonly Place[] {
  const byPlace = Map.groupBy(group, ({ route, divergence: { pattern, kind } }) =>
    JSON.stringify([route, pattern, kind]),
  );
  return [...byPlace.values()]
    .flatMap((findings) => {
      const [first] = findings;
      if (first === undefined) return [];
      const { pattern, kind } = first.divergence;
      return [{ route: first.route, pattern, kind, exchanges: countExchanges(findings) }];
    })
    .toSorted((one, another) => another.exchanges - one.exchanges);
}

/** The example is taken from the place that stands in the title, so that title and values belong together. */
function isAt({ route, divergence }: Finding, place: Place): boolean {
  return route === place.route && divergence.pattern === place.pattern && divergence.kind === place.kind;
}

function countExchanges(findings: readonly Finding[]): number {
  return new Set(findings.map(({ exchangeId }) => exchangeId)).size;
}

function sizeOf({ exchangeId }: Finding, exchangeOf: ExchangeLookup): number {
  return exchangeOf(exchangeId).size;
}

function rankOf({ severity }: Pick<Finding, 'severity'>): number {
  return severitiesInOrder.indexOf(severity);
}

function worstFirst(one: Draft, another: Draft): number {
  const consequence = (draft: Draft): number => (isConsequence(draft) ? 1 : 0);
  return (
    consequence(one) - consequence(another) ||
    rankOf(another) - rankOf(one) ||
    another.exchanges - one.exchanges
  );
}

/** Only when every one of its findings follows a finding outside it. */
function isConsequence({ causes, findings }: Draft): boolean {
  return causes.every((cause) => cause !== undefined && !findings.includes(cause));
}

function finishCluster({ causes, ...cluster }: Draft, drafts: readonly Draft[]): Cluster {
  if (!isConsequence({ ...cluster, causes })) return cluster;
  const cause = drafts.find(({ findings }) => causes.some((id) => id !== undefined && findings.includes(id)));
  return cause === undefined ? cluster : { ...cluster, follows: cause.id };
}
