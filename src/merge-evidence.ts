import { createHash } from 'node:crypto';
import type { EvidenceDraft } from './assemble-evidence.ts';
import { severitiesInOrder } from './domain/divergence.ts';
import type { Cluster, Evidence, GatedService, ServiceEvidence } from './domain/evidence.ts';
import { isolationLevel } from './domain/isolation.ts';
import type { SideRecords } from './evidence-files.ts';
import { mergeUpstreams } from './merge-upstreams.ts';

type Draft = EvidenceDraft['draft'];

/**
 * Makes one evidence of several that were found for one change, each marked with its service by `nameService`. Counts
 * add up; of every measure that the policy has a minimum for, the worst stands at the top and all stand under
 * `services`. Pure, and the same whatever the order and the grouping: everything at the top is worked out anew from the
 * services, and lists are put in an order of their own.
 */
export function mergeEvidence(drafts: readonly [EvidenceDraft, ...EvidenceDraft[]]): EvidenceDraft {
  const [first] = drafts;
  const all = drafts.map(({ draft }) => draft);
  const services = all.flatMap((each) => each.services ?? []).toSorted(byName);
  const gated = services.filter((each) => each.kind === 'gated');
  const noise = all.flatMap((each) => each.noise);
  return {
    draft: {
      ...first.draft,
      startedAt: all.map(({ startedAt }) => startedAt).toSorted()[0] ?? first.draft.startedAt,
      completedAt:
        all
          .map(({ completedAt }) => completedAt)
          .toSorted()
          .at(-1) ?? first.draft.completedAt,
      ...measuresOf(gated, all),
      counts: sumCounts(all),
      clusters: all.flatMap((each) => each.clusters).toSorted(worstFirst),
      flaky: all.flatMap((each) => each.flaky).toSorted(worstFirst),
      noise: noise.toSorted((a, b) => b.findings - a.findings || compare(textOf(a), textOf(b))),
      perturbed: all.some(({ perturbed }) => perturbed),
      warnings: [...new Set(all.flatMap((each) => each.warnings))].toSorted(compare),
      services,
    },
    sides: mergeSides(drafts.map(({ sides }) => sides)),
  };
}

function measuresOf(gated: readonly GatedService[], all: readonly Draft[]) {
  return {
    recording: mergeRecordings(gated),
    plan: mergePlans(gated),
    shadow: mergeShadows(gated, all),
    fidelity: mergeFidelity(gated),
    exercise: mergeExercise(gated),
    bound: gated.some(({ bound }) => bound === null)
      ? null
      : Math.max(...gated.map(({ bound }) => bound ?? 1)),
    ...mergeStates(gated),
    // An excuse that one service needs is in use.
    unusedIgnores: (gated[0]?.unusedIgnores ?? []).filter((each) =>
      gated.every(({ unusedIgnores }) => unusedIgnores.includes(each)),
    ),
    confirmation: sameOrEach(gated.map(({ name, confirmation }) => [name, confirmation])),
  };
}

function mergeRecordings(gated: readonly GatedService[]): Evidence['recording'] {
  const digests = gated.map(({ name, recording }) => `${name} ${recording.digest}\n`).join('');
  const known = gated.map(({ recording }) => recording.completeness).filter((share) => share !== null);
  const damages = gated.flatMap(({ name, recording: { damage } }) =>
    damage === null ? [] : [`${name}: ${damage}`],
  );
  return {
    digest: `sha256:${createHash('sha256').update(digests).digest('hex')}`,
    exchanges: sum(gated.map(({ recording }) => recording.exchanges)),
    completeness: known.length === 0 ? null : Math.min(...known),
    damage: damages.length === 0 ? null : damages.join('; '),
  };
}

function mergePlans(gated: readonly GatedService[]): Evidence['plan'] {
  const byReason = Map.groupBy(
    gated.flatMap(({ plan }) => plan.leftOut),
    ({ reason }) => reason,
  );
  const leftOut = [...byReason].map(([reason, each]) => ({
    reason,
    exchanges: sum(each.map(({ exchanges }) => exchanges)),
  }));
  return {
    exchanges: sum(gated.map(({ plan }) => plan.exchanges)),
    routes: sum(gated.map(({ plan }) => plan.routes)),
    leftOut: leftOut.toSorted((a, b) => b.exchanges - a.exchanges || compare(a.reason, b.reason)),
    notSent: sum(gated.map(({ plan }) => plan.notSent ?? 0)),
  };
}

/** Levels from the weakest. */
const levels = isolationLevel.options;

/** Of a merge in which no service was gated. */
const nothingShutIn = {
  isolation: 'none',
  isolationDetail: { notReached: [], probed: [], open: [] },
  stepIsolation: null,
} as const;

function mergeShadows(gated: readonly GatedService[], all: readonly Draft[]): Evidence['shadow'] {
  const weakest = gated
    .map(({ shadow }) => shadow)
    .toSorted(
      (a, b) =>
        levels.indexOf(a.isolation) - levels.indexOf(b.isolation) ||
        compare(textOf(a.isolationDetail), textOf(b.isolationDetail)),
    )[0];
  const instances = all.flatMap((each) => each.shadow.instances);
  const assumptions = gated.flatMap(({ name, shadow }) =>
    shadow.assumptions.map((each) => `${name}: ${each}`),
  );
  const upstream = mergeUpstreams(gated.flatMap(({ shadow }) => shadow.upstream ?? []));
  return {
    ...(weakest ?? nothingShutIn),
    ...(upstream === null ? {} : { upstream }),
    instances: instances.toSorted((a, b) => compare(textOf(a), textOf(b))),
    assumptions,
  };
}

function mergeFidelity(gated: readonly GatedService[]): Evidence['fidelity'] {
  return {
    share: Math.min(1, ...gated.map(({ fidelity }) => fidelity.share)),
    compared: sum(gated.map(({ fidelity }) => fidelity.compared)),
    examples: gated.flatMap(({ name, fidelity }) => fidelity.examples.map((each) => `${name}: ${each}`)),
  };
}

function mergeExercise(gated: readonly GatedService[]): Evidence['exercise'] {
  const parts = gated.map(({ exercise }) => exercise);
  const unseen = [...new Set(parts.flatMap((each) => each.unseen ?? []))].toSorted(compare);
  return {
    known: parts.every(({ known }) => known),
    changedLines: sum(parts.map(({ changedLines }) => changedLines)),
    executedLines: sum(parts.map(({ executedLines }) => executedLines)),
    neverExecuted: parts.flatMap(({ neverExecuted }) => neverExecuted),
    ...(unseen.length === 0 ? {} : { unseen }),
    exchanges: sum(parts.map(({ exchanges }) => exchanges)),
  };
}

/** Absent where no service had a state that could be read. */
function mergeStates(gated: readonly GatedService[]): Pick<Evidence, 'state'> {
  const reports = gated.flatMap(({ name, state }) => (state === undefined ? [] : [{ name, state }]));
  if (reports.length === 0) return {};
  return {
    state: {
      units: sum(reports.map(({ state }) => state.units)),
      rowsCompared: sum(reports.map(({ state }) => state.rowsCompared)),
      unread: reports.flatMap(({ name, state }) => state.unread.map((each) => `${name}: ${each}`)),
    },
  };
}

function sumCounts(all: readonly Draft[]): Evidence['counts'] {
  return {
    counted: sum(all.map(({ counts }) => counts.counted)),
    noise: sum(all.map(({ counts }) => counts.noise)),
    ignored: sum(all.map(({ counts }) => counts.ignored)),
    flaky: sum(all.map(({ counts }) => counts.flaky)),
  };
}

function mergeSides(all: readonly SideRecords[]): SideRecords {
  const names = [...new Set(all.flatMap((sides) => Object.keys(sides)))].toSorted(compare);
  const records = (name: string) => all.flatMap((sides) => sides[name] ?? []);
  const ordered = (name: string) =>
    records(name)
      .map((record) => [serviceOf(record), record] as const)
      .toSorted(([a], [b]) => compare(a, b))
      .map(([, record]) => record);
  return Object.fromEntries(names.map((name) => [name, ordered(name)]));
}

function serviceOf(record: unknown): string {
  return (record as { readonly service?: string }).service ?? '';
}

function worstFirst(a: Cluster, b: Cluster): number {
  const severity = severitiesInOrder.indexOf(b.severity) - severitiesInOrder.indexOf(a.severity);
  return severity || b.exchanges - a.exchanges || compare(a.id, b.id);
}

/** One text where all say the same, and each with its service where they do not. */
function sameOrEach(texts: readonly (readonly [string, string])[]): string {
  const [first] = texts;
  if (first === undefined) return 'not confirmed: nothing was replayed';
  if (texts.every(([, text]) => text === first[1])) return first[1];
  return texts.map(([name, text]) => `${name}: ${text}`).join('; ');
}

function byName(a: ServiceEvidence, b: ServiceEvidence): number {
  return compare(a.name, b.name);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function textOf(value: object): string {
  return JSON.stringify(value);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
