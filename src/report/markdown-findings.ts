import type { Cluster } from '../domain/cluster.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { FirstDivergence } from '../domain/evidence-trace.ts';
import { type ArrangedCluster, arrangeClusters } from './arrange-clusters.ts';
import { describeCause } from './describe-cause.ts';
import { describeClaims } from './describe-claims.ts';
import { describeCluster } from './describe-cluster.ts';
import { describeFailureOf } from './describe-failure.ts';
import { escapePhrase, escapeTitle } from './escape-markdown.ts';
import { findingsHeading, moreGroupsText } from './findings-heading.ts';
import type { Detail } from './fit-to-limit.ts';
import { type Phrase, prose, say } from './phrase.ts';

/** The counted findings in groups: the worst with their cause, further ones in a line, the rest as a number. */
export function markdownFindings(evidence: Evidence, detail: Detail): readonly string[] {
  const { clusters, plan } = evidence;
  if (clusters.length === 0) return [];
  const arranged = arrangeClusters(clusters);
  const full = arranged.slice(0, detail.full);
  const brief = arranged.slice(detail.full, detail.full + detail.brief);
  const more = arranged.length - full.length - brief.length;
  return [
    `### ${findingsHeading(arranged)}`,
    ...claimLines(describeClaims(evidence), detail),
    ...full.map((each, index) =>
      fullCluster({ arranged: each, number: index + 1, replayed: plan.exchanges, detail }),
    ),
    ...(brief.length > 0
      ? [brief.map(({ cluster }) => briefCluster(cluster, plan.exchanges, detail)).join('\n')]
      : []),
    ...(more > 0 ? [moreGroupsText(arranged.slice(-more))] : []),
  ];
}

function claimLines(claims: Phrase, { valueLength }: Detail): readonly string[] {
  return claims.length > 0 ? [`**${escapePhrase(claims, valueLength)}**`] : [];
}

type ClusterView = {
  readonly arranged: ArrangedCluster;
  readonly number: number;
  readonly replayed: number;
  readonly detail: Detail;
};

function fullCluster({ arranged, number, replayed, detail }: ClusterView): string {
  const { cluster } = arranged;
  const text = describeCluster(arranged, replayed, Math.min(5, detail.entries));
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
    ...failureLines(cluster, length),
    ...item('also in', text.elsewhere, length),
    ...item('with it', text.brings, length),
    ...item('may cause, by the state it leaves,', text.leaves, length),
    ...item('shown by', text.shownBy, length),
    ...item('how sure:', cluster.confidence === undefined ? [] : prose(cluster.confidence), length),
    ...curlBlock(cluster, detail),
  ];
  return lines.join('\n');
}

/** In `pre`, where Markdown means nothing and every character is copied as it stands. */
function curlBlock({ example: { curl } }: Cluster, { folded }: Detail): readonly string[] {
  if (curl === undefined || !folded) return [];
  const text = [...curl].map((one) => (/[A-Za-z0-9 ]/.test(one) ? one : `&#${one.codePointAt(0)};`)).join('');
  return ['', `<pre>${text}</pre>`];
}

function item(label: string, text: Phrase, length: number): readonly string[] {
  return text.length > 0 ? [`- ${label} ${escapePhrase(text, length)}`] : [];
}

function causeLines(first: FirstDivergence, length: number): readonly string[] {
  const { location, state, statements, equal, strikes, besides } = describeCause(first);
  return [
    `- **${first.kind === 'unexplained' ? 'at' : 'first parts at'} ${escapePhrase(location, length)}**: ${escapePhrase(state, length)}`,
    ...(statements.length > 0 ? [`- ${escapePhrase(statements, length)}`] : []),
    ...(equal.length > 0 ? [`- ${escapePhrase(equal, length)}`] : []),
    ...(strikes.length > 0 ? [`- ${escapePhrase(strikes, length)}`] : []),
    ...(besides.length > 0 ? [`- ${escapePhrase(besides, length)}`] : []),
  ];
}

function failureLines(cluster: Cluster, length: number): readonly string[] {
  const told = describeFailureOf(cluster);
  if (told === null) return [];
  const { what, state } = told;
  return [
    ...(what.length > 0 ? [`- ${escapePhrase(what, length)}`] : []),
    ...(state.length > 0 ? [`- ${escapePhrase(state, length)}`] : []),
  ];
}

/** One line, for groups beyond the worst and for those that are folded away. */
export function briefCluster(cluster: Cluster, replayed: number, { valueLength }: Detail): string {
  const text = describeCluster({ cluster, inAnswer: [], inState: [] }, replayed);
  const title = escapeTitle(say`${text.where}: ${text.before} → ${text.after}`, valueLength);
  const facts = [title, cluster.severity, text.kind, text.frequency].filter((fact) => fact !== '');
  return `- ${facts.join(' · ')}`;
}
