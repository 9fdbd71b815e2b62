import type { Evidence } from '../../domain/evidence.ts';
import { type ArrangedCluster, arrangeClusters } from '../arrange-clusters.ts';
import { describeCluster } from '../describe-cluster.ts';
import { moreGroupsText } from '../findings-heading.ts';
import { severityMark } from '../kind-text.ts';
import type { DetailsById } from './cluster-details.ts';
import { clusterMarkup } from './cluster-markup.ts';
import { html, type Markup, nothing } from './markup.ts';
import { phraseMarkup } from './phrase-markup.ts';
import { findingsLead } from './verdict-markup.ts';

/** Characters that all pages together may have: a browser shows so much at once without waiting. */
const mostOfPages = 6_000_000;
/** Groups that are listed without a page of their own once that is used up. */
const mostBrief = 500;

/** All differences: a list of links, then a page each, worst first, until the document is as long as it may be. */
export function findingsMarkup(evidence: Evidence, details: DetailsById, most = mostOfPages): Markup {
  const arranged = arrangeClusters(evidence.clusters);
  const pages: Markup[] = [];
  let room = most;
  for (const [index, each] of arranged.entries()) {
    const page = clusterMarkup({ arranged: each, number: index + 1, evidence, details });
    room -= page.source().length;
    if (room < 0 && index > 0) break;
    pages.push(page);
  }
  const rest = arranged.slice(pages.length);
  return html`<section id="differences" aria-label="Differences">${findingsLead(evidence)}
${listMarkup(arranged.slice(0, pages.length), evidence)}
${pages}${restMarkup(rest, evidence)}</section>
`;
}

function listMarkup(arranged: readonly ArrangedCluster[], { plan }: Evidence): Markup {
  if (arranged.length < 2) return nothing;
  const items = arranged.map((each) => {
    const { where, before, after, short } = describeCluster(each, plan.exchanges);
    const sides = short ? html`: ${phraseMarkup(before)} → ${phraseMarkup(after)}` : nothing;
    const { severity, id } = each.cluster;
    return html`<li><a href="#${id}"><span class="${severity}">${severityMark[severity]} ${severity}</span> ${phraseMarkup(where)}</a>${sides}</li>
`;
  });
  return html`<nav aria-label="Differences"><ol>
${items}</ol></nav>`;
}

/** What has no page is named, and counted. */
function restMarkup(rest: readonly ArrangedCluster[], { plan }: Evidence): Markup {
  if (rest.length === 0) return nothing;
  const items = rest.slice(0, mostBrief).map((each) => {
    const { where, before, after, kind } = describeCluster(each, plan.exchanges);
    const sides = html`${phraseMarkup(before, 200)} → ${phraseMarkup(after, 200)}`;
    return html`<li id="${each.cluster.id}">${phraseMarkup(where)}: ${sides} · ${each.cluster.severity} · ${kind}</li>
`;
  });
  return html`<h3>Without a page of their own</h3>
<p>This document would grow too long: ${moreGroupsText(rest)}.</p>
<ul>
${items}</ul>${rest.length > mostBrief ? html`<p class="cut">The last ${rest.length - mostBrief} stand in the evidence alone.</p>` : nothing}`;
}
