import type { Cluster } from '../domain/cluster.ts';
import { severitiesInOrder } from '../domain/divergence.ts';
import type { Evidence, ServiceEvidence } from '../domain/evidence.ts';
import type { EvidenceDraft } from './assemble-evidence.ts';
import type { SideRecords } from './evidence-files.ts';
import { compareTexts, sum, textOf } from './in-order.ts';
import { mergeMeasures } from './merge-measures.ts';

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
      ...mergeMeasures(gated, all),
      counts: sumCounts(all),
      clusters: all.flatMap((each) => each.clusters).toSorted(worstFirst),
      flaky: all.flatMap((each) => each.flaky).toSorted(worstFirst),
      noise: noise.toSorted((a, b) => b.findings - a.findings || compareTexts(textOf(a), textOf(b))),
      ...mergeCosts(all),
      ...mergeAllocations(all),
      ...mergeFlows(all),
      routes: all.flatMap((each) => each.routes).toSorted((a, b) => compareTexts(textOf(a), textOf(b))),
      perturbed: all.some(({ perturbed }) => perturbed),
      warnings: [...new Set(all.flatMap((each) => each.warnings))].toSorted(compareTexts),
      services,
    },
    sides: mergeSides(drafts.map(({ sides }) => sides)),
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

/** Absent where none was judged. Routes stay apart, since each is measured against itself. */
function mergeCosts(all: readonly Draft[]): Pick<Evidence, 'cost'> {
  const judged = all.flatMap(({ cost }) => cost ?? []);
  if (all.every(({ cost }) => cost === undefined)) return {};
  return { cost: judged.toSorted((a, b) => compareTexts(textOf(a), textOf(b))) };
}

/** One report for each service, or shard of it: what they measured are different exchanges. */
function mergeAllocations(all: readonly Draft[]): Pick<Evidence, 'allocation'> {
  const reports = all.flatMap(({ allocation }) => allocation ?? []);
  if (reports.length === 0) return {};
  return { allocation: reports.toSorted((a, b) => compareTexts(textOf(a), textOf(b))) };
}

/** Likewise. */
function mergeFlows(all: readonly Draft[]): Pick<Evidence, 'flow'> {
  const reports = all.flatMap(({ flow }) => flow ?? []);
  if (reports.length === 0) return {};
  return { flow: reports.toSorted((a, b) => compareTexts(textOf(a), textOf(b))) };
}

function mergeSides(all: readonly SideRecords[]): SideRecords {
  const names = [...new Set(all.flatMap((sides) => Object.keys(sides)))].toSorted(compareTexts);
  const records = (name: string) => all.flatMap((sides) => sides[name] ?? []);
  const ordered = (name: string) =>
    records(name)
      .map((record) => [serviceOf(record), record] as const)
      .toSorted(([a], [b]) => compareTexts(a, b))
      .map(([, record]) => record);
  return Object.fromEntries(names.map((name) => [name, ordered(name)]));
}

function serviceOf(record: unknown): string {
  return (record as { readonly service?: string }).service ?? '';
}

function worstFirst(a: Cluster, b: Cluster): number {
  const severity = severitiesInOrder.indexOf(b.severity) - severitiesInOrder.indexOf(a.severity);
  return severity || b.exchanges - a.exchanges || compareTexts(a.id, b.id);
}

function byName(a: ServiceEvidence, b: ServiceEvidence): number {
  return compareTexts(a.name, b.name);
}
