import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Cluster } from '../domain/cluster.ts';
import { type Finding, finding } from '../domain/divergence.ts';
import type { Evidence } from '../domain/evidence.ts';
import { type EvidenceTrace, evidenceTrace } from '../domain/evidence-trace.ts';
import type { ClusterDetails, DetailsById, FailureFrame } from '../report/html/cluster-details.ts';
import { renderCaptured } from '../snapshots/comparing/render-captured.ts';
import { heldWhereTheyPart } from './held-where-they-part.ts';

/** Findings of one exchange that a page shows at most. */
const mostFindings = 300;

/**
 * What the files beside an evidence document tell of the examples of its clusters, for the report. Read line by line, and
 * only lines of those exchanges are kept: the files may be far larger than what a report shows.
 */
export async function readClusterDetails(
  folder: string,
  { clusters, sideFiles }: Pick<Evidence, 'clusters' | 'sideFiles'>,
): Promise<DetailsById> {
  const names = new Set(sideFiles.map(({ name }) => name));
  const findings = await findingsOf(clusters, linesOf(folder, 'findings.ndjson', names));
  const traces = await tracesOf(clusters, linesOf(folder, 'traces.ndjson', names));
  return new Map(
    clusters.map((cluster) => {
      const trace = traces.get(keyOf(cluster.service, tracedExchange(cluster)));
      const found = findings.get(keyOf(cluster.service, cluster.example.exchangeId)) ?? [];
      return [cluster.id, detailsOf(cluster, trace, found)];
    }),
  );
}

async function findingsOf(
  clusters: readonly Cluster[],
  lines: AsyncIterable<string>,
): Promise<ReadonlyMap<string, readonly Finding[]>> {
  const wanted = new Map(
    clusters.map(({ service, example }) => [keyOf(service, example.exchangeId), [] as Finding[]]),
  );
  for await (const line of lines) {
    if (!mayBeOf(line, wanted)) continue;
    const one = finding.parse(JSON.parse(line));
    const known = wanted.get(keyOf(one.service, one.exchangeId));
    if (known !== undefined && known.length < mostFindings) known.push(one);
  }
  return wanted;
}

async function tracesOf(
  clusters: readonly Cluster[],
  lines: AsyncIterable<string>,
): Promise<ReadonlyMap<string, EvidenceTrace>> {
  const wanted = new Map(clusters.map((one) => [keyOf(one.service, tracedExchange(one)), one]));
  const found = new Map<string, EvidenceTrace>();
  for await (const line of lines) {
    if (!mayBeOf(line, wanted)) continue;
    const one = evidenceTrace.parse(JSON.parse(line));
    const key = keyOf(one.service, one.exchangeId);
    if (wanted.has(key)) found.set(key, one);
  }
  return found;
}

/** The exchange whose trace tells the cause; the example where none was found. */
function tracedExchange({ firstDivergence, example }: Cluster): string {
  return firstDivergence?.exchangeId ?? example.exchangeId;
}

/** No id is long, and none holds a line break. */
function keyOf(service: string | undefined, exchangeId: string): string {
  return `${service ?? ''}\n${exchangeId}`;
}

/** A quick look at a line before it is parsed: most lines are of other exchanges. */
function mayBeOf(line: string, wanted: ReadonlyMap<string, unknown>): boolean {
  const id = /"exchangeId":"([^"\\]*)"/.exec(line)?.[1] ?? '';
  const service = /^.{0,400}?"service":"([^"\\]*)"/.exec(line)?.[1];
  return wanted.has(keyOf(undefined, id)) || wanted.has(keyOf(service, id));
}

function detailsOf(
  cluster: Cluster,
  trace: EvidenceTrace | undefined,
  found: readonly Finding[],
): ClusterDetails {
  const isOfExchange = cluster.example.exchangeId !== '';
  const own = new Set(cluster.findings);
  return {
    held: heldWhereTheyPart(cluster.firstDivergence, trace),
    findings: isOfExchange ? found : found.filter(({ id }) => own.has(id)),
    frames: framesOf(cluster, trace),
  };
}

function framesOf({ failure }: Cluster, trace: EvidenceTrace | undefined): readonly FailureFrame[] {
  const same = trace?.failures?.find(
    ({ role, error, at }) => role === failure?.role && error === failure.error && at === failure.at,
  );
  return (same?.frames ?? []).map((frame) => ({
    at: frame.at,
    function: frame.function,
    variables: Object.entries(frame.values).map(([name, value]) => ({ name, value: renderCaptured(value) })),
  }));
}

async function* linesOf(folder: string, name: string, names: ReadonlySet<string>): AsyncIterable<string> {
  if (!names.has(name)) return;
  const file = createReadStream(join(folder, name), { encoding: 'utf8' });
  try {
    for await (const line of createInterface({ input: file, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line !== '') yield line;
    }
  } finally {
    file.destroy();
  }
}
