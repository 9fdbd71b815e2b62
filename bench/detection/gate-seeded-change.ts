/** Gates one change of the bench through the library, and keeps what came of it and what the two other rules would say. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  agentPathFrom,
  createTeardown,
  type Evidence,
  gateChange,
  handleSignals,
  judgeEvidence,
  type Ports,
} from '../../src/index.ts';
import type { AppRepository } from './app-repository.ts';
import { createDiffy } from './diffy.ts';
import { createKeepOrIgnore } from './keep-or-ignore.ts';
import { isInEdits, linesOfEdits } from './lines-of-edits.ts';
import { type SampledExchange, sampleExchange } from './sample-exchange.ts';
import type { Difference, SeededChange } from './seeded-change.ts';

export type GatedRow = {
  readonly id: string;
  readonly app: string;
  readonly kind: 'fault' | 'harmless';
  /** The kind of fault, or what was done. */
  readonly what: string;
  readonly verdict: string;
  /** Counted findings, as `kind place`, at most five. */
  readonly counted: readonly string[];
  /** Places that were excused as noise or called flaky, with the reason, at most five. */
  readonly excused: readonly string[];
  /** Whether anything was excused at a place where the fault is known to show. */
  readonly isExcused: boolean;
  /** Whether a first divergence stands in a statement of the change, explained; null when nothing was counted. */
  readonly isNamed: boolean | null;
  readonly firstDivergence: string | null;
  readonly executedLines: number;
  readonly changedLines: number;
  readonly diffy: readonly string[];
  readonly keepOrIgnore: readonly string[];
  readonly reasons: readonly string[];
  readonly seconds: number;
};

/** Ends in a row whatever the verdict; what cannot be gated throws. */
export async function gateSeededChange(
  change: SeededChange,
  repository: AppRepository,
  baseTextOf: (file: string) => string,
): Promise<GatedRow> {
  const startedAt = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'sg-bench-'));
  const teardown = createTeardown({ journalFolder: join(folder, 'journal') });
  const release = handleSignals(teardown, process);
  const samples: SampledExchange[] = [];
  const ports: Ports = {
    environment: process.env,
    onProgress: () => undefined,
    onObserved: (run, observed) => {
      if (run === 'observe') samples.push(sampleExchange(observed));
    },
    signal: teardown.signal,
    teardown,
    agentPath: agentPathFrom(import.meta.url),
    version: 'bench',
    now: () => new Date(),
  };
  try {
    const head = repository.commit(change);
    const request = {
      repositoryFolder: repository.folder,
      base: 'main',
      head,
      evidenceFolder: join(folder, 'evidence'),
    };
    const gated = await gateChange({ ...request, allowDirty: true }, ports);
    const verdict = judgeEvidence({ ...gated, reviews: [], excluded: [] });
    return {
      ...{ id: change.id, app: change.app, kind: change.kind },
      what: change.kind === 'fault' ? change.fault : change.what,
      verdict: verdict.kind,
      ...ofEvidence(gated.evidence, change, baseTextOf),
      diffy: flagged(createDiffy(), samples),
      keepOrIgnore: flagged(createKeepOrIgnore(), samples),
      reasons: verdict.kind === 'inconclusive' ? verdict.reasons.map((reason) => JSON.stringify(reason)) : [],
      seconds: Math.round((performance.now() - startedAt) / 100) / 10,
    };
  } finally {
    await teardown.run();
    release();
    await rm(folder, { recursive: true, force: true });
  }
}

function flagged(
  rule: { add(sample: SampledExchange): void; result(): readonly string[] },
  samples: readonly SampledExchange[],
): readonly string[] {
  for (const sample of samples) rule.add(sample);
  return rule.result().slice(0, 5);
}

const mostShown = 5;

function ofEvidence(
  { clusters, flaky, noise, exercise }: Evidence,
  change: SeededChange,
  baseTextOf: (file: string) => string,
): Pick<
  GatedRow,
  'counted' | 'excused' | 'isExcused' | 'isNamed' | 'firstDivergence' | 'executedLines' | 'changedLines'
> {
  const placesOf = (groups: Evidence['clusters']) =>
    groups.flatMap(({ places }) => places.map(({ route, kind, pattern }) => `${kind} ${route} ${pattern}`));
  const counted = placesOf(clusters);
  const excused = [
    ...placesOf(flaky).map((text) => `flaky ${text}`),
    ...noise.map(({ kind, route, pattern, learned }) => `noise ${kind} ${route} ${pattern}: ${learned}`),
  ];
  const lines = linesOfEdits(change.edits, baseTextOf);
  const causes = clusters.flatMap(({ firstDivergence }) => firstDivergence ?? []);
  const named = causes.find((cause) => cause.kind !== 'unexplained' && isInEdits(cause, lines));
  const cause = named ?? causes[0];
  return {
    counted: counted.slice(0, mostShown),
    excused: excused.slice(0, mostShown),
    isExcused: change.kind === 'fault' && excused.some((text) => isAtFault(text, change.differs)),
    isNamed: counted.length === 0 ? null : named !== undefined,
    firstDivergence:
      cause === undefined ? null : `${cause.kind} ${cause.file}:${cause.candidateLine ?? cause.baselineLine}`,
    executedLines: exercise.executedLines,
    changedLines: exercise.changedLines,
  };
}

/** Excused places read `noise value-changed GET /orders body/x: …`; of effects, any is taken to be the fault's. */
function isAtFault(excused: string, differs: Difference): boolean {
  if (differs.in === 'calls') return / outbound/.test(excused);
  if (differs.in === 'state') return excused.includes(`/${differs.unit}`);
  return differs.in === 'answers' && excused.includes(` ${differs.place.split('/*')[0]}`);
}
