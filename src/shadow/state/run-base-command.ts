import { join } from 'node:path';
import { runStep } from '../build/run-step.ts';
import type { StateGround } from './state-driver.ts';

type BaseCommand = {
  /** As a sentence begins with it, e.g. `The seed command`. */
  readonly name: string;
  readonly command: string;
  /** The working copy of the base revision. */
  readonly app: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly remedy: string;
};

/**
 * Runs a command that prepares or shows a state. It is named by the base branch and runs against the base revision, so that
 * it needs no walls around it; the code of a change never runs here.
 */
export function runBaseCommand({ app, ...step }: BaseCommand, ground: StateGround): Promise<void> {
  const { definition, signal, teardown } = ground;
  return runStep({
    ...step,
    folder: join(app, definition.directory),
    limits: definition.limits,
    enclosure: null,
    failure: 'state-unavailable',
    signal,
    teardown,
  });
}
