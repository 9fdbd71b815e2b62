import { unzipSync } from 'fflate';
import { GateError } from '../errors.ts';

/** What an evidence folder consists of; any other entry of the archive stays unread. */
const evidenceFile = /^(?:evidence\.json|[a-z][a-z-]{0,60}\.ndjson)$/;

const maximumFileBytes = 256 * 1024 * 1024;
const maximumFiles = 32;

/**
 * Used on the artifact of a run, which whoever controls the change may have written. Entries go into memory
 * under their exact names, never to disk, so no path in the archive can lead anywhere. Memory is bounded by
 * the sizes that the entries declare, which are capped; an entry that unpacks to more is cut there, and its
 * digest then refuses it.
 */
export function readEvidenceArchive(
  archive: Uint8Array,
  limit: number = maximumFileBytes,
): ReadonlyMap<string, Uint8Array> {
  const names = new Set<string>();
  let expected = 0;
  const entries = unpack(archive, ({ name, originalSize }) => {
    if (!evidenceFile.test(name)) return false;
    expected += originalSize;
    if (names.has(name)) throw unusable(`it holds ${name} twice`);
    if (expected > limit) throw unusable(`its files would take more than ${limit} bytes`);
    names.add(name);
    if (names.size > maximumFiles) throw unusable(`it holds more than ${maximumFiles} files`);
    return true;
  });
  if (!names.has('evidence.json')) throw unusable('it holds no evidence.json');
  return new Map(Object.entries(entries));
}

type EntryHead = { readonly name: string; readonly originalSize: number };

function unpack(
  archive: Uint8Array,
  filter: (entry: EntryHead) => boolean,
): Readonly<Record<string, Uint8Array>> {
  try {
    return unzipSync(archive, { filter });
  } catch (error) {
    if (error instanceof GateError) throw error;
    const problem = error instanceof Error ? error.message : String(error);
    throw unusable(`it is not a whole zip archive (${problem})`, error);
  }
}

function unusable(problem: string, cause?: unknown): GateError {
  return new GateError({
    code: 'evidence-unreadable',
    message: `The evidence archive cannot be used: ${problem}.`,
    remedy: 'Run the replay again, and upload only the evidence folder that it wrote.',
    cause,
  });
}
