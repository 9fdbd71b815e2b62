import type { Evidence } from '../domain/evidence.ts';
import type { Reason, Verdict } from '../domain/verdict.ts';
import { escapeProse, escapeValue } from './escape-markdown.ts';
import { type Detail, fitToLimit } from './fit-to-limit.ts';
import { markdownApprovals, markdownFacts, markdownFolds } from './markdown-details.ts';
import { markdownFindings } from './markdown-findings.ts';
import { counted, shortDigest, shortSha } from './number-text.ts';
import { headlineMark, headlineText } from './verdict-text.ts';

export type MarkdownReport = {
  readonly evidence: Evidence;
  readonly evidenceDigest: string;
  readonly verdict: Verdict;
  /** Bytes that the text may have; 65,536 for a comment, 1,048,576 for a job summary. At least 4,096 make sense. */
  readonly limit: number;
  /** Addresses to link to; anything but https is left out. */
  readonly links?: { readonly evidence?: string; readonly run?: string };
};

/** By this our comment is found again. First line of every report and, since values are escaped, nowhere else. */
export const reportMarker = '<!-- shadowgate:report -->';

/**
 * The report as the comment on a pull request and as the summary of a job. Verdict and what to do come first, the
 * differences with their lines next; what most readers skip is folded. Shortened step by step until it fits.
 */
export function renderMarkdown(report: MarkdownReport): string {
  const heading = headingOf(report);
  return fitToLimit((detail) => rendered(report, detail), report.limit, `${reportMarker}\n${heading}\n`);
}

function rendered(report: MarkdownReport, detail: Detail): string {
  const { evidence, verdict } = report;
  const sections = [
    headingOf(report),
    ...reasons(verdict.reasons, detail),
    ...markdownApprovals(verdict.approvals, detail),
    ...markdownFindings(evidence, detail),
    // A limit that changes the verdict is one of its reasons; what is left here must not stand before what was found.
    ...warnings(evidence.warnings, detail),
    ...markdownFacts(evidence, detail),
    ...markdownFolds(evidence, verdict, detail),
    footer(report),
  ];
  return `${reportMarker}\n${sections.join('\n\n')}\n`;
}

function headingOf({ verdict, evidence }: MarkdownReport): string {
  return `## ${headlineMark(verdict, evidence)} Shadowgate: ${headlineText(verdict, evidence)}`;
}

function reasons(all: readonly Reason[], { entries }: Detail): readonly string[] {
  const shown = all.slice(0, Math.max(2, entries));
  const length = entries > 5 ? 1000 : 300;
  const more = all.length - shown.length;
  const lines = shown.map(({ text, remedy }) => {
    const why = `- ${escapeProse(text, length)}`;
    return remedy === '' ? why : `${why}<br>**→ ${escapeProse(remedy, length)}**`;
  });
  return [[...lines, ...(more > 0 ? [`- and ${counted(more, 'reason')} more`] : [])].join('\n')];
}

function warnings(all: readonly string[], { entries }: Detail): readonly string[] {
  if (all.length === 0) return [];
  const shown = all.slice(0, entries).map((warning) => {
    const lines = warning.split('\n').slice(0, 30);
    return `> - ${lines.map((line) => escapeProse(line, 400)).join('<br>')}`;
  });
  const more = all.length - shown.length;
  return [['> [!WARNING]', ...shown, ...(more > 0 ? [`> - and ${more} more`] : [])].join('\n')];
}

function footer({ evidence, evidenceDigest, verdict, links }: MarkdownReport): string {
  const { base, head } = evidence;
  const parts = [
    `evidence ${escapeValue(shortDigest(evidenceDigest), 12)}${link(links?.evidence, 'download')}, with a page for each difference in <code>report.html</code>`,
    ...(base === null || head === null
      ? []
      : [`${escapeValue(shortSha(base), 12)} → ${escapeValue(shortSha(head), 12)}`]),
    `policy ${escapeValue(shortDigest(verdict.policyDigest), 12)}`,
    `${escapeProse(evidence.tool, 60)}${link(links?.run, 'run')}`,
  ];
  return `<sub>${parts.join(' · ')}</sub>`;
}

function link(address: string | undefined, text: string): string {
  if (address === undefined || !/^https:\/\/[\w.~:/?#%=&+,-]+$/.test(address)) return '';
  return ` (<a href="${address.replaceAll('&', '&amp;')}">${text}</a>)`;
}
