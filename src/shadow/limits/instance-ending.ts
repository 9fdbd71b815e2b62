import { constants } from 'node:os';
import type { Exit, ProcessGroup } from '../processes/process-group.ts';
import { limitInWords } from './limit-passed.ts';

/** An instance that ended although nobody asked it to: by itself, by somebody else, or by us since it passed a limit. */
export type InstanceEnding = {
  readonly kind: 'limit-exceeded' | 'process-ended';
  /** What happened, as the end of a sentence, e.g. `ended with exit code 1`. */
  readonly text: string;
  /** The limit, as `service.limits` names it; null when none was passed. */
  readonly limit: string | null;
  /** Whether a fault of the runtime itself ended it, such as a failed check of V8: code of a service does not end so by itself. */
  readonly isFault: boolean;
};

/** Null while the command runs and keeps to its limits. A limit goes first: whoever passes one is then killed. */
export function endingOf(group: Pick<ProcessGroup, 'exit' | 'limitPassed'>): InstanceEnding | null {
  const passed = group.limitPassed();
  if (passed !== null)
    return { kind: 'limit-exceeded', text: limitInWords(passed), limit: passed.limit, isFault: false };
  const exit = group.exit();
  if (exit === null) return null;
  return {
    kind: 'process-ended',
    text: exitInWords(exit),
    limit: null,
    isFault: faults.has(signalOf(exit) ?? ''),
  };
}

/** V8 ends a process by one of the first three, by what the machine makes of a trap. */
const faults: ReadonlySet<string> = new Set(['SIGTRAP', 'SIGILL', 'SIGABRT', 'SIGSEGV', 'SIGBUS']);

function exitInWords(exit: Exit): string {
  if (exit.signal !== null) return `was ended by ${exit.signal}`;
  const told = signalOf(exit);
  return `ended with exit code ${exit.code}${told === undefined ? '' : ` (${told})`}`;
}

/** A shell that waits for a program tells the signal that ended it by a code above 128. */
function signalOf({ code, signal }: Exit): string | undefined {
  return signal ?? Object.entries(constants.signals).find(([, number]) => code === 128 + number)?.[0];
}
