import type { Evidence } from '../domain/evidence.ts';
import type { Approval, RuleOutcome, Verdict } from '../domain/verdict.ts';
import { amountOf, measuredPhrase } from './describe-allocation.ts';
import { measureName } from './describe-cost.ts';
import { describeEvidence } from './describe-evidence.ts';
import { escapePhrase, escapeProse, escapeValue } from './escape-markdown.ts';
import type { Detail } from './fit-to-limit.ts';
import { kindText } from './kind-text.ts';
import { briefCluster } from './markdown-findings.ts';
import { counted, grouped, shortSha } from './number-text.ts';
import { placeText } from './place-text.ts';

/** Who approved, and what became of it: never folded away, because it is what people look for when they wait. */
export function markdownApprovals(approvals: readonly Approval[], { entries }: Detail): readonly string[] {
  if (approvals.length === 0) return [];
  const rows = approvals.map(({ user, kind, reason }) => [
    escapeValue(user, 60),
    kind === 'counted' ? 'counts' : 'does not count',
    escapeProse(reason, 400),
  ]);
  return [`### Approvals`, table(['who', 'approval', 'why'], rows, entries)];
}

/** What the verdict rests on, as a table of a few lines. */
export function markdownFacts(evidence: Evidence, detail: Detail): readonly string[] {
  const facts = describeEvidence(evidence, Math.min(5, detail.entries));
  const rows = facts.map(({ label, text }) => [label, escapePhrase(text, detail.valueLength)]);
  return ['### What this rests on', table(['', ''], rows, rows.length)];
}

/** What few people look for, folded away: rules, noise, values that were replaced, flaky findings, signs of AI assistance. */
export function markdownFolds(evidence: Evidence, verdict: Verdict, detail: Detail): readonly string[] {
  if (!detail.folded) return [];
  return [
    ...rulesFold(verdict.rules, detail),
    ...provenanceFold(evidence, detail),
    ...noiseFold(evidence, detail),
    ...valuesFold(evidence, detail),
    ...costFold(evidence, detail),
    ...allocationFold(evidence, detail),
    ...flakyFold(evidence, detail),
  ];
}

function rulesFold(rules: readonly RuleOutcome[], { entries }: Detail): readonly string[] {
  const rows = rules.map(({ rule, applies, why }) => [
    escapeProse(rule, 120),
    applies ? '**applies**' : 'does not apply',
    escapeProse(why, 400),
  ]);
  return fold(
    `${counted(rules.length, 'rule')} of the policy`,
    table(['rule', '', 'because'], rows, entries),
    rows,
  );
}

function provenanceFold({ provenance }: Evidence, { entries, valueLength }: Detail): readonly string[] {
  const commits = provenance?.commits ?? [];
  const rows = commits.map(({ sha, verdict, reason, signals }) => [
    escapeValue(shortSha(sha), 12),
    verdict === 'unknown' ? 'no sign' : verdict,
    [
      escapeProse(reason, 300),
      ...signals.slice(0, 2).map(({ excerpt }) => escapeValue(excerpt, valueLength)),
    ].join(' '),
  ]);
  return fold(
    `Signs of AI assistance in ${counted(commits.length, 'commit')}`,
    table(['commit', '', 'because'], rows, entries),
    rows,
  );
}

function noiseFold({ noise, counts }: Evidence, { entries, valueLength }: Detail): readonly string[] {
  const excused = noise.filter(({ findings }) => findings > 0);
  const rows = excused.map(({ route, pattern, kind, findings, learned }) => [
    escapeValue(route, valueLength),
    escapeValue(placeText(pattern), valueLength),
    kindText[kind],
    grouped(findings),
    escapeProse(learned, 200),
  ]);
  const title = `Noise: ${counted(counts.noise, 'difference')} that baseline and secondary show too`;
  return fold(title, table(['route', 'place', 'kind', 'times', 'varies as'], rows, entries), rows);
}

/** Examples only: every value is in the evidence. */
function valuesFold({ replay }: Evidence, { entries }: Detail): readonly string[] {
  if (replay === undefined) return [];
  const { substituted, unresolved, examples } = replay.values;
  const lines = examples.slice(0, entries).map((example) => `- ${escapeProse(example, 400)}`);
  const missing = unresolved === 0 ? '' : `, ${grouped(unresolved)} sent as recorded`;
  const title = `Values: ${grouped(substituted)} of the recording replaced by those of each instance${missing}`;
  return fold(title, [...lines, '', 'All of them: `values.ndjson` in the evidence.'].join('\n'), lines);
}

function costFold({ cost = [] }: Evidence, { entries, valueLength }: Detail): readonly string[] {
  const rows = cost.map(({ route, measure, verdict, reason }) => [
    measureName[measure],
    escapeValue(route, valueLength),
    verdict === 'more' ? '**more**' : verdict.replaceAll('-', ' '),
    escapeProse(reason, 300),
  ]);
  const title = `Cost: ${counted(rows.length, 'measure')} of routes, before and after`;
  return fold(title, table(['measure', 'route', '', 'because'], rows, entries), rows);
}

function allocationFold({ allocation = [] }: Evidence, { entries, valueLength }: Detail): readonly string[] {
  const rows = allocation
    .flatMap((report) => (report.kind === 'measured' ? report.rows : []))
    .map((row) => [
      escapeValue(row.route, valueLength),
      escapePhrase(measuredPhrase(row), valueLength),
      row.verdict === 'more' ? '**more**' : row.verdict.replaceAll('-', ' '),
      ...[row.baseline, row.candidate].map((amount) => amountOf(row, amount)),
      row.ratio === null ? '' : `${Number(row.ratio.toPrecision(3))} ×`,
      escapeProse(row.reason, 300),
    ]);
  const title = `Allocation: ${counted(rows.length, 'comparison')} of single requests, before and after`;
  return fold(title, table(['route', 'what', '', 'before', 'after', '', 'because'], rows, entries), rows);
}

function flakyFold({ flaky, plan }: Evidence, detail: Detail): readonly string[] {
  const shown = flaky
    .slice(0, detail.entries)
    .map((cluster) => briefCluster(cluster, plan.exchanges, detail));
  const more = flaky.length - shown.length;
  const lines = [...shown, ...(more > 0 ? [`- and ${more} more`] : [])];
  return fold(
    `Flaky: ${counted(flaky.length, 'difference')} that did not come back`,
    lines.join('\n'),
    lines,
  );
}

/** GitHub needs an empty line before Markdown inside HTML, and one after it. */
function fold(title: string, body: string, entries: readonly unknown[]): readonly string[] {
  if (entries.length === 0) return [];
  return [`<details><summary>${title}</summary>\n\n${body}\n\n</details>`];
}

type Row = readonly string[];

function table(head: Row, rows: readonly Row[], most: number): string {
  const line = (cells: Row) => `| ${cells.join(' | ')} |`;
  const more = rows.length - most;
  const rest = more > 0 ? [line([`and ${more} more`, ...head.slice(1).map(() => '')])] : [];
  return [line(head), line(head.map(() => '---')), ...rows.slice(0, most).map(line), ...rest].join('\n');
}
