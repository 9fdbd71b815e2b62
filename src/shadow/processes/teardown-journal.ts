import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { GateError } from '../../errors.ts';
import { findProcess, pidScope } from './find-processes.ts';

const header = z.strictObject({
  kind: z.literal('gate'),
  marker: z.string().min(8).describe('Value of SHADOWGATE_RUN in everything this gate started.'),
  pid: z.int().positive().describe('Process of the gate.'),
  startTicks: z.string().describe('Its start, so that a later process with the same pid is told apart.'),
  scope: z.string().describe('Machine, boot and pid namespace in which the pid means something.'),
});
export type JournalHeader = z.infer<typeof header>;

const leftover = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('process-group'), id: z.int().positive() }),
  z.strictObject({ kind: z.literal('folder'), path: z.string().min(1) }),
  z
    .strictObject({
      kind: z.literal('containers'),
      command: z.array(z.string()).min(1).readonly(),
      environment: z.record(z.string(), z.string()).readonly(),
    })
    .describe('The engine that was asked for containers; they carry the marker as a label.'),
]);
/** Something outside our own process that outlives it when it is killed. */
export type Leftover = z.infer<typeof leftover>;

/** Written while a gate runs, removed at its end; what lies there later is of a gate that was killed. */
export type Journal = { record(thing: Leftover): void; discard(): void };

/** The journal of this gate. Nothing is written before the first thing is recorded, and it is on disk when that returns. */
export function createJournal(folder: string, marker: string): Journal {
  const path = join(folder, `${marker}.ndjson`);
  let open = false;
  let closed = false;
  return {
    record(thing) {
      if (closed) return;
      if (!open) writeHeader(folder, path, marker);
      open = true;
      try {
        appendFileSync(path, `${JSON.stringify(leftover.parse(thing))}\n`);
      } catch (cause) {
        throw notWritable(folder, cause);
      }
    },
    discard() {
      closed = true;
      if (!open) return;
      rmSync(path, { force: true });
      removeIfEmpty(folder);
    },
  };
}

/** A journal as found, or null when it is not one. A torn last line is left out: its gate was killed while writing. */
export function readJournal(
  path: string,
): { readonly header: JournalHeader; readonly leftovers: readonly Leftover[] } | null {
  const [first, ...rest] = readFileSync(path, 'utf8').split('\n');
  const head = header.safeParse(parseLine(first ?? ''));
  if (!head.success) return null;
  const leftovers = rest
    .map((line) => leftover.safeParse(parseLine(line)))
    .flatMap((each) => each.data ?? []);
  return { header: head.data, leftovers };
}

/** Journals lie in one folder for all gates of a user; the last one to leave takes it away. */
export function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Another gate's journal lies there, or another gate was quicker: both are fine.
  }
}

/** By renaming, so that no other gate ever sees a journal without its header. Only the user may look inside. */
function writeHeader(folder: string, path: string, marker: string): void {
  const startTicks = findProcess(process.pid)?.startTicks ?? '';
  const line: JournalHeader = { kind: 'gate', marker, pid: process.pid, startTicks, scope: pidScope() };
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(`${path}.new`, `${JSON.stringify(line)}\n`, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  } catch (cause) {
    removeDraft(`${path}.new`);
    removeIfEmpty(folder);
    throw notWritable(folder, cause);
  }
}

function removeDraft(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Where a file stands in the place of the folder there is no draft either.
  }
}

function notWritable(folder: string, cause: unknown): GateError {
  return new GateError({
    code: 'folder-not-writable',
    message: `The journal of what is running cannot be written to ${folder} (${(cause as Error).message}).`,
    remedy: 'Free space there, or point TMPDIR at a folder that can be written to.',
    cause,
  });
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
