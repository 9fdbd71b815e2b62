import { randomBytes } from 'node:crypto';
import { GateError } from '../../errors.ts';
import { killMarked } from './process-group.ts';
import { createJournal, type Leftover } from './teardown-journal.ts';

export type TeardownOptions = {
  /** Where the journal of this gate is written; all gates of a user share it, and `sweepStale` reads it. */
  readonly journalFolder: string;
  /** What tells the things of this gate from those of all others. */
  readonly marker?: string;
  /** How long one undo may take before the next one is begun. */
  readonly undoTimeoutMs?: number;
};

/** What was started and must be undone. One for each gate, handed to whatever starts something. */
export type Teardown = {
  /** Stands as SHADOWGATE_RUN in the environment of every process that is started. */
  readonly marker: string;
  /** Aborted when the end begins: whatever still prepares or waits gives up. */
  readonly signal: AbortSignal;
  /**
   * Registers how to undo something, before or as it starts. Returns the same undo, to be called when its time has
   * come earlier; it runs once, whoever calls first. When the end has already begun, undoes at once and throws.
   */
  defer(name: string, undo: () => Promise<void> | void): () => Promise<void>;
  /** Writes down what a later gate must clean if this one is killed before it can. */
  record(thing: Leftover): void;
  /** Undoes everything that is left, newest first. Throws at the end when something could not be undone. */
  run(): Promise<void>;
  /** Kills every recorded process group at once, without waiting: for a second Ctrl-C. */
  force(): void;
};

type Entry = { readonly name: string; readonly undo: () => Promise<void> };

/** Made first, so that everything that starts has a place to say how it ends. Installs nothing global by itself. */
export function createTeardown(options: TeardownOptions): Teardown {
  const marker = options.marker ?? randomBytes(8).toString('hex');
  const journal = createJournal(options.journalFolder, marker);
  const entries: Entry[] = [];
  const groups = new Set<number>();
  const ending = new AbortController();
  let running: Promise<void> | null = null;
  return {
    marker,
    signal: ending.signal,
    defer(name, undo) {
      const entry = { name, undo: once(undo) };
      if (running !== null) {
        entry.undo().catch(() => {});
        throw endedAlready(name);
      }
      entries.push(entry);
      return async () => {
        await entry.undo();
        const at = entries.indexOf(entry);
        if (at >= 0) entries.splice(at, 1);
      };
    },
    record(thing) {
      if (thing.kind === 'process-group') groups.add(thing.id);
      journal.record(thing);
    },
    run() {
      ending.abort();
      running ??= undoAll(entries, options.undoTimeoutMs ?? 20_000).then(() => journal.discard());
      return running;
    },
    force() {
      killMarked([`SHADOWGATE_RUN=${marker}`], groups);
    },
  };
}

async function undoAll(entries: readonly Entry[], timeoutMs: number): Promise<void> {
  const problems: string[] = [];
  for (const { name, undo } of entries.toReversed()) {
    await withDeadline(undo(), timeoutMs).catch((error: Error) => problems.push(`${name}: ${error.message}`));
  }
  if (problems.length === 0) return;
  throw new GateError({
    code: 'teardown-failed',
    message: `Not everything that was started could be ended. ${problems.join(' ')}`,
    remedy:
      'End the processes and remove the folders named here; the next start of shadowgate tries so again.',
  });
}

function once(undo: () => Promise<void> | void): () => Promise<void> {
  let done: Promise<void> | null = null;
  return () => {
    done ??= (async () => undo())();
    return done;
  };
}

async function withDeadline(work: Promise<void>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not undone within ${timeoutMs} ms.`)), timeoutMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function endedAlready(name: string): GateError {
  return new GateError({
    code: 'interrupted',
    message: `The gate is ending, so ${name} is not started any more.`,
    remedy: 'Run the same command again.',
  });
}
