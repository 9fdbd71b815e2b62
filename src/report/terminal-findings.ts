import type { Cluster } from '../domain/cluster.ts';
import type { Severity } from '../domain/divergence.ts';
import type { Evidence } from '../domain/evidence.ts';
import { type ArrangedCluster, arrangeClusters } from './arrange-clusters.ts';
import { causeParts, describeCause } from './describe-cause.ts';
import { describeClaims } from './describe-claims.ts';
import { describeCluster } from './describe-cluster.ts';
import { describeFailureOf } from './describe-failure.ts';
import { findingsHeading, moreGroupsText } from './findings-heading.ts';
import { severityMark } from './kind-text.ts';
import { phraseText } from './phrase-text.ts';
import { indented, labelledText, type Paint } from './terminal-layout.ts';
import { visibleText } from './visible-text.ts';
import { wrapPieces, wrapText } from './wrap-text.ts';

/** So many groups are shown; more are counted and found in the evidence. */
const shownAtMost = 10;

/** The counted findings in groups, worst first, each with the line where the two programs part. */
export function terminalFindings(evidence: Evidence, width: number, paint: Paint): readonly string[] {
  const { clusters, plan } = evidence;
  if (clusters.length === 0) return [];
  const arranged = arrangeClusters(clusters);
  const shown = arranged.slice(0, shownAtMost);
  const more = arranged.length - shown.length;
  const claims = describeClaims(evidence);
  return [
    '',
    paint.bold(findingsHeading(arranged)),
    ...(claims.length > 0 ? wrapText(phraseText(claims), width) : []),
    ...shown.flatMap((each, index) =>
      clusterLines({ arranged: each, index, replayed: plan.exchanges, width, paint }),
    ),
    ...(more > 0 ? ['', moreGroupsText(arranged.slice(-more))] : []),
  ];
}

type ClusterView = {
  readonly arranged: ArrangedCluster;
  readonly index: number;
  readonly replayed: number;
  readonly width: number;
  readonly paint: Paint;
};

function clusterLines({ arranged, index, replayed, width, paint }: ClusterView): readonly string[] {
  const { cluster } = arranged;
  const text = describeCluster(arranged, replayed);
  const room = width - 4;
  const where = phraseText(text.where);
  const [before, after] = [phraseText(text.before), phraseText(text.after)];
  const title = wrapText(text.short ? `${where}  ${before} → ${after}` : where, room);
  const mark = `${severityMark[cluster.severity]} ${cluster.severity}`;
  const frequency = cluster.firstDivergence === null ? text.frequency : '';
  const facts = [severityPaint(cluster.severity, paint)(mark), text.kind, frequency].filter(
    (fact) => fact !== '',
  );
  const body = [
    ...title.slice(1).map((line) => paint.bold(line)),
    facts.join(' · '),
    ...(text.short ? [] : [...detail('before', before, room, paint), ...detail('after', after, room, paint)]),
    ...causeLines(cluster, replayed, room, paint),
    ...failureLines(cluster, room, paint),
    ...detail('also in', phraseText(text.elsewhere), room, paint),
    ...detail('with it', phraseText(text.brings), room, paint),
    ...detail('may cause', phraseText(text.leaves), room, paint),
    ...detail('shown by', phraseText(text.shownBy), room, paint),
    ...detail('how sure', visibleText(cluster.confidence ?? '', 400), room, paint),
    ...curlLines(cluster.example.curl),
  ];
  return ['', `${String(index + 1).padStart(2)}  ${paint.bold(title[0] ?? '')}`, ...indented(body, 4)];
}

function causeLines(cluster: Cluster, replayed: number, room: number, paint: Paint): readonly string[] {
  if (cluster.firstDivergence === null) return [];
  const requests =
    replayed >= cluster.exchanges ? `${cluster.exchanges} of ${replayed}` : `${cluster.exchanges}`;
  const parts = causeParts(describeCause(cluster.firstDivergence)).map((part) => phraseText(part));
  const lines = wrapPieces([...parts, `${requests} requests`], room);
  return lines.map((line, index) => (index === 0 ? paint.cyan(line) : line));
}

function failureLines(cluster: Cluster, room: number, paint: Paint): readonly string[] {
  const told = describeFailureOf(cluster);
  if (told === null) return [];
  const { what, state } = told;
  return [
    ...detail('error', phraseText(what), room, paint),
    ...detail('state', phraseText(state), room, paint),
  ];
}

function detail(label: string, text: string, room: number, paint: Paint): readonly string[] {
  return text === '' ? [] : labelledText(label, text, room, paint);
}

function severityPaint(severity: Severity, paint: Paint): (text: string) => string {
  if (severity === 'breaking') return paint.red;
  return severity === 'risky' ? paint.yellow : paint.dim;
}

/** Not wrapped, so that it can be copied; a character that would do something to the terminal makes it a text to look at. */
function curlLines(curl: string | undefined): readonly string[] {
  return curl === undefined ? [] : curl.split('\n').map((line) => visibleText(line, 4_000));
}
