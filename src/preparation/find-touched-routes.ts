/**
 * Finds out which routes reach changed code before anything of a long recording is chosen: from what earlier gates saw, else by sending a few
 * exchanges of each route to the build before the change, alone. The change itself has no say in what it is judged by.
 */
import { join } from 'node:path';
import type { Plan } from '../domain/plan.ts';
import type { ReachedLines } from '../domain/runtime-snapshot.ts';
import { GateError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import type { TouchedRoutes } from '../replay/choosing/preference-tiers.ts';
import { sampleRoutes } from '../replay/choosing/sample-routes.ts';
import type { Survey } from '../replay/choosing/survey-recording.ts';
import { makeRun } from '../runs/make-run.ts';
import type { TrialRequest } from '../runs/run-request.ts';
import {
  type ReachKey,
  type RememberedReach,
  recallReach,
  rememberReach,
} from '../shadow/build/reach-memory.ts';
import { linesByRoute, touchedRoutesOf } from '../snapshots/exercise/touched-routes.ts';
import { cacheFolderOf } from './cache-folder.ts';
import type { ChangedSource, ChangedSources } from './changed-sources.ts';
import { provideState } from './provide-state.ts';

export type ReachRequest = Omit<TrialRequest, 'plan' | 'candidate' | 'probes'> & {
  readonly survey: Survey;
  readonly budgetMs: number;
};

/** Null where nobody can tell: no file that was there before is changed, the services already run, or no agent sees their code. */
export async function findTouchedRoutes(request: ReachRequest, ports: Ports): Promise<TouchedRoutes> {
  const changed = request.changed.filter(({ baseline }) => baseline !== null);
  if (changed.length === 0) return null;
  const cacheFolder = cacheFolderOf(ports.environment);
  const keyOf = ({ file, baseline }: ChangedSource): ReachKey => ({
    recordingDigest: request.recording.summary.digest,
    path: file.previousPath ?? file.path,
    baseline: baseline ?? '',
  });
  const remembered = await Promise.all(changed.map((each) => recallReach(cacheFolder, keyOf(each))));
  const known = remembered.filter((each) => each !== null);
  if (known.length === changed.length) return touchedBy(changed, known);
  const measured = await measureReach(request, ports);
  if (measured === null) return null;
  const { reached, routeOf } = measured;
  const lines = changed.map(({ file }) => linesByRoute(file.previousPath ?? file.path, reached, routeOf));
  await Promise.all(
    changed.map((each, index) => rememberReach(cacheFolder, keyOf(each), lines[index] ?? {})),
  );
  return touchedBy(changed, lines);
}

function touchedBy(changed: ChangedSources, lines: readonly RememberedReach[]): TouchedRoutes {
  return new Set(changed.flatMap((each, index) => touchedRoutesOf(each, lines[index] ?? {})));
}

type Measured = {
  readonly reached: readonly ReachedLines[];
  readonly routeOf: ReadonlyMap<string, string>;
};

/** A build that cannot be observed so is judged all the same: then nothing is preferred for what it reaches. */
async function measureReach(request: ReachRequest, ports: Ports): Promise<Measured | null> {
  try {
    return await sendSample(request, ports);
  } catch (error) {
    if (ports.signal.aborted || !(error instanceof GateError)) throw error;
    return null;
  }
}

async function sendSample(
  { survey, budgetMs, ...request }: ReachRequest,
  ports: Ports,
): Promise<Measured | null> {
  const { baseline } = request;
  if (baseline.kind === 'running') return null;
  ports.onProgress({ kind: 'stage', name: 'plan', detail: 'which routes reach the change' });
  const plan = sampleRoutes(survey, budgetMs);
  const quiet: Ports = { ...ports, onProgress: () => {} };
  const alone = {
    ...request,
    plan,
    candidate: baseline,
    probes: { baseline: [], candidate: [] },
    workFolder: join(request.workFolder, 'r'),
    replay: { ...request.replay, concurrency: 1 },
  };
  const state = await provideState(alone, quiet);
  try {
    const run = { run: 'observe', suspects: [], stateSuspects: null, measuresReach: true, state } as const;
    const outcome = await makeRun({ ...alone, ...run }, quiet, () => {});
    const snapshot = outcome.kind === 'ran' ? outcome.run.snapshots.baseline : undefined;
    if (snapshot?.agent !== 'connected' || Object.keys(snapshot.executedLines).length === 0) return null;
    return { reached: snapshot.reached ?? [], routeOf: routesOf(plan) };
  } finally {
    await state?.release();
  }
}

/** A sample is small. */
function routesOf({ exchanges }: Plan): ReadonlyMap<string, string> {
  return new Map([...exchanges].map(({ exchangeId, route }) => [exchangeId, route]));
}
