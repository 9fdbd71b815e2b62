import { grouped } from '../number-text.ts';
import { html, type Markup, nothing } from './markup.ts';

export type TableText = {
  /** What the table is of, read out before it. */
  readonly caption: string;
  readonly head: readonly string[];
  /** Cells in the order of the head; the first names its row. */
  readonly rows: readonly (readonly Markup[])[];
  /** Rows beyond this are counted, and said to be in the evidence. */
  readonly most?: number;
};

/** A table with named columns and rows, in a frame that scrolls by itself where the screen is narrow. */
export function tableMarkup({ caption, head, rows, most = 200 }: TableText): Markup {
  if (rows.length === 0) return nothing;
  const body = rows.slice(0, most).map(([first = nothing, ...rest]) => rowMarkup(first, rest));
  return html`<div class="frame" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${head.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>
${body}</tbody></table></div>${restMarkup(rows.length - most)}`;
}

function rowMarkup(first: Markup, rest: readonly Markup[]): Markup {
  return html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>
`;
}

/** What is not shown is counted, and where it is found is said. */
export function restMarkup(more: number): Markup {
  return more > 0
    ? html`<p class="cut">… and ${grouped(more)} more, all of them in the evidence.</p>`
    : nothing;
}

/** What most readers skip, folded away; nothing where there is nothing. */
export function foldMarkup(title: string, body: Markup): Markup {
  return body.source() === ''
    ? nothing
    : html`<details><summary>${title}</summary>
${body}</details>
`;
}
