import type { AllocationRun } from '../../../src/comparison/allocation/sample-allocations.ts';
import type { AllocationEvent } from '../../../src/domain/allocation.ts';
import { type InstanceRole, instanceRoles } from '../../../src/domain/observation.ts';
import { createChance } from '../cost/simulated-costs.ts';

/** What one instance allocates, holds up and leaves open in one exchange, in truth. */
export type Truth = {
  /** Bytes by `file:line name`. */
  readonly functions?: Readonly<Record<string, number>>;
  readonly delayMs?: number;
  readonly handles?: Readonly<Record<string, number>>;
};
export type TruthOf = (role: InstanceRole, exchange: number) => Truth;

/** A run over some routes, as V8 would tell of it: one sample in 4 KiB, by chance. */
export function simulateAllocations(
  routes: Readonly<Record<string, TruthOf>>,
  { exchanges = 36, seed = 1 }: { readonly exchanges?: number; readonly seed?: number } = {},
): AllocationRun {
  const chance = createChance(seed);
  const told: Record<InstanceRole, AllocationEvent[]> = { baseline: [], secondary: [], candidate: [] };
  for (let exchange = 0; exchange < exchanges; exchange += 1) {
    for (const [route, truthOf] of Object.entries(routes)) {
      for (const role of instanceRoles) {
        const exchangeId = `${route} ${exchange}`;
        told[role].push(eventOf(exchangeId, told[role].length, truthOf(role, exchange), chance));
      }
    }
  }
  const cost = { latencyMs: 1, responseBytes: 1 };
  const costs = new Map(
    Object.keys(routes).map((route) => [
      route,
      Array.from({ length: exchanges }, (_, exchange) => ({
        exchangeId: `${route} ${exchange}`,
        ...{ baseline: cost, secondary: cost, candidate: cost },
      })),
    ]),
  );
  return { costs, told, seconds: 3.21 };
}

function eventOf(
  exchangeId: string,
  sequence: number,
  { functions = {}, delayMs = 0, handles = {} }: Truth,
  chance: () => number,
): AllocationEvent {
  const seen = Object.entries(functions).map(([place, bytes]) => {
    const [, file = '', line = '0', name = ''] = /^(.+):(\d+) ?(.*)$/.exec(place) ?? [];
    return { file, line: Number(line), function: name, bytes: sampled(bytes, chance) };
  });
  const rest = sampled(60_000, chance);
  return {
    ...{ kind: 'allocation', exchangeId, sequence, spentMs: 3 },
    total: seen.reduce((sum, { bytes }) => sum + bytes, rest),
    functions: seen.filter(({ bytes }) => bytes > 0),
    delayMs: delayMs + 2 * chance(),
    handles,
  };
}

/** A Poisson number of samples, of 4 KiB each. */
function sampled(bytes: number, chance: () => number): number {
  let [samples, left] = [-1, 1];
  const end = Math.exp(-Math.min(600, bytes / 4096));
  for (; left > end; samples += 1) left *= chance();
  return samples * 4096;
}
