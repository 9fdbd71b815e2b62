import { createHash } from 'node:crypto';
import { access, constants, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Evidence, evidence as evidenceSchema, evidenceVersion } from '../domain/evidence.ts';
import { GateError } from '../errors.ts';

/** Name of the evidence document inside its folder. */
export const evidenceFileName = 'evidence.json';

/** Name of the report beside it, to open in a browser; no part of what an approval is bound to. */
export const htmlReportName = 'report.html';

/** NDJSON beside the evidence document: name → records. */
export type SideRecords = Readonly<Record<string, readonly unknown[]>>;

/** An evidence document with the digest that approvals are bound to. */
export type EvidenceOnFile = { readonly evidence: Evidence; readonly evidenceDigest: string };

/**
 * Asked before anything is replayed: a replay whose evidence cannot be kept is made in vain. Evidence of before goes now,
 * so that it is not taken for that of a gate which then fails.
 */
export async function openEvidenceFolder(folder: string): Promise<void> {
  try {
    await keepOutOfGit(await mkdir(folder, { recursive: true }));
    await access(folder, constants.W_OK);
    for (const name of [evidenceFileName, htmlReportName]) await rm(join(folder, name), { force: true });
  } catch (cause) {
    throw folderNotWritable(folder, cause);
  }
}

/** The folder of ours that was just made in somebody's repository: evidence is no part of their next commit. */
async function keepOutOfGit(made: string | undefined): Promise<void> {
  if (made !== undefined && basename(made) === '.shadowgate')
    await writeFile(join(made, '.gitignore'), '*\n');
}

/**
 * Writes evidence and side files into a folder, the document last and by rename, so that evidence that was
 * cut off never reads as whole. Side files enter the document by their digest.
 */
export async function writeEvidence(
  folder: string,
  draft: Omit<Evidence, 'sideFiles'>,
  sides: SideRecords,
): Promise<EvidenceOnFile> {
  try {
    await mkdir(folder, { recursive: true });
    await rm(join(folder, evidenceFileName), { force: true });
    const sideFiles: Evidence['sideFiles'][number][] = [];
    for (const [name, records] of Object.entries(sides)) {
      const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
      await writeFile(join(folder, name), text);
      sideFiles.push({ name, digest: sha256(text), records: records.length });
    }
    const evidence = evidenceSchema.parse({ ...draft, sideFiles });
    const bytes = documentBytes(evidence);
    await writeFile(join(folder, `${evidenceFileName}.part`), bytes);
    await rename(join(folder, `${evidenceFileName}.part`), join(folder, evidenceFileName));
    return { evidence, evidenceDigest: sha256(bytes) };
  } catch (cause) {
    throw isFileError(cause) ? folderNotWritable(folder, cause) : cause;
  }
}

/** Reads evidence back from a folder; every side file must still be what the document says. */
export async function readEvidence(folder: string): Promise<EvidenceOnFile> {
  const files = new Map<string, Uint8Array>();
  try {
    for (const name of await readdir(folder)) {
      if (isEvidenceName(name)) files.set(name, await readFile(join(folder, name)));
    }
  } catch (cause) {
    throw new GateError({
      code: 'evidence-missing',
      message: `No evidence can be read in ${folder}: ${String((cause as Error).message)}.`,
      remedy: 'Name the folder that `shadowgate gate` printed, or run the gate first.',
      cause,
    });
  }
  return readEvidenceFiles(files);
}

/** The same for files that are already in memory, such as those of a downloaded artifact. */
export function readEvidenceFiles(files: ReadonlyMap<string, Uint8Array>): EvidenceOnFile {
  const bytes = files.get(evidenceFileName);
  if (!bytes) {
    throw new GateError({
      code: 'evidence-missing',
      message: `There is no ${evidenceFileName} among ${[...files.keys()].join(', ') || 'no files at all'}.`,
      remedy: 'Run the gate again: the last one failed or was ended before its evidence was whole.',
    });
  }
  const evidence = parseDocument(bytes);
  for (const side of evidence.sideFiles) {
    const found = files.get(side.name);
    if (!found || sha256(found) !== side.digest) {
      throw new GateError({
        code: 'evidence-altered',
        message: `${side.name} ${found ? 'is not what the evidence document says' : 'is missing'} (expected ${side.digest}).`,
        remedy: 'Run the gate again; evidence that was changed cannot be approved.',
      });
    }
  }
  return { evidence, evidenceDigest: sha256(bytes) };
}

/** Whether a file name belongs to evidence; anything else in the folder is left alone. */
export function isEvidenceName(name: string): boolean {
  return name === evidenceFileName || /^[a-z][a-z-]*\.ndjson$/.test(name);
}

/** `sha256:` and the hex digest of text or bytes. */
export function sha256(content: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

function documentBytes(evidence: Evidence): Uint8Array {
  return Buffer.from(`${JSON.stringify(evidence, undefined, 2)}\n`);
}

function parseDocument(bytes: Uint8Array): Evidence {
  let document: unknown;
  try {
    document = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw unreadable('it is not JSON', cause);
  }
  const found = (document as { version?: unknown } | null)?.version;
  if (typeof found === 'number' && found > evidenceVersion) {
    throw unreadable(`it has version ${found}, and this Shadowgate reads up to ${evidenceVersion}`);
  }
  const parsed = evidenceSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw unreadable(`${issue?.path.join('.') ?? 'it'}: ${issue?.message ?? 'does not fit'}`, parsed.error);
}

function unreadable(why: string, cause?: unknown): GateError {
  return new GateError({
    code: 'evidence-unreadable',
    message: `The evidence document cannot be used: ${why}.`,
    remedy: 'Run the gate again with this version of Shadowgate.',
    cause,
  });
}

function folderNotWritable(folder: string, cause: unknown): GateError {
  return new GateError({
    code: 'folder-not-writable',
    message: `The evidence cannot be written to ${folder}: ${String((cause as Error).message)}.`,
    remedy: 'Name a folder that can be written with --evidence, and make sure its disk has room.',
    cause,
  });
}

function isFileError(cause: unknown): boolean {
  return typeof (cause as { code?: unknown } | null)?.code === 'string';
}
