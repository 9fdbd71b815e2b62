import type { Divergence, DivergenceKind } from '../../domain/divergence.ts';
import type { ComparedExchange, ComparedRun } from '../compared-run.ts';
import { isValueKind } from '../values/kinds-of-value.ts';
import { falseDiscoveryRates } from './paired-test.ts';
import { type Ballot, testPlace } from './test-place.ts';
import { type Vote, voteOn } from './vote-on-place.ts';

/** Why a place that varies differs too often or too much in one direction; `null` where chance explains it. */
export type SystematicDifferences = (
  route: string,
  divergence: Pick<Divergence, 'pattern' | 'kind'>,
) => string | null;

/** Of the places flagged, at most one in a hundred is by chance. */
const mostFalse = 0.01;

/**
 * A place that varies hides a change that keeps to what varies there: a flag that is drawn and is now always off, a score
 * that strays and is now always higher. One exchange cannot tell. Over all exchanges of the route, an unchanged build
 * answers the candidate's way as often as the secondary's; where it does not, more often than chance allows and in every
 * run, the difference stands.
 */
export function findSystematic(runs: readonly ComparedRun[]): SystematicDifferences {
  const runsOf = runsByRoute(runs);
  const tested = [...ballotsOf(runs)].flatMap(([key, { route, ballots }]) => {
    const found = testPlace(ballots, runsOf.get(route) ?? []);
    return found === null ? [] : [{ key, ...found }];
  });
  const rates = falseDiscoveryRates(tested.map(({ p }) => p));
  const standing = new Map(
    tested.flatMap(({ key, reason }, index) => {
      const rate = rates[index] ?? 1;
      return rate < mostFalse ? [[key, `${reason} (q = ${rate.toPrecision(2)})`] as const] : [];
    }),
  );
  return (route, { pattern, kind }) => standing.get(keyOf(route, pattern, kind)) ?? null;
}

/** What must come back must come back in each run that replayed its route. */
function runsByRoute(runs: readonly ComparedRun[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, readonly number[]>();
  for (const [run, { exchanges }] of runs.entries()) {
    const routes = new Set<string>();
    for (const { route, noise } of exchanges) if (noise !== null) routes.add(route);
    for (const route of routes) found.set(route, [...(found.get(route) ?? []), run]);
  }
  return found;
}

type PlaceBallots = { readonly route: string; readonly ballots: Ballot[] };

function ballotsOf(runs: readonly ComparedRun[]): ReadonlyMap<string, PlaceBallots> {
  const all = new Map<string, PlaceBallots>();
  for (const [run, { differing }] of runs.entries()) {
    for (const exchange of differing) {
      for (const [key, vote] of votesOf(exchange)) {
        const place = all.get(key) ?? { route: exchange.route, ballots: [] };
        all.set(key, place);
        place.ballots.push({ run, vote });
      }
    }
  }
  return all;
}

function votesOf({ route, divergences, noise }: ComparedExchange): ReadonlyMap<string, Vote> {
  if (noise === null) return new Map();
  const group = (list: readonly Divergence[]) =>
    Map.groupBy(list, ({ pattern, kind }) => keyOf(route, pattern, kind));
  const [ofCandidate, ofSecondary] = [group(divergences), group(noise)];
  const vote = (key: string): Vote =>
    voteOn({ candidate: ofCandidate.get(key) ?? [], secondary: ofSecondary.get(key) ?? [] });
  return new Map([...new Set([...ofCandidate.keys(), ...ofSecondary.keys()])].map((key) => [key, vote(key)]));
}

/** Presence of one place is one question, whichever way it goes; so is its value. */
function keyOf(route: string, pattern: string, kind: DivergenceKind): string {
  const family = isValueKind(kind) ? 'value' : kind.replace(/-(added|removed)$/, '');
  return `${route}\n${pattern}\n${family}`;
}
