import type { Cluster } from '../../domain/cluster.ts';
import { describeFailure } from '../describe-failure.ts';
import { say } from '../phrase.ts';
import type { ClusterDetails, FailureFrame } from './cluster-details.ts';
import { html, type Markup, nothing } from './markup.ts';
import { codeMarkup, phraseMarkup, sideMarkup } from './phrase-markup.ts';
import { foldMarkup, tableMarkup } from './table-markup.ts';

/** The error that one build alone threw, with the state of both and the functions it went through. */
export function failureMarkup(failure: Cluster['failure'], details: ClusterDetails | undefined): Markup {
  if (failure === undefined) return nothing;
  const { role, variables, otherAt } = failure;
  const { what } = describeFailure(failure);
  const other = role === 'candidate' ? 'baseline' : 'candidate';
  const where =
    otherAt === null
      ? nothing
      : html`<p class="hint">The state of the ${other} was captured at <code>${otherAt}</code>.</p>`;
  return html`<h4>Error</h4>
<p>${phraseMarkup(say`The ${[role]} ${what}.`)}</p>
${where}${tableMarkup({
  caption: 'Variables as the error was thrown',
  head: ['variable', '', 'baseline', 'candidate'],
  rows: variables.map((one) => [
    html`<code>${one.name}</code>`,
    markOf(one.baseline, one.candidate),
    one.baseline === null ? html`<em>not captured</em>` : sideMarkup(one.baseline),
    one.candidate === null ? html`<em>not captured</em>` : sideMarkup(one.candidate),
  ]),
  most: 60,
})}${foldMarkup('Functions it went through', html`${(details?.frames ?? []).map(frameMarkup)}`)}`;
}

function markOf(baseline: string | null, candidate: string | null): Markup {
  if (baseline === null || candidate === null) return html`<span class="equal">one side only</span>`;
  return baseline === candidate
    ? html`<span class="equal">= equal</span>`
    : html`<strong class="differs">≠ differs</strong>`;
}

function frameMarkup({ at, function: name, variables }: FailureFrame): Markup {
  return tableMarkup({
    caption: `${name === '' ? 'outside any function' : name} at ${at}`,
    head: ['variable', 'held'],
    rows: variables.map((one) => [html`<code>${one.name}</code>`, codeMarkup(one.value)]),
    most: 40,
  });
}
