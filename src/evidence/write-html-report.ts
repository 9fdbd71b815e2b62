import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Verdict } from '../domain/verdict.ts';
import { renderHtml } from '../report/html/render-html.ts';
import { type EvidenceOnFile, htmlReportName } from './evidence-files.ts';
import { readClusterDetails } from './read-cluster-details.ts';

/**
 * Writes the report to open in a browser beside the evidence it is about. Written again whenever a verdict is reached, since
 * approvals come later than evidence. Tells its path; null after a warning where it cannot be written, for a verdict on evidence in
 * an archive must not depend on a page that repeats it.
 */
export async function writeHtmlReport(
  folder: string,
  judged: EvidenceOnFile & { readonly verdict: Verdict },
  warn: (text: string) => void,
): Promise<string | null> {
  const path = join(folder, htmlReportName);
  const details = await readClusterDetails(folder, judged.evidence);
  try {
    // By rename, so that what was cut off never reads as whole.
    await writeFile(`${path}.part`, renderHtml({ ...judged, details }));
    await rename(`${path}.part`, path);
    return path;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === undefined) throw cause;
    warn(`${path} cannot be written (${code}): if there is one, it may be of an earlier verdict.`);
    return null;
  }
}
