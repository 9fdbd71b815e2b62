import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import * as z from 'zod';
import type { PolicyInForce } from '../domain/policy.ts';
import { type Review, review, type Verdict } from '../domain/verdict.ts';
import type { EvidenceOnFile } from '../evidence-files.ts';
import { judgeEvidence } from '../gate-change.ts';
import { renderMarkdown } from '../report/render-markdown.ts';
import { renderTerminal } from '../report/render-terminal.ts';
import type { ExitCode } from './shell.ts';

/** Approvals given on this machine lie beside the evidence that they name. */
export const approvalsFileName = 'approvals.json';

/** How the outcome is to be shown; the same for every command that ends in a verdict. */
export type ReportOptions = { readonly json: boolean; readonly markdown?: string };

type Presentation = EvidenceOnFile & {
  readonly policy: PolicyInForce;
  readonly evidenceFolder: string;
  readonly report: ReportOptions;
};

export function addReportOptions(command: Command): Command {
  return command
    .option('--json', 'print the verdict as JSON instead of the report', false)
    .option('--markdown <file>', 'also write the report as Markdown');
}

/** Judges evidence with the approvals beside it, prints the report, and tells the exit code. */
export async function presentVerdict(presentation: Presentation): Promise<ExitCode> {
  const { evidence, evidenceDigest, policy, evidenceFolder, report } = presentation;
  const reviews = await readLocalApprovals(evidenceFolder);
  const verdict = judgeEvidence({ evidence, evidenceDigest, policy, reviews, excluded: [] });
  if (report.markdown !== undefined) {
    await writeFile(report.markdown, renderMarkdown({ evidence, evidenceDigest, verdict, limit: 65_536 }));
  }
  if (report.json) {
    process.stdout.write(`${JSON.stringify(verdict, undefined, 2)}\n`);
  } else {
    const colours = process.stdout.isTTY === true && !process.env['NO_COLOR'];
    const width = process.stdout.columns ?? 110;
    process.stdout.write(
      `${renderTerminal({ evidence, evidenceDigest, verdict, colours, width, evidenceFolder })}\n`,
    );
  }
  return exitCodeOf(verdict);
}

/** Reads the approvals beside evidence; none when nobody approved yet. */
export async function readLocalApprovals(evidenceFolder: string): Promise<readonly Review[]> {
  const text = await readFile(join(evidenceFolder, approvalsFileName), 'utf8').catch(() => null);
  return text === null ? [] : z.array(review).parse(JSON.parse(text));
}

function exitCodeOf(verdict: Verdict): ExitCode {
  switch (verdict.kind) {
    case 'passed':
      return 0;
    case 'awaiting-approval':
    case 'blocked':
      return 1;
    case 'inconclusive':
      return 2;
    default:
      return verdict.kind satisfies never;
  }
}
