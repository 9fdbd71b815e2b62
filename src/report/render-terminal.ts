import type { Evidence } from '../domain/evidence.ts';
import type { Approval, Reason, RuleOutcome, Verdict } from '../domain/verdict.ts';
import { describeEvidence } from './describe-evidence.ts';
import { shortDigest, shortSha } from './number-text.ts';
import { phraseText } from './phrase-text.ts';
import { terminalFindings } from './terminal-findings.ts';
import { createPaint, indented, labelledText, type Paint, readableWidth } from './terminal-layout.ts';
import { headlineText } from './verdict-text.ts';
import { visibleText } from './visible-text.ts';
import { wrapText } from './wrap-text.ts';

export type TerminalReport = {
  readonly evidence: Evidence;
  readonly evidenceDigest: string;
  readonly verdict: Verdict;
  readonly colours: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** Where the evidence lies, when it is a folder on this machine. */
  readonly evidenceFolder?: string;
  /** The same report as a page to open in a browser; null or absent when it was not written. */
  readonly htmlReport?: string | null;
};

/**
 * The report for somebody at a terminal with thirty seconds: the verdict and what to do first, then each
 * difference with its line, then what all this rests on. Without a line break at its end.
 */
export function renderTerminal(report: TerminalReport): string {
  const width = readableWidth(report.width);
  const paint = createPaint(report.colours);
  const { evidence, verdict } = report;
  return [
    headline(verdict, evidence, paint),
    ...verdict.reasons.flatMap((reason) => reasonLines(reason, width, paint)),
    ...approvalLines(verdict.approvals, width, paint),
    ...terminalFindings(evidence, width, paint),
    ...warningLines(evidence, width, paint),
    '',
    ...describeEvidence(evidence).flatMap(({ label, text }) =>
      labelledText(label, phraseText(text), width, paint),
    ),
    ...(evidence.head === null ? [] : ruleLines(verdict.rules, width, paint)),
    ...labelledText('Evidence', evidenceText(report), width, paint),
    ...reportLines(report, width, paint),
  ].join('\n');
}

function headline(verdict: Verdict, evidence: Evidence, paint: Paint): string {
  const { base, head } = evidence;
  const commits = base === null || head === null ? '' : `  ${shortSha(base)} → ${shortSha(head)}`;
  const colour = {
    passed: paint.green,
    'awaiting-approval': paint.yellow,
    blocked: paint.red,
    inconclusive: paint.magenta,
  };
  const isOpen = head === null && evidence.clusters.length > 0;
  const painted = verdict.kind === 'passed' && isOpen ? paint.yellow : colour[verdict.kind];
  return `${paint.bold(painted(`Shadowgate: ${headlineText(verdict, evidence)}`))}${paint.dim(commits)}`;
}

function reasonLines({ text, remedy }: Reason, width: number, paint: Paint): readonly string[] {
  const why = indented(wrapText(visibleText(text, 1000), width - 2), 2);
  if (remedy === '') return why;
  const todo = wrapText(visibleText(remedy, 1000), width - 4);
  return [...why, ...todo.map((line, index) => paint.bold(`${index === 0 ? '  → ' : '    '}${line}`))];
}

function approvalLines(approvals: readonly Approval[], width: number, paint: Paint): readonly string[] {
  if (approvals.length === 0) return [];
  const lines = approvals.flatMap(({ kind, user, reason }) => {
    const word = kind === 'counted' ? '✓ counts' : '✗ does not count';
    return wrapText(`${visibleText(user, 60)}  ${word}: ${visibleText(reason, 400)}`, width - 2);
  });
  return ['', paint.bold('Approvals'), ...indented(lines, 2)];
}

function warningLines({ warnings }: Evidence, width: number, paint: Paint): readonly string[] {
  if (warnings.length === 0) return [];
  const lines = warnings.flatMap((warning) =>
    warning
      .split('\n')
      .flatMap((line) => wrapText(visibleText(line, 1000), width - 4))
      .map((line, index) => `${index === 0 ? '!' : ' '} ${line}`),
  );
  return ['', paint.yellow('Warnings'), ...indented(lines, 2)];
}

function ruleLines(rules: readonly RuleOutcome[], width: number, paint: Paint): readonly string[] {
  return rules.flatMap(({ rule, applies, why }, index) => {
    const outcome = applies ? 'applies' : 'does not apply';
    const text = `“${visibleText(rule, 120)}” ${outcome}: ${visibleText(why, 400)}`;
    return labelledText(index === 0 ? 'Rules' : '', text, width, paint);
  });
}

function evidenceText({ evidenceDigest, evidenceFolder }: TerminalReport): string {
  const digest = shortDigest(evidenceDigest);
  return evidenceFolder === undefined ? digest : `${digest} in ${visibleText(evidenceFolder, 400)}`;
}

function reportLines({ htmlReport = null }: TerminalReport, width: number, paint: Paint): readonly string[] {
  if (htmlReport === null) return [];
  return labelledText('Report', `${visibleText(htmlReport, 400)}, to open in a browser`, width, paint);
}
