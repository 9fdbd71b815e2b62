import type { Evidence } from '../../domain/evidence.ts';
import type { Verdict } from '../../domain/verdict.ts';
import { describeCluster } from '../describe-cluster.ts';
import { describeEvidence } from '../describe-evidence.ts';
import { describeNearest } from '../describe-exercise.ts';
import { kindText } from '../kind-text.ts';
import { counted, grouped, lineRanges } from '../number-text.ts';
import { say } from '../phrase.ts';
import { placeText } from '../place-text.ts';
import { costTable } from './cost-markup.ts';
import { html, type Markup, nothing } from './markup.ts';
import { codeMarkup, phraseMarkup, proseMarkup } from './phrase-markup.ts';
import { foldMarkup, restMarkup, tableMarkup } from './table-markup.ts';

const mostListed = 100;

/** What the verdict rests on and how much its silence is worth: the facts, and what of the change never ran. */
export function groundMarkup(evidence: Evidence, verdict: Verdict): Markup {
  const facts = describeEvidence(evidence, 12);
  return html`<section id="ground"><h2>What this rests on</h2>
<dl class="rows">
${facts.map(
  ({ label, text }) => html`<dt>${label}</dt><dd>${phraseMarkup(text)}</dd>
`,
)}</dl></section>
${exerciseMarkup(evidence)}${limitsMarkup(evidence)}<section id="more"><h2>For who wants to know exactly</h2>
${noiseMarkup(evidence)}${foldMarkup(`Cost: ${counted((evidence.cost ?? []).length, 'measure')} of routes`, costTable('Cost, before and after', evidence.cost ?? []))}${flakyMarkup(evidence)}${rulesMarkup(verdict)}</section>
`;
}

/** Changed lines by file: those that no request ran, and the request that came nearest. */
function exerciseMarkup({ exercise }: Evidence): Markup {
  if (!exercise.known) return nothing;
  const rows = exercise.neverExecuted.flatMap(({ file, lines, removed, nearest = [] }) => {
    const name = html`${codeMarkup(file, 400)}${removed ? html` <span class="cut">(before, now gone)</span>` : nothing}`;
    if (nearest.length === 0) return [[name, html`${lineRanges(lines, 40)}`, html`–`]];
    return nearest.map((one) => [
      name,
      html`${lineRanges(one.lines, 40)}`,
      phraseMarkup(describeNearest(one)),
    ]);
  });
  return html`<section id="exercised"><h2>Changed lines that ran</h2>
<p>${grouped(exercise.executedLines)} of ${counted(exercise.changedLines, 'changed line')} ran in at least one replayed request. ${rows.length === 0 ? 'None was left out.' : 'These never did, so nothing is known of them:'}</p>
${tableMarkup({ caption: 'Never executed', head: ['file', 'lines', 'nearest request'], rows })}</section>
`;
}

/** What was not seen, in one place. */
function limitsMarkup({ status, exercise, shadow, unusedIgnores, fidelity }: Evidence): Markup {
  const limits = [
    ...(status.kind === 'sufficient' ? [] : status.reasons),
    ...(exercise.unseen ?? []).map((file) => `no agent saw code run from \`${file}\``),
    ...shadow.isolationDetail.open.map((one) => `the sandbox left open: ${one}`),
    ...fidelity.examples.map((one) => `the baseline answers otherwise than production: ${one}`),
    ...unusedIgnores.map((one) => `a written excuse excused nothing: ${one}`),
  ];
  if (limits.length === 0) return nothing;
  return html`<section id="limits"><h2>What was not seen</h2><ul>
${limits.slice(0, mostListed).map(
  (one) => html`<li>${proseMarkup(one)}</li>
`,
)}</ul>${restMarkup(limits.length - mostListed)}</section>
`;
}

function noiseMarkup({ noise, counts }: Evidence): Markup {
  const table = tableMarkup({
    caption: 'What varies by nature, and what it was learned from',
    head: ['place', 'route', 'difference', 'varies as', 'answers', 'hid', 'stands all the same'],
    rows: noise.map(({ pattern, route, kind, learned, samples, findings, refused }) => [
      html`<code>${placeText(pattern)}</code>`,
      codeMarkup(route),
      html`${kindText[kind]}`,
      proseMarkup(learned, 400),
      html`${grouped(samples)}`,
      html`${grouped(findings)}`,
      html`${refused.map((one) => html`${grouped(one.findings)}: ${proseMarkup(one.reason, 300)}<br>`)}`,
    ]),
  });
  return foldMarkup(
    `Noise: ${counted(counts.noise, 'difference')} that baseline and secondary show too`,
    table,
  );
}

function flakyMarkup({ flaky, plan }: Evidence): Markup {
  const items = flaky.slice(0, mostListed).map((cluster) => {
    const { where, before, after, kind } = describeCluster(
      { cluster, inAnswer: [], inState: [] },
      plan.exchanges,
    );
    return html`<li>${phraseMarkup(say`${where}: ${before} → ${after}`)} · ${kind}</li>
`;
  });
  const list = html`<ul>
${items}</ul>${restMarkup(flaky.length - mostListed)}`;
  return foldMarkup(
    `Flaky: ${counted(flaky.length, 'difference')} that did not come back`,
    items.length === 0 ? nothing : list,
  );
}

function rulesMarkup({ rules }: Verdict): Markup {
  const table = tableMarkup({
    caption: 'Rules of the policy',
    head: ['rule', 'outcome', 'because'],
    rows: rules.map(({ rule, applies, why }) => [
      proseMarkup(rule, 200),
      applies ? html`<strong>applies</strong>` : html`does not apply`,
      proseMarkup(why),
    ]),
  });
  return foldMarkup(`${counted(rules.length, 'rule')} of the policy`, table);
}
