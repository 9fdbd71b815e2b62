/**
 * The third run: a part of the plan again, against fresh instances, one exchange after the other, so that what is allocated, held up and left open
 * meanwhile is known to be its own. Where a route may allocate more, its functions are profiled in a fourth: V8 collects garbage for each exchange
 * then, which would spoil every other measurement and takes several times as long.
 */
import type { AllocationRun } from '../comparison/allocation/sample-allocations.ts';
import { screenRoutes } from '../comparison/allocation/screen-routes.ts';
import type { AllocationRuns } from '../comparison/allocation/settle-allocations.ts';
import type { MemoryPoint } from '../comparison/cost/judge-memory.ts';
import type { AllocationEvent } from '../domain/allocation.ts';
import type { CostSettings } from '../domain/cost.ts';
import { instanceRoles } from '../domain/observation.ts';
import type { RuntimeSnapshot } from '../domain/runtime-snapshot.ts';
import { GateError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { samplePlan } from '../replay/choosing/sample-plan.ts';
import { makeRun } from './make-run.ts';
import type { Run } from './replay-run.ts';
import type { RunRequest, TrialRequest } from './run-request.ts';
import { nothingSuspect } from './run-state.ts';

export type MeasuredAllocations =
  | ({ readonly kind: 'measured'; readonly memory: readonly MemoryPoint[] } & AllocationRuns)
  | NotMeasured;

type NotMeasured = { readonly kind: 'not-measured'; readonly reason: string };

/** In less nothing would be learned of a route. */
const leastSeconds = 1;
/** Some may fail, or be answered otherwise. */
const spare = 6;

type MeasureRequest = TrialRequest & Pick<RunRequest, 'state'>;

/** Called when the observe run is over. That it cannot be done is no failure of the gate, and is said. */
export async function measureAllocations(
  request: MeasureRequest,
  observe: Run,
  ports: Ports,
): Promise<MeasuredAllocations> {
  const { cost: settings } = request;
  if (settings === undefined) return notMeasured('it was not asked for');
  const { allocationRequests: enough, allocationSeconds: seconds } = settings;
  const reason = reasonAgainst(request, settings, observe);
  if (reason !== null) return notMeasured(reason);
  const plan = samplePlan(request.plan, { enough, wanted: enough + spare });
  if (plan === null) return notMeasured(`no route has the ${enough} exchanges that are needed`);
  const light = await runAlone({ ...request, plan, run: 'measure', seconds }, ports);
  if (light.kind === 'not-measured') return light;
  const routes = screenRoutes(light, settings);
  const suspicious = samplePlan(request.plan, { enough, wanted: enough + spare, routes });
  const left = seconds - light.seconds;
  const measured = {
    kind: 'measured',
    routes: request.plan.routes.length,
    memory: light.memory,
    light,
  } as const;
  if (suspicious === null) return { ...measured, profile: { kind: 'not-needed' } };
  const again = { ...request, plan: suspicious, run: 'profile', seconds: left } as const;
  const profile = left < leastSeconds ? notMeasured('no time was left') : await runAlone(again, ports);
  return { ...measured, profile: profile.kind === 'measured' ? { ...profile, routes } : profile };
}

type AloneRequest = MeasureRequest & {
  readonly run: 'measure' | 'profile';
  /** For which it may replay. */
  readonly seconds: number;
};

type AloneRun = { readonly kind: 'measured'; readonly memory: readonly MemoryPoint[] } & AllocationRun;

/** One exchange after the other, of instances that were started for it. */
async function runAlone(
  { seconds, ...request }: AloneRequest,
  ports: Ports,
): Promise<AloneRun | NotMeasured> {
  const { plan, run } = request;
  const detail = `${plan.exchanges.length} exchanges one by one, for ${Math.ceil(seconds)} s at most`;
  ports.onProgress({ kind: 'stage', name: run, detail });
  const quiet: Ports = { ...ports, onProgress: () => {} };
  const runTimeoutMs = Math.ceil(Math.min(seconds * 1_000, request.replay.runTimeoutMs));
  const alone: RunRequest = {
    ...request,
    ...{ suspects: [], stateSuspects: nothingSuspect, probes: { baseline: [], candidate: [] } },
    replay: { ...request.replay, concurrency: 1, timing: 'as-fast-as-possible', runTimeoutMs },
  };
  const startedAt = performance.now();
  try {
    const outcome = await makeRun(alone, quiet, () => {});
    if (outcome.kind === 'candidate-failed') return notMeasured('the candidate did not start again');
    const { measures, snapshots } = outcome.run;
    const told = {
      baseline: allocationsOf(snapshots.baseline),
      secondary: allocationsOf(snapshots.secondary),
      candidate: allocationsOf(snapshots.candidate),
    };
    if (told.candidate.length === 0) return notMeasured('this Node does not tell it');
    const { costs, memory } = measures;
    return { kind: 'measured', costs, memory, told, seconds: (performance.now() - startedAt) / 1_000 };
  } catch (error) {
    if (ports.signal.aborted || !(error instanceof GateError)) throw error;
    return notMeasured(`the run failed (${error.code})`);
  }
}

function notMeasured(reason: string): NotMeasured {
  return { kind: 'not-measured', reason };
}

function allocationsOf(snapshot: RuntimeSnapshot | undefined): readonly AllocationEvent[] {
  return (snapshot?.events ?? []).filter((event) => event.kind === 'allocation');
}

/** Null when it can be done. */
function reasonAgainst(
  { baseline, candidate }: MeasureRequest,
  settings: CostSettings,
  observe: Run,
): string | null {
  if (!settings.enabled || settings.allocationSeconds === 0) return 'the settings switch it off';
  if (baseline.kind === 'running' || candidate.kind === 'running')
    return 'services that already run have no agent';
  if (observe.candidateEnd !== null) return 'the candidate ended in the first run';
  const isNode = instanceRoles.every((role) => observe.snapshots[role]?.language === 'node');
  return isNode ? null : 'only services of Node with the agent tell it';
}
