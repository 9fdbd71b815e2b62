import type { Evidence } from '../../domain/evidence.ts';
import type { Verdict } from '../../domain/verdict.ts';
import { headlineText } from '../verdict-text.ts';
import type { DetailsById } from './cluster-details.ts';
import { comparedMarkup } from './compared-markup.ts';
import { findingsMarkup } from './findings-markup.ts';
import { groundMarkup } from './ground-markup.ts';
import { html, type Markup } from './markup.ts';
import { codeMarkup } from './phrase-markup.ts';
import { styleMarkup } from './report-style.ts';
import { verdictMarkup, warningsMarkup } from './verdict-markup.ts';

export type HtmlReport = {
  readonly evidence: Evidence;
  readonly evidenceDigest: string;
  readonly verdict: Verdict;
  readonly details: DetailsById;
};

/**
 * The report as one document to open in a browser: no script, no request, nothing outside the file. Verdict and what to
 * do come first, a page for each difference next, what it all rests on last. Written beside the evidence.
 */
export function renderHtml({ evidence, evidenceDigest, verdict, details }: HtmlReport): string {
  const title = `Shadowgate: ${headlineText(verdict, evidence)}`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
${styleMarkup}
</head>
<body>
<a class="skip" href="#differences">To the differences</a>
<main>
${verdictMarkup(evidence, verdict)}${findingsMarkup(evidence, details)}${warningsMarkup(evidence)}${comparedMarkup(evidence)}${groundMarkup(evidence, verdict)}</main>
${footerMarkup(evidence, evidenceDigest, verdict)}</body>
</html>
`.source();
}

/** What an approval is bound to, in full, so that it can be copied. */
function footerMarkup({ tool, sideFiles }: Evidence, evidenceDigest: string, verdict: Verdict): Markup {
  const files = sideFiles.map(({ name }) => html`, ${codeMarkup(name)}`);
  return html`<footer><dl class="rows">
<dt>Evidence</dt><dd>${codeMarkup(evidenceDigest)}<br>An approval is bound to this digest. The document is <code>evidence.json</code> beside this page${files}.</dd>
<dt>Policy</dt><dd>${codeMarkup(verdict.policyDigest)}</dd>
<dt>Written by</dt><dd>${tool}</dd>
</dl></footer>
`;
}
