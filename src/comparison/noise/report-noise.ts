import type { NoiseExample, NoiseReport } from '../../domain/noise-report.ts';
import type { Confirmed } from '../confirm-divergences.ts';
import { describeConstraint } from './value-constraint.ts';

/**
 * What was learned of each place that varies: what it excused, with one example of what that hid, and what stands there all
 * the same and why. One line a place and lesson, so that a reader can disagree.
 */
export function reportNoise(confirmed: readonly Confirmed[]): readonly NoiseReport[] {
  const reports = new Map<string, NoiseReport>();
  for (const one of confirmed) {
    if (one.outcome.kind !== 'noise') continue;
    const key = `${placeKey(one)}\n${one.outcome.learned}`;
    const known = reports.get(key) ?? begin(one, one.outcome.learned);
    reports.set(key, {
      ...known,
      findings: known.findings + 1,
      example: known.example ?? exampleOf(one),
    });
  }
  return [...addRefused(reports, confirmed).values()];
}

/** At the first lesson of the place; at one of its own where nothing was excused there. */
function addRefused(
  excused: ReadonlyMap<string, NoiseReport>,
  confirmed: readonly Confirmed[],
): ReadonlyMap<string, NoiseReport> {
  const reports = new Map(excused);
  const keys = new Map([...excused.keys()].toReversed().map((key) => [key.split('\n', 1)[0] ?? '', key]));
  for (const one of confirmed) {
    if (one.refused === undefined) continue;
    const place = placeKey(one);
    const key = keys.get(place) ?? place;
    const known = reports.get(key) ?? begin(one, learnedAt(one));
    reports.set(key, { ...known, refused: withRefused(known.refused, one) });
  }
  return reports;
}

function withRefused(refused: NoiseReport['refused'], one: Confirmed): NoiseReport['refused'] {
  if (one.refused === undefined) return refused;
  const { refusal, reason } = one.refused;
  const same = refused.find((each) => each.refusal === refusal);
  if (same === undefined) return [...refused, { refusal, reason, findings: 1, example: exampleOf(one) }];
  return refused.map((each) => (each === same ? { ...same, findings: same.findings + 1 } : each));
}

function begin({ route, divergence, place }: Confirmed, learned: string): NoiseReport {
  const { pattern, kind } = divergence;
  const { samples = 0, varied = 0, compared = 0 } = place ?? {};
  const measured = { samples, varied, compared: Math.max(varied, compared) };
  return { route, pattern, kind, learned, ...measured, findings: 0, example: null, refused: [] };
}

function learnedAt({ place }: Confirmed): string {
  if (place === undefined) return 'varies';
  return place.constraint === null ? 'presence or order' : describeConstraint(place.constraint);
}

function placeKey({ route, divergence }: Confirmed): string {
  return JSON.stringify([route, divergence.pattern, divergence.kind]);
}

function exampleOf({ exchangeId, divergence }: Confirmed): NoiseExample {
  const { place, baseline, candidate } = divergence;
  return { exchangeId, place, baseline, candidate };
}
