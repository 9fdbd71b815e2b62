import type { Cluster, Evidence } from '../domain/evidence.ts';
import type { FirstDivergence } from '../domain/runtime-snapshot.ts';
import { describeCause } from './describe-cause.ts';
import { describeCluster } from './describe-cluster.ts';
import { escapePhrase, escapeTitle } from './escape-markdown.ts';
import type { Detail } from './fit-to-limit.ts';
import { counted } from './number-text.ts';
import { say } from './phrase.ts';

/** The counted findings in groups: the worst with their cause, further ones in a line, the rest as a number. */
export function markdownFindings({ clusters, plan }: Evidence, detail: Detail): readonly string[] {
  if (clusters.length === 0) return [];
  const full = clusters.slice(0, detail.full);
  const brief = clusters.slice(detail.full, detail.full + detail.brief);
  const more = clusters.length - full.length - brief.length;
  return [
    `### ${counted(clusters.length, 'difference')} between before and after the change`,
    ...full.map((cluster, index) =>
      fullCluster({ cluster, number: index + 1, replayed: plan.exchanges, detail }),
    ),
    ...(brief.length > 0
      ? [brief.map((cluster) => briefCluster(cluster, plan.exchanges, detail)).join('\n')]
      : []),
    ...(more > 0 ? [`and ${counted(more, 'difference')} more, all of them in the evidence`] : []),
  ];
}

type ClusterView = {
  readonly cluster: Cluster;
  readonly number: number;
  readonly replayed: number;
  readonly detail: Detail;
};

function fullCluster({ cluster, number, replayed, detail }: ClusterView): string {
  const text = describeCluster(cluster, replayed, Math.min(5, detail.entries));
  const length = detail.valueLength;
  const first = cluster.firstDivergence;
  const before = escapePhrase(text.before, length);
  const after = escapePhrase(text.after, length);
  const lines = [
    `#### ${number}. ${escapeTitle(text.where, length)}${text.short ? `: ${before} → ${after}` : ''}`,
    '',
    [`**${cluster.severity}**`, text.kind, text.frequency].filter((fact) => fact !== '').join(' · '),
    '',
    ...(text.short ? [] : [`- before: ${before}`, `- after: ${after}`]),
    ...(first === null ? [] : causeLines(first, length)),
    ...(text.elsewhere.length > 0 ? [`- also in ${escapePhrase(text.elsewhere, length)}`] : []),
    ...(text.shownBy.length > 0 ? [`- shown by ${escapePhrase(text.shownBy, length)}`] : []),
    ...(text.follows.length > 0 ? [`- ${escapePhrase(text.follows, length)}`] : []),
  ];
  return lines.join('\n');
}

function causeLines(first: FirstDivergence, length: number): readonly string[] {
  const { location, state, statements, equal } = describeCause(first);
  return [
    `- **first parts at ${escapePhrase(location, length)}**: ${escapePhrase(state, length)}`,
    ...(statements.length > 0 ? [`- ${escapePhrase(statements, length)}`] : []),
    ...(equal.length > 0 ? [`- ${escapePhrase(equal, length)}`] : []),
  ];
}

/** One line, for groups beyond the worst and for those that are folded away. */
export function briefCluster(cluster: Cluster, replayed: number, { valueLength }: Detail): string {
  const text = describeCluster(cluster, replayed);
  const title = escapeTitle(say`${text.where}: ${text.before} → ${text.after}`, valueLength);
  const facts = [title, cluster.severity, text.kind, text.frequency].filter((fact) => fact !== '');
  return `- ${facts.join(' · ')}`;
}
