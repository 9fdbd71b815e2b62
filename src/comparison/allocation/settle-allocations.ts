import type { AllocationReport, AllocationRow, FunctionProfile } from '../../domain/allocation.ts';
import type { CostSettings } from '../../domain/cost.ts';
import type { Divergence, DivergenceKind, ShownValue } from '../../domain/divergence.ts';
import type { Confirmed } from '../confirm-divergences.ts';
import { amountText } from '../cost/cost-text.ts';
import { judgeFunctions, judgeTotals, type KnownCode } from './judge-functions.ts';
import { judgeHandles } from './judge-handles.ts';
import { type JudgedSeries, judgeSeries } from './judge-series.ts';
import { measuredText } from './measured-text.ts';
import {
  type AllocationRun,
  type AllocationSamples,
  sampleAllocations,
  type ToldAllocations,
} from './sample-allocations.ts';
import { screenBound } from './screen-routes.ts';

/** All routes, measured lightly; and those that may allocate more, once again by their functions. */
export type AllocationRuns = {
  /** How many routes the whole plan has: those with too few exchanges were not measured at all. */
  readonly routes: number;
  readonly light: AllocationRun;
  readonly profile: ProfileRun;
};

export type ProfileRun =
  | { readonly kind: 'not-needed' }
  | { readonly kind: 'not-measured'; readonly reason: string }
  | ({ readonly kind: 'measured'; readonly routes: ReadonlySet<string> } & AllocationRun);

export type SettledAllocations = {
  readonly report: AllocationReport;
  readonly findings: readonly Confirmed[];
};

/** Rows that the evidence holds at most, findings first. */
const mostRows = 200;

/** What single exchanges allocate, hold up and leave open, as findings where the statistics say so, and as rows for the evidence. */
export function settleAllocations(
  { routes, light, profile }: AllocationRuns,
  settings: CostSettings,
  code: KnownCode,
): SettledAllocations {
  const all = sampleAllocations(light.costs, light.told);
  const samples = withEnough(all, settings);
  const profiled = profiledSamples(profile, settings);
  const functions = [...judgeFunctions(profiled, settings, code), ...judgeTotals(samples, settings)];
  const others = [
    ...judgeDelays(samples, settings).map(({ row }) => row),
    ...judgeHandles(all, new Set(samples.keys())),
  ];
  const rows = [...functions.filter(isTold).map(({ row }) => row), ...others.filter(isDifferent)];
  const exampleOf = (route: string) => samples.get(route)?.at(-1)?.exchangeId ?? '';
  return {
    report: {
      kind: 'measured',
      routes: samples.size,
      exchanges: [...all.values()].reduce((sum, { length }) => sum + length, 0),
      seconds: inTenths(light.seconds),
      budgetSeconds: settings.allocationSeconds,
      percent: settings.allocationPercent,
      bytes: settings.allocation,
      tooFew: routes - samples.size,
      screen: screenBound(settings),
      profile: profileReport(profile, profiled),
      rows: rows.toSorted((one, another) => rankOf(one) - rankOf(another)).slice(0, mostRows),
    },
    findings: [...findingRows(functions), ...others.filter(({ verdict }) => verdict === 'more')].map((row) =>
      asFinding(row, exampleOf(row.route)),
    ),
  };
}

function withEnough(samples: AllocationSamples, { allocationRequests }: CostSettings): AllocationSamples {
  return new Map([...samples].filter(([, ofRoute]) => ofRoute.length >= allocationRequests));
}

/** Of the routes that were asked for: others are in that run for what they write. */
function profiledSamples(profile: ProfileRun, settings: CostSettings): AllocationSamples {
  if (profile.kind !== 'measured') return new Map();
  const all = withEnough(sampleAllocations(profile.costs, profile.told), settings);
  return new Map([...all].filter(([route]) => profile.routes.has(route)));
}

function profileReport(profile: ProfileRun, samples: AllocationSamples): FunctionProfile {
  if (profile.kind !== 'measured') return profile;
  const exchanges = [...samples.values()].reduce((sum, { length }) => sum + length, 0);
  return { kind: 'measured', routes: [...samples.keys()], exchanges, seconds: inTenths(profile.seconds) };
}

function inTenths(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}

function judgeDelays(samples: AllocationSamples, settings: CostSettings): readonly JudgedSeries[] {
  const series = [...samples].map(([route, ofRoute]) => {
    const of = (role: keyof ToldAllocations) => ofRoute.map((sample) => sample[role].delayMs);
    const values = { baseline: of('baseline'), secondary: of('secondary'), candidate: of('candidate') };
    return { route, measured: { kind: 'event-loop' }, values } as const;
  });
  const { allocationPercent: percent, loopDelayMs: absolute } = settings;
  return judgeSeries(series, { percent, absolute, text: (amount) => amountText('latency', amount) });
}

/** The sum of a route is always told; a function where it differs, or would have. */
function isTold({ row, isMoved }: JudgedSeries): boolean {
  return row.measured.kind === 'all-functions' || isDifferent(row) || isMoved === true;
}

function isDifferent({ verdict }: AllocationRow): boolean {
  return verdict !== 'same';
}

/** The sum of a route is a finding by itself only where no function of the service explains it. */
function findingRows(judged: readonly JudgedSeries[]): readonly AllocationRow[] {
  const more = judged.map(({ row }) => row).filter(({ verdict }) => verdict === 'more');
  const explained = new Set(
    more.filter(({ measured }) => measured.kind === 'function').map(({ route }) => route),
  );
  return more.filter(({ measured, route }) => measured.kind === 'function' || !explained.has(route));
}

const verdicts = ['more', 'could-not-tell', 'less', 'same'] as const;
const rankOf = ({ verdict }: AllocationRow): number => verdicts.indexOf(verdict);

function asFinding(row: AllocationRow, exchangeId: string): Confirmed {
  return {
    exchangeId,
    route: row.route,
    baselineStatus: null,
    divergence: divergenceOf(row),
    outcome: { kind: 'counted', reason: `${row.reason}; against both instances of the base` },
  };
}

const kinds: Readonly<Record<AllocationRow['measured']['kind'], DivergenceKind>> = {
  function: 'allocation-grew',
  'all-functions': 'allocation-grew',
  handles: 'handles-left-open',
  'event-loop': 'event-loop-held-up',
};

function divergenceOf(row: AllocationRow): Divergence {
  const place = placeOf(row);
  return {
    ...{ kind: kinds[row.measured.kind], place, pattern: place },
    note: `${measuredText(row)}: ${row.reason}`,
    baseline: shown(row, row.baseline),
    candidate: shown(row, row.candidate),
  };
}

function placeOf({ measured }: AllocationRow): string {
  switch (measured.kind) {
    case 'function':
      return `cost/allocation/${measured.file}#${measured.function || '(anonymous)'}`;
    case 'all-functions':
      return 'cost/allocation';
    case 'handles':
      return `cost/handles/${measured.sort}`;
    case 'event-loop':
      return 'cost/event-loop';
    default:
      return measured satisfies never;
  }
}

function shown({ measured }: AllocationRow, amount: number | null): ShownValue | null {
  if (amount === null) return null;
  const text = {
    function: `${amountText('memory', amount)} allocated per exchange`,
    'all-functions': `${amountText('memory', amount)} allocated per exchange`,
    handles: `${Number(amount.toFixed(2))} left open per exchange`,
    'event-loop': `event loop held up for ${amountText('latency', amount)}`,
  }[measured.kind];
  return { type: 'text', text, length: text.length };
}
