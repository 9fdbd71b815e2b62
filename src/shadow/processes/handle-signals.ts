import { describeError, exitCodes } from '../../errors.ts';
import type { Teardown } from './teardown.ts';

/** What is needed of Node's `process`. */
export type Signalled = {
  on(event: string, listener: (value: unknown) => void): unknown;
  off(event: string, listener: (value: unknown) => void): unknown;
  exit(code: number): unknown;
  readonly stderr: { write(text: string): unknown };
};

/** By custom: 128 and the number of the signal. */
const signalCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Ends a gate that is interrupted from outside or by a bug of ours: whatever was started is undone, then the process
 * exits. A second signal does not wait: everything is killed at once. Returns how to stop listening.
 */
export function handleSignals(teardown: Teardown, target: Signalled, version = 'unknown'): () => void {
  let ending = false;
  const end = async (code: number, notice: string) => {
    if (ending) {
      teardown.force();
      target.exit(code);
      return;
    }
    ending = true;
    target.stderr.write(notice);
    await teardown.run().catch((error: unknown) => target.stderr.write(`${describeError(error, version)}\n`));
    target.exit(code);
  };
  const crash = (error: unknown) => end(exitCodes.undecided, `${describeError(error, version)}\n`);
  const listeners = new Map<string, (value: unknown) => void>();
  for (const [signal, code] of Object.entries(signalCodes)) {
    listeners.set(signal, () => void end(code, `\n${signal}: stopping what was started…\n`));
  }
  listeners.set('uncaughtException', (error) => void crash(error));
  listeners.set('unhandledRejection', (error) => void crash(error));
  for (const [event, listener] of listeners) target.on(event, listener);
  return () => {
    for (const [event, listener] of listeners) target.off(event, listener);
  };
}
