import type { Cluster } from '../../domain/cluster.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { ArrangedCluster } from '../arrange-clusters.ts';
import { causeParts, describeCause } from '../describe-cause.ts';
import { describeCluster } from '../describe-cluster.ts';
import { severityMark } from '../kind-text.ts';
import { counted } from '../number-text.ts';
import { join, type Phrase, prose } from '../phrase.ts';
import type { ClusterDetails, DetailsById } from './cluster-details.ts';
import { costMarkup } from './cost-markup.ts';
import { exchangeMarkup } from './exchange-markup.ts';
import { failureMarkup } from './failure-markup.ts';
import { heldMarkup } from './held-markup.ts';
import { html, type Markup, nothing } from './markup.ts';
import { linesMarkup, phraseMarkup, proseMarkup, sideMarkup } from './phrase-markup.ts';
import { foldMarkup, restMarkup } from './table-markup.ts';

type PageRequest = {
  readonly arranged: ArrangedCluster;
  readonly number: number;
  readonly evidence: Evidence;
  readonly details: DetailsById;
};

/** How many consequences have a section of their own below their cause. */
const mostFollowers = 40;
/** How many other places of the same cause are named. */
const mostPlaces = 60;

/** The page of one cause: its sentence, the state where the builds part, the request that shows it, what comes of it. */
export function clusterMarkup({ arranged, number, evidence, details }: PageRequest): Markup {
  const { cluster, inAnswer, inState } = arranged;
  const followers = [...inAnswer, ...inState];
  const follow = (one: Cluster) => followerMarkup(one, { evidence, details, through: inState.includes(one) });
  return html`<section class="page ${cluster.severity}" id="${cluster.id}" aria-labelledby="${cluster.id}-title">
${headMarkup(arranged, number, evidence)}
${bodyMarkup(cluster, evidence, details.get(cluster.id))}
${foldMarkup(
  `${counted(followers.length, 'further difference')} that ${followText(inState.length > 0, followers.length)} from it`,
  followers.length === 0
    ? nothing
    : html`${followers.slice(0, mostFollowers).map(follow)}${restMarkup(followers.length - mostFollowers)}`,
)}</section>
`;
}

function followText(isLikely: boolean, count: number): string {
  if (isLikely) return 'may follow';
  return count === 1 ? 'follows' : 'follow';
}

function headMarkup(arranged: ArrangedCluster, number: number, { plan }: Evidence): Markup {
  const { cluster } = arranged;
  const text = describeCluster(arranged, plan.exchanges, mostPlaces);
  return html`<h3 id="${cluster.id}-title"><a href="#${cluster.id}" class="number" aria-label="Link to difference ${number}">${number}</a> ${phraseMarkup(text.where)}</h3>
<p class="facts"><strong class="severity">${severityMark[cluster.severity]} ${cluster.severity}</strong> · ${text.kind}${text.frequency === '' ? nothing : html` · ${text.frequency}`}</p>
${sentenceMarkup(cluster)}
<dl class="sides"><dt>before</dt><dd>${phraseMarkup(text.before)}</dd><dt>after</dt><dd>${phraseMarkup(text.after)}</dd></dl>
<dl class="notes">${noteMarkup('also in', text.elsewhere)}${noteMarkup('with it', text.brings)}${noteMarkup('may cause, by the state it leaves', text.leaves)}${noteMarkup('shown by', text.shownBy)}${noteMarkup('how sure', cluster.confidence === undefined ? [] : prose(cluster.confidence))}</dl>`;
}

/** The one sentence: where the builds part, in the words of the comment. */
function sentenceMarkup({ firstDivergence: first }: Cluster): Markup {
  if (first === null) return html`<p class="cause">The line at which the two builds part is not known.</p>`;
  const lead = first.kind === 'unexplained' ? 'at' : 'first parts at';
  return html`<p class="cause"><strong>${lead}</strong> ${phraseMarkup(join(causeParts(describeCause(first)), ' · '))}</p>`;
}

function noteMarkup(label: string, text: Phrase): Markup {
  return text.length === 0 ? nothing : html`<div><dt>${label}</dt><dd>${phraseMarkup(text)}</dd></div>`;
}

function bodyMarkup(cluster: Cluster, evidence: Evidence, details: ClusterDetails | undefined): Markup {
  return html`${heldMarkup(cluster.firstDivergence, details)}
${failureMarkup(cluster.failure, details)}
${exchangeMarkup(cluster, details)}
${costMarkup(cluster, evidence)}
${curlMarkup(cluster)}`;
}

function curlMarkup({ example: { curl } }: Cluster): Markup {
  if (curl === undefined) return nothing;
  return html`<h4>Send it again</h4>
<p class="hint">Set <code>URL</code> to a build of yours; credentials stand as variables.</p>
${linesMarkup(curl)}`;
}

type FollowerContext = {
  readonly evidence: Evidence;
  readonly details: DetailsById;
  readonly through: boolean;
};

/** A consequence: its sides and its request, without what its cause says already. */
function followerMarkup(cluster: Cluster, { evidence, details, through }: FollowerContext): Markup {
  const text = describeCluster({ cluster, inAnswer: [], inState: [] }, evidence.plan.exchanges);
  const how = through ? 'likely, by the state that earlier requests left' : 'in the same answers';
  const facts = [cluster.severity, text.kind, text.frequency, how].filter((fact) => fact !== '').join(' · ');
  return html`<section class="follower" id="${cluster.id}">
<h4>${phraseMarkup(text.where)}</h4>
<p class="facts">${facts}</p>
<p>${sideMarkup(cluster.example.baseline)} → ${sideMarkup(cluster.example.candidate)}</p>
<dl class="notes">${noteMarkup('shown by', text.shownBy)}</dl>
${cluster.firstDivergence === null ? nothing : sentenceMarkup(cluster)}
${cluster.confidence === undefined ? nothing : html`<p class="facts">${proseMarkup(cluster.confidence)}</p>`}
${foldMarkup('its exchange', html`${exchangeMarkup(cluster, details.get(cluster.id))}${curlMarkup(cluster)}`)}</section>
`;
}
