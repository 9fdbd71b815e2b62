import type { AllocationEvent, FunctionAllocation } from '../../domain/allocation.ts';
import type { InstanceRole } from '../../domain/observation.ts';
import type { SampledCosts } from '../cost/sample-costs.ts';

/** One exchange as all three instances told it. */
export type AllocationSample = { readonly exchangeId: string } & Readonly<
  Record<InstanceRole, AllocationEvent>
>;

/** By route, in the order of the run. */
export type AllocationSamples = ReadonlyMap<string, readonly AllocationSample[]>;

/** What each instance told of single exchanges. */
export type ToldAllocations = Readonly<Record<InstanceRole, readonly AllocationEvent[]>>;

/** One run in which exchanges were measured one after the other. */
export type AllocationRun = {
  readonly costs: SampledCosts;
  readonly told: ToldAllocations;
  readonly seconds: number;
};

/**
 * Brings together what the instances told of each exchange. Only exchanges that all answered with one status count, as for other costs, and of
 * them only those that all three told of: an exchange that ran beside another is told by none.
 */
export function sampleAllocations(costs: SampledCosts, told: ToldAllocations): AllocationSamples {
  const [baseline, secondary, candidate] = [byId(told.baseline), byId(told.secondary), byId(told.candidate)];
  return new Map(
    [...costs].map(([route, samples]) => [
      route,
      samples.flatMap(({ exchangeId }) => {
        const one = baseline.get(exchangeId);
        const again = secondary.get(exchangeId);
        const other = candidate.get(exchangeId);
        if (one === undefined || again === undefined || other === undefined) return [];
        return [{ exchangeId, baseline: one, secondary: again, candidate: other }];
      }),
    ]),
  );
}

/** What the exchanges of a route allocated in all, those of which it is known everywhere. */
export function sampledTotals(
  samples: readonly AllocationSample[],
): Readonly<Record<InstanceRole, readonly number[]>> {
  const totals: Record<InstanceRole, number[]> = { baseline: [], secondary: [], candidate: [] };
  for (const { baseline, secondary, candidate } of samples) {
    if (baseline.total === null || secondary.total === null || candidate.total === null) continue;
    totals.baseline.push(baseline.total);
    totals.secondary.push(secondary.total);
    totals.candidate.push(candidate.total);
  }
  return totals;
}

/** Several processes of one instance may answer; each exchange is answered by one of them. */
function byId(events: readonly AllocationEvent[]): ReadonlyMap<string, AllocationEvent> {
  return new Map(events.map((event) => [event.exchangeId, event]));
}

/** A function in both builds: by file and name, since lines move. Those without a name are one for each file. */
export type SampledFunction = {
  readonly file: string;
  readonly function: string;
  /** Where it begins at head; at base where it is there alone. Of several, the one that allocates most. */
  readonly line: number;
  /** Bytes of each exchange, in its order; 0 where it was not seen. */
  readonly bytes: Readonly<Record<InstanceRole, readonly number[]>>;
};

/** `headPathOf` gives the path at head of a file of the base, for files that moved. */
export function sampledFunctions(
  samples: readonly AllocationSample[],
  headPathOf: (path: string) => string,
): readonly SampledFunction[] {
  const found = new Map<string, FoundFunction>();
  for (const [index, sample] of samples.entries()) {
    for (const role of ['candidate', 'baseline', 'secondary'] as const) {
      for (const each of sample[role].functions) {
        const file = role === 'candidate' ? each.file : headPathOf(each.file);
        const known = found.get(`${file}\n${each.function}`) ?? newFunction(file, each, samples.length);
        found.set(`${file}\n${each.function}`, known);
        known.bytes[role][index] = (known.bytes[role][index] ?? 0) + each.bytes;
        noteLine(known, each, role);
      }
    }
  }
  return [...found.values()].map(({ lines, ...rest }) => ({ ...rest, line: usualLine(lines) }));
}

type FoundFunction = {
  readonly file: string;
  readonly function: string;
  readonly bytes: Record<InstanceRole, number[]>;
  readonly lines: { readonly head: Map<number, number>; readonly base: Map<number, number> };
};

function newFunction(file: string, each: FunctionAllocation, samples: number): FoundFunction {
  const none = () => new Array<number>(samples).fill(0);
  return {
    ...{ file, function: each.function },
    bytes: { baseline: none(), secondary: none(), candidate: none() },
    lines: { head: new Map(), base: new Map() },
  };
}

function noteLine({ lines }: FoundFunction, { line, bytes }: FunctionAllocation, role: InstanceRole): void {
  const side = role === 'candidate' ? lines.head : lines.base;
  side.set(line, (side.get(line) ?? 0) + bytes);
}

function usualLine({ head, base }: FoundFunction['lines']): number {
  const [most] = [...(head.size > 0 ? head : base)].toSorted(([, one], [, another]) => another - one);
  return most?.[0] ?? 0;
}
