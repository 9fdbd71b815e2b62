import type { Severity } from '../domain/divergence.ts';
import type { Cluster, Evidence } from '../domain/evidence.ts';
import { causeParts, describeCause } from './describe-cause.ts';
import { describeCluster } from './describe-cluster.ts';
import { severityMark } from './kind-text.ts';
import { counted } from './number-text.ts';
import { phraseText } from './phrase-text.ts';
import { indented, labelledText, type Paint } from './terminal-layout.ts';
import { wrapPieces, wrapText } from './wrap-text.ts';

/** So many groups are shown; more are counted and found in the evidence. */
const shownAtMost = 10;

/** The counted findings in groups, worst first, each with the line where the two programs part. */
export function terminalFindings(evidence: Evidence, width: number, paint: Paint): readonly string[] {
  const { clusters, plan } = evidence;
  if (clusters.length === 0) return [];
  const shown = clusters.slice(0, shownAtMost);
  const more = clusters.length - shown.length;
  return [
    '',
    paint.bold(`${counted(clusters.length, 'difference')} between before and after the change`),
    ...shown.flatMap((cluster, index) =>
      clusterLines({ cluster, index, replayed: plan.exchanges, width, paint }),
    ),
    ...(more > 0 ? ['', `and ${counted(more, 'difference')} more, all of them in the evidence`] : []),
  ];
}

type ClusterView = {
  readonly cluster: Cluster;
  readonly index: number;
  readonly replayed: number;
  readonly width: number;
  readonly paint: Paint;
};

function clusterLines({ cluster, index, replayed, width, paint }: ClusterView): readonly string[] {
  const text = describeCluster(cluster, replayed);
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
    ...detail('also in', phraseText(text.elsewhere), room, paint),
    ...detail('shown by', phraseText(text.shownBy), room, paint),
    ...detail('note', phraseText(text.follows), room, paint),
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

function detail(label: string, text: string, room: number, paint: Paint): readonly string[] {
  return text === '' ? [] : labelledText(label, text, room, paint);
}

function severityPaint(severity: Severity, paint: Paint): (text: string) => string {
  if (severity === 'breaking') return paint.red;
  return severity === 'risky' ? paint.yellow : paint.dim;
}
