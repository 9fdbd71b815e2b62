import type { Cluster } from '../../domain/cluster.ts';
import type { Finding, ShownValue } from '../../domain/divergence.ts';
import { kindText } from '../kind-text.ts';
import { placeText } from '../place-text.ts';
import type { ClusterDetails } from './cluster-details.ts';
import { html, type Markup, nothing } from './markup.ts';
import { codeMarkup, linesMarkup, proseMarkup, sideMarkup } from './phrase-markup.ts';
import { foldMarkup, tableMarkup } from './table-markup.ts';

/** What differs in the exchange of the example, by where it was seen: in the answer, on the way to it, in what is stored. */
export function exchangeMarkup({ example }: Cluster, details: ClusterDetails | undefined): Markup {
  const findings = details?.findings ?? [];
  if (findings.length === 0) return nothing;
  const bySight = Map.groupBy(findings, ({ divergence }) => sightOf(divergence.place));
  const name = `${example.method} ${example.target}`;
  return html`<h4>What differs in exchange <code>${example.exchangeId}</code></h4>
<p class="hint">${codeMarkup(name, 300)}, the smallest that shows it.</p>
${sights.map((sight) => sightMarkup(sight, bySight.get(sight) ?? []))}`;
}

/** Where a difference can be seen, in the order in which a reviewer looks. */
const sights = ['Answer', 'On the way to it', 'Stored', 'Cost'] as const;
type Sight = (typeof sights)[number];

const onTheWay: ReadonlySet<string> = new Set([
  'outbound',
  'query',
  'file',
  'process',
  'flow',
  'span',
  'error',
]);

function sightOf(place: string): Sight {
  const [start = ''] = place.split('/');
  if (start === 'state') return 'Stored';
  if (start === 'cost') return 'Cost';
  return onTheWay.has(start) ? 'On the way to it' : 'Answer';
}

function sightMarkup(sight: Sight, findings: readonly Finding[]): Markup {
  const table = tableMarkup({
    caption: sight,
    head: ['place', 'difference', 'baseline', 'candidate', 'what became of it'],
    rows: findings.map((finding) => [
      html`<code>${placeText(finding.divergence.place)}</code>`,
      html`${kindText[finding.divergence.kind]}`,
      shownMarkup(finding.divergence.baseline),
      shownMarkup(finding.divergence.candidate),
      dispositionMarkup(finding),
    ]),
  });
  return html`${table}${findings.map(hunksMarkup)}`;
}

function shownMarkup(side: ShownValue | null): Markup {
  if (side === null) return sideMarkup(null);
  const isCut = side.digest !== undefined;
  const whole = html` <span class="cut">of ${side.length} in all</span>`;
  return html`${sideMarkup(side.text)}${isCut ? whole : nothing}`;
}

function dispositionMarkup({ disposition, severity }: Finding): Markup {
  const why = disposition.kind === 'ignored' ? disposition.rule : disposition.reason;
  const word =
    disposition.kind === 'counted' ? html`<strong>counts</strong>, ${severity}` : html`${disposition.kind}`;
  return html`${word}: ${proseMarkup(why, 400)}`;
}

function hunksMarkup({ divergence: { hunks = [], place, note } }: Finding): Markup {
  const told = note === undefined ? nothing : html`<p class="hint">${proseMarkup(note, 600)}</p>`;
  if (hunks.length === 0) return told;
  return html`${told}${foldMarkup(`Changed lines of ${placeText(place)}`, linesMarkup(hunks.join('\n')))}`;
}
