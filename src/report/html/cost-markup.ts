import type { Cluster } from '../../domain/cluster.ts';
import type { Evidence } from '../../domain/evidence.ts';
import { measureName } from '../describe-cost.ts';
import { html, type Markup, nothing } from './markup.ts';
import { codeMarkup, proseMarkup } from './phrase-markup.ts';
import { tableMarkup } from './table-markup.ts';

type Rows = NonNullable<Evidence['cost']>;

/** What the route of a cluster costs before and after, where something costs another amount. */
export function costMarkup({ route, service, pattern }: Cluster, { cost = [] }: Evidence): Markup {
  const isOwn = pattern.startsWith('cost/');
  const rows = cost.filter(
    (row) =>
      row.service === service &&
      (row.route === route || (isOwn && row.route === 'every route')) &&
      (isOwn || row.verdict === 'more' || row.verdict === 'less'),
  );
  return rows.length === 0 ? nothing : html`<h4>Cost</h4>${costTable('Cost of this route', rows)}`;
}

/** Rows of cost, with the reason of each. */
export function costTable(caption: string, rows: Rows): Markup {
  return tableMarkup({
    caption,
    head: ['measure', 'route', 'candidate', 'because'],
    rows: rows.map(({ measure, route, verdict, reason }) => [
      html`${measureName[measure]}`,
      codeMarkup(route),
      verdict === 'more' ? html`<strong>more</strong>` : html`${verdict.replaceAll('-', ' ')}`,
      proseMarkup(reason, 600),
    ]),
  });
}
