import type { ObservedExchange } from '../domain/observation.ts';
import type { Ports } from '../ports.ts';
import { EndedUnderWatch, makeRun, type RunOutcome } from './make-run.ts';
import type { RunRequest } from './run-request.ts';

/** What is told of each exchange, and forgotten when the run begins anew. */
export type Observer = { begin(): void; add(observed: ObservedExchange): void };

/**
 * Makes the observe run. Where throws are watched, V8 stops at each, and in some states it cannot: it then ends the process (docs/decisions/0012).
 * An instance that ended by such a fault proves nothing about the change. The run is then made again from fresh state without the watch, and
 * its notes say so.
 */
export async function makeObserveRun(
  request: Omit<RunRequest, 'run' | 'suspects' | 'stateSuspects'>,
  ports: Ports,
  observer: Observer,
): Promise<RunOutcome> {
  const observing = { ...request, run: 'observe', suspects: [], stateSuspects: null } as const;
  const make = (throws: RunRequest['throws']) => {
    observer.begin();
    return makeRun({ ...observing, ...(throws === undefined ? {} : { throws }) }, ports, observer.add);
  };
  try {
    return await make(request.throws);
  } catch (error) {
    if (!(error instanceof EndedUnderWatch)) throw error;
    const note = `${error.message} That can be the doing of the watch: the first run was made again without it, and saw nothing of errors that are caught in silence.`;
    ports.onProgress({ kind: 'note', text: note, isLimit: true });
    const again = await make('unwatched');
    if (again.kind === 'candidate-failed') return again;
    return { ...again, run: { ...again.run, notes: [note, ...again.run.notes] } };
  }
}
