import type { Evidence } from '../../domain/evidence.ts';
import type { Reason, Verdict } from '../../domain/verdict.ts';
import { arrangeClusters } from '../arrange-clusters.ts';
import { describeClaims } from '../describe-claims.ts';
import { findingsHeading } from '../findings-heading.ts';
import { headlineText } from '../verdict-text.ts';
import { html, type Markup, nothing } from './markup.ts';
import { codeMarkup, phraseMarkup, proseMarkup } from './phrase-markup.ts';
import { restMarkup, tableMarkup } from './table-markup.ts';

/** One sign a verdict that needs neither colour nor a picture font. */
const signs: Readonly<Record<Verdict['kind'], string>> = {
  passed: '✓',
  'awaiting-approval': '…',
  blocked: '✗',
  inconclusive: '?',
};

const mostReasons = 30;
const mostListed = 30;

/** What a reader with thirty seconds needs: the verdict, why, what to do now, and each difference in a line that leads to its page. */
export function verdictMarkup(evidence: Evidence, verdict: Verdict): Markup {
  return html`<header class="verdict ${toneOf(verdict, evidence)}">
<h1><span class="sign" aria-hidden="true">${signs[verdict.kind]}</span> Shadowgate: ${headlineText(verdict, evidence)}</h1>
${verdict.reasons.slice(0, mostReasons).map(reasonMarkup)}${restMarkup(verdict.reasons.length - mostReasons)}
${approvalsMarkup(verdict)}</header>
`;
}

function toneOf({ kind }: Verdict, { head, clusters }: Evidence): string {
  return kind === 'passed' && head === null && clusters.length > 0 ? 'open' : kind;
}

function reasonMarkup({ text, remedy }: Reason): Markup {
  const todo = remedy === '' ? nothing : html`<p class="remedy">→ ${proseMarkup(remedy)}</p>`;
  return html`<p>${proseMarkup(text)}</p>${todo}
`;
}

function approvalsMarkup({ approvals }: Verdict): Markup {
  return tableMarkup({
    caption: 'Approvals',
    head: ['who', 'approval', 'why'],
    rows: approvals.map(({ user, kind, reason }) => [
      codeMarkup(user, 100),
      kind === 'counted' ? html`<strong>✓ counts</strong>` : html`✗ does not count`,
      proseMarkup(reason),
    ]),
  });
}

/** What a reader must know before trusting the rest. */
export function warningsMarkup({ warnings }: Evidence): Markup {
  if (warnings.length === 0) return nothing;
  const items = warnings.slice(0, mostListed).map((warning) => {
    const lines = warning.split('\n').slice(0, 60);
    return html`<li>${lines.map((line, index) => html`${index === 0 ? nothing : html`<br>`}${proseMarkup(line)}`)}</li>`;
  });
  return html`<section id="warnings" class="warnings"><h2>Warnings</h2><ul>${items}</ul>${restMarkup(warnings.length - mostListed)}</section>
`;
}

/** Heading over the pages of the differences, and what the change said of itself where they contradict it. */
export function findingsLead(evidence: Evidence): Markup {
  if (evidence.clusters.length === 0)
    return html`<h2>No difference stands</h2>
<p>Nothing that was compared differs beyond what varies by nature. How much that is worth is said below.</p>`;
  const claims = describeClaims(evidence);
  const claimed = claims.length === 0 ? nothing : html`<p class="claim">${phraseMarkup(claims)}</p>`;
  return html`<h2>${findingsHeading(arrangeClusters(evidence.clusters))}</h2>${claimed}`;
}
