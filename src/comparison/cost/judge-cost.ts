import type { CostMeasure, CostRow, CostSettings } from '../../domain/cost.ts';
import type { ComparedCost } from './compare-cost.ts';
import { amountText } from './cost-text.ts';

/** From what difference on a measure is a finding, of a baseline of that size. */
type Bound = { readonly percent: number; readonly absolute: number };

/** What is asked of a route whose costs were compared. */
export type CostQuestion = {
  readonly measure: CostMeasure;
  readonly compared: ComparedCost;
  /** False-discovery rate of the route among all routes of this measure. */
  readonly rate: number;
};

export type CostJudgement = Pick<CostRow, 'verdict' | 'reason'>;

/**
 * Whether the candidate costs more on one route. False alarms are worse than misses here, so that all of this must hold, against the
 * baseline and against the secondary alike: a significant difference, of the size that the settings ask for, with the
 * whole interval on its side, in the first half of the run and in the second, and well above what two instances of one build differ by.
 */
export function judgeCost(question: CostQuestion, settings: CostSettings): CostJudgement {
  const { measure, compared, rate } = question;
  const least = leastDifference(boundOf(measure, settings), compared.baseline);
  const { estimate } = compared.found;
  const size = `${amountText(measure, estimate, 'signed')} (${spanText(measure, compared)})`;
  if (Math.abs(estimate) < least) return same(`${size} is below ${amountText(measure, least)}`);
  if (rate > 1 - settings.confidence) return same(`${size} may be chance (q ${rate.toFixed(3)})`);
  if (compared.machine === null || compared.control === null) {
    return unknown('no second instance of the base ran that would show what the machine alone makes');
  }
  const sign = Math.sign(estimate);
  const byMachine = Math.max(...compared.machine.interval.map((bound) => sign * bound));
  if (byMachine > Math.abs(estimate) / 2) {
    return unknown(
      `${size}, but two instances of the base differ by up to ${amountText(measure, byMachine)}`,
    );
  }
  if (!isOnSide(compared.found.interval, sign) || !isOnSide(compared.control.interval, sign)) {
    return unknown(`${size}, but the interval reaches the other side`);
  }
  if (sign * compared.control.estimate < least) {
    return unknown(
      `${size}, but only ${amountText(measure, compared.control.estimate)} against the secondary`,
    );
  }
  if (compared.halves.some((half) => sign * half < least)) {
    return unknown(`${size} over the whole run, but not in each half of it`);
  }
  return { verdict: sign > 0 ? 'more' : 'less', reason: `${size} in ${compared.pairs.length} exchanges` };
}

/** Both bounds must be passed. */
function leastDifference({ percent, absolute }: Bound, baseline: number): number {
  return Math.max(absolute, (baseline * percent) / 100);
}

function boundOf(measure: CostMeasure, settings: CostSettings): Bound {
  switch (measure) {
    case 'latency':
      return { percent: settings.latencyPercent, absolute: settings.latencyMs };
    case 'response-bytes':
      return { percent: settings.bytesPercent, absolute: settings.bytes };
    case 'outbound-calls':
      return { percent: settings.callsPercent, absolute: settings.calls };
    case 'memory':
      return { percent: settings.memoryPercent, absolute: settings.memory };
  }
}

function spanText(measure: CostMeasure, { found: { interval } }: ComparedCost): string {
  return `${amountText(measure, interval[0])} to ${amountText(measure, interval[1])}`;
}

function isOnSide([low, high]: readonly [number, number], sign: number): boolean {
  return sign > 0 ? low > 0 : high < 0;
}

function same(reason: string): CostJudgement {
  return { verdict: 'same', reason };
}

function unknown(reason: string): CostJudgement {
  return { verdict: 'could-not-tell', reason };
}
