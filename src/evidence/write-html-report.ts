import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Verdict } from '../domain/verdict.ts';
import { GateError } from '../errors.ts';
import { renderHtml } from '../report/html/render-html.ts';
import { type EvidenceOnFile, htmlReportName } from './evidence-files.ts';
import { readClusterDetails } from './read-cluster-details.ts';

/**
 * Writes the report to open in a browser beside the evidence it is about. Written again whenever a verdict is reached, since
 * approvals come later than evidence. Tells its path.
 */
export async function writeHtmlReport(
  folder: string,
  judged: EvidenceOnFile & { readonly verdict: Verdict },
): Promise<string> {
  const path = join(folder, htmlReportName);
  const details = await readClusterDetails(folder, judged.evidence);
  try {
    // By rename, so that what was cut off never reads as whole.
    await writeFile(`${path}.part`, renderHtml({ ...judged, details }));
    await rename(`${path}.part`, path);
    return path;
  } catch (cause) {
    throw new GateError({
      code: 'folder-not-writable',
      message: `${path} cannot be written (${(cause as NodeJS.ErrnoException).code ?? String(cause)}).`,
      remedy: 'Name a folder that can be written with --evidence, and make sure its disk has room.',
      cause,
    });
  }
}
