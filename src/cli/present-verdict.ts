import type { Command } from 'commander';
import type { PolicyInForce } from '../domain/policy.ts';
import type { Verdict } from '../domain/verdict.ts';
import { exitCodes } from '../errors.ts';
import type { EvidenceOnFile } from '../evidence/evidence-files.ts';
import { writeHtmlReport } from '../evidence/write-html-report.ts';
import { judgeEvidence } from '../gate-change.ts';
import { renderMarkdown } from '../report/render-markdown.ts';
import { renderTerminal } from '../report/render-terminal.ts';
import { readLocalApprovals } from './local-approvals.ts';
import { writeOutput } from './output-file.ts';
import type { ExitCode } from './shell.ts';

/** How the outcome is to be shown; the same for every command that ends in a verdict. */
export type ReportOptions = { readonly json: boolean; readonly markdown?: string };

type Presentation = EvidenceOnFile & {
  readonly policy: PolicyInForce;
  readonly evidenceFolder: string;
  readonly report: ReportOptions;
};

/** Columns of a report that goes to a file or a log. */
const widthWithoutTerminal = 110;
/** What GitHub takes as a comment, so that the file can be posted as it is. */
const markdownLimit = 65_536;

export function addReportOptions(command: Command): Command {
  return command
    .option('--json', 'print the verdict and the differences as JSON instead of the report', false)
    .option('--markdown <file>', 'also write the report as Markdown');
}

/** Judges evidence with the approvals beside it, prints the report, and tells the exit code. */
export async function presentVerdict(presentation: Presentation): Promise<ExitCode> {
  const { evidence, evidenceDigest, policy, evidenceFolder, report } = presentation;
  const reviews = await readLocalApprovals(evidenceFolder);
  const verdict = judgeEvidence({ evidence, evidenceDigest, policy, reviews, excluded: [] });
  const judged = { evidence, evidenceDigest, verdict };
  const htmlReport = await writeHtmlReport(evidenceFolder, judged, warn);
  if (report.markdown !== undefined) {
    await writeOutput(report.markdown, renderMarkdown({ ...judged, limit: markdownLimit }));
  }
  if (report.json) {
    const { clusters: differences, warnings } = evidence;
    // A program that reads this must not have to look for the lines elsewhere.
    const told = { ...verdict, differences, warnings, evidenceFolder, htmlReport };
    process.stdout.write(`${JSON.stringify(told, undefined, 2)}\n`);
  } else {
    const colours = process.stdout.isTTY === true && !process.env['NO_COLOR'];
    const width = process.stdout.columns ?? widthWithoutTerminal;
    process.stdout.write(`${renderTerminal({ ...judged, colours, width, evidenceFolder, htmlReport })}\n`);
  }
  return exitCodeOf(verdict);
}

/** 1 says that the change must not merge as it stands; 2, that nobody can tell. */
export function exitCodeOf({ kind }: Verdict): ExitCode {
  switch (kind) {
    case 'passed':
      return exitCodes.passed;
    case 'awaiting-approval':
    case 'blocked':
      return exitCodes.notPassed;
    case 'inconclusive':
      return exitCodes.undecided;
    default:
      return kind satisfies never;
  }
}

function warn(text: string): void {
  process.stderr.write(`warning: ${text}\n`);
}
