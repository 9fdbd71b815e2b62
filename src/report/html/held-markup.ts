import type { FirstDivergence } from '../../domain/evidence-trace.ts';
import { grouped } from '../number-text.ts';
import type { ClusterDetails, HeldValue } from './cluster-details.ts';
import { html, type Markup, nothing } from './markup.ts';
import { sideMarkup } from './phrase-markup.ts';
import { tableMarkup } from './table-markup.ts';

/** What both builds held where they part, side by side, and the statement before and after. */
export function heldMarkup(first: FirstDivergence | null, details: ClusterDetails | undefined): Markup {
  if (first === null) return nothing;
  return html`<h4>State where they part</h4>
${statementsMarkup(first)}${stateTable(first, details?.held ?? [])}${strikesMarkup(first)}`;
}

/** Both statements on lines of their own, marked as in a diff: the mark says it where no colour does. */
function statementsMarkup(first: FirstDivergence): Markup {
  const { baselineStatement: before, candidateStatement: after, baselineLine, candidateLine, file } = first;
  if (before === null && after === null) return nothing;
  if (before === after)
    return html`<div class="statements" tabindex="0"><div><span class="line">${at(file, candidateLine)}</span> <code>${after}</code></div></div>`;
  const line = (mark: string, name: string, text: string | null, number: number | null) =>
    text === null
      ? nothing
      : html`<div class="${name}"><span class="line">${mark} ${at(file, number)}</span> <code>${text}</code></div>`;
  return html`<div class="statements" tabindex="0" role="region" aria-label="The statement before and after">${line('−', 'gone', before, baselineLine)}${line('+', 'new', after, candidateLine)}</div>`;
}

function at(file: string, line: number | null): string {
  return line === null ? file : `${file}:${line}`;
}

/** The variables captured there; where no trace tells more, what the evidence document names. */
function stateTable(first: FirstDivergence, held: readonly HeldValue[]): Markup {
  const rows = held.length > 0 ? held : namedOnly(first);
  const different = rows.filter(({ differs }) => differs).length;
  const caption = `Variables, ${grouped(different)} of ${grouped(rows.length)} different`;
  return tableMarkup({
    caption,
    head: ['variable', '', 'baseline', 'candidate'],
    rows: rows.map((row) => [
      html`<code>${row.name}</code>`,
      row.differs
        ? html`<strong class="differs">≠ differs</strong>`
        : html`<span class="equal">= equal</span>`,
      sideMarkup(row.baseline),
      sideMarkup(row.candidate),
    ]),
    most: 60,
  });
}

function namedOnly(first: FirstDivergence): readonly HeldValue[] {
  const { variable, baseline, candidate, equalInputs } = first;
  const own = variable === null ? [] : [{ name: variable, baseline, candidate, differs: true }];
  const equal = equalInputs.map(({ name, value }) => ({
    ...{ name, baseline: value, candidate: value },
    differs: false,
  }));
  return [...own, ...equal];
}

/** What tells the requests that diverge from those that do not. */
function strikesMarkup({ strikes }: FirstDivergence): Markup {
  if (strikes === undefined) return nothing;
  const { condition, diverging, alike } = strikes;
  return html`<p class="strikes">Only where <code>${condition}</code>: ${grouped(diverging)} requests that meet it diverge there, ${grouped(alike)} that do not meet it passed alike.</p>`;
}
