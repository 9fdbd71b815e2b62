import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { removeContainers } from '../sandbox/container-engine.ts';
import { gateLabel } from '../sandbox/write-container-launcher.ts';
import { findMarked, findProcess, listProcesses, pidScope } from './find-processes.ts';
import { endMarked } from './process-group.ts';
import { type JournalHeader, readJournal, removeIfEmpty } from './teardown-journal.ts';
import { ownerFile, workFolderPrefix } from './work-folder.ts';

/** What was found of gates that were killed before they could clean up. */
export type Sweep = {
  /** Processes that were ended. */
  readonly ended: number;
  /** Folders that were removed. */
  readonly removed: readonly string[];
  /** What was left alone, with the reason: it could not be proven to be ours. */
  readonly left: readonly string[];
};

/**
 * Called when a gate starts: ends and removes what earlier gates left that were killed themselves. A gate that
 * still runs keeps everything. Nothing is ended by its pid alone: a process must carry the marker of the dead gate.
 */
export async function sweepStale(journalFolder: string): Promise<Sweep> {
  const sweeps: Sweep[] = [];
  for (const name of journalsIn(journalFolder)) sweeps.push(await sweepOne(join(journalFolder, name)));
  removeIfEmpty(journalFolder);
  return {
    ended: sweeps.reduce((sum, each) => sum + each.ended, 0),
    removed: sweeps.flatMap((each) => each.removed),
    left: sweeps.flatMap((each) => each.left),
  };
}

const nothing: Sweep = { ended: 0, removed: [], left: [] };

async function sweepOne(path: string): Promise<Sweep> {
  try {
    const journal = readJournal(path);
    if (journal === null && isTorn(path)) rmSync(path, { force: true });
    if (journal === null) return { ...nothing, left: [`${path}: not a journal of this version`] };
    const { header, leftovers } = journal;
    if (header.scope !== pidScope())
      return { ...nothing, left: [`${path}: written on another machine or boot`] };
    if (isAlive(header)) return nothing;
    const ended = await endAll(header.marker);
    for (const each of leftovers) {
      if (each.kind === 'containers') await removeContainers(each, `${gateLabel}=${header.marker}`);
    }
    const folders = leftovers.flatMap((each) => (each.kind === 'folder' ? [each.path] : []));
    const own = folders.filter((folder) => isOwn(folder, header.marker));
    for (const folder of own) await rm(folder, { recursive: true, force: true });
    const begun = folders.filter((folder) => !own.includes(folder) && removeBegun(folder));
    rmSync(path, { force: true });
    return { ended, removed: [...own, ...begun], left: [] };
  } catch (error) {
    return { ...nothing, left: [`${path}: ${(error as Error).message}`] };
  }
}

function journalsIn(folder: string): readonly string[] {
  try {
    // Someone else could have laid the folder there to make us delete things: only our own is believed.
    if (statSync(folder).uid !== process.getuid?.()) return [];
    return readdirSync(folder).filter((name) => /\.ndjson(\.new)?$/.test(name));
  } catch {
    return [];
  }
}

/** The first line is written in one go: one that is not whole after a minute is of a gate that was killed on it. */
function isTorn(path: string): boolean {
  return path.endsWith('.new') && Date.now() - statSync(path).mtimeMs > 60_000;
}

/** Without /proc the start of a process is unknown, and any process with that pid counts as the gate. */
function isAlive({ pid, startTicks }: JournalHeader): boolean {
  if (listProcesses() !== null) {
    const found = findProcess(pid);
    return found !== null && !'ZX'.includes(found.state) && found.startTicks === startTicks;
  }
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function endAll(marker: string): Promise<number> {
  const marks = [`SHADOWGATE_RUN=${marker}`];
  const found = findMarked(marks, listProcesses() ?? []).length;
  if (found > 0) await endMarked(marks);
  return found;
}

/** A gate that was killed while it made its folder left it empty, or with the name of its owner not yet written. */
function removeBegun(folder: string): boolean {
  if (!basename(folder).startsWith(workFolderPrefix)) return false;
  try {
    const isBegun = readdirSync(folder).every(
      (name) => name === ownerFile && statSync(join(folder, name)).size === 0,
    );
    if (isBegun) rmSync(folder, { recursive: true });
    return isBegun;
  } catch {
    return false; // Gone, or not ours to look into.
  }
}

function isOwn(folder: string, marker: string): boolean {
  if (!basename(folder).startsWith(workFolderPrefix)) return false;
  try {
    return readFileSync(join(folder, ownerFile), 'utf8') === marker;
  } catch {
    return false;
  }
}
