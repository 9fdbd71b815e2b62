import type { ServiceLimits } from '../../domain/service.ts';
import { GateError } from '../../errors.ts';
import { type LogTail, quoteLog } from '../instance/log-tail.ts';
import { type LimitPassed, limitInWords, limitRemedy, stepLimits } from '../limits/limit-passed.ts';
import { type Exit, startGroup } from '../processes/process-group.ts';
import type { Teardown } from '../processes/teardown.ts';
import type { Enclosure } from '../sandbox/enclosure.ts';

export type Step = {
  /** What it is for the reader, e.g. `Installing the candidate`. */
  readonly name: string;
  readonly command: string;
  readonly folder: string;
  /** Holds a HOME of its own, by which its processes are told. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Those of an instance; a step may have more where it needs more. */
  readonly limits: ServiceLimits;
  readonly failure: 'install-failed' | 'build-failed' | 'state-unavailable';
  /** What it is shut in with, if anything. */
  readonly enclosure: Enclosure | null;
  readonly remedy: string;
  readonly signal: AbortSignal;
  readonly teardown: Teardown;
};

/**
 * Runs an install or build command to its end. What it left running in the background is ended with it. Fails with
 * the command, how it ended and the end of its log.
 */
export async function runStep(step: Step): Promise<void> {
  step.signal.throwIfAborted();
  const environment = { ...step.environment, SHADOWGATE_RUN: step.teardown.marker };
  const markedBy = ['SHADOWGATE_RUN', 'HOME'];
  const group = startGroup({
    command: step.command,
    folder: step.folder,
    environment,
    markedBy,
    limits: stepLimits(step.limits),
    folders: [step.folder, step.environment['HOME'] ?? step.folder],
    enclosure: step.enclosure,
  });
  const stop = step.teardown.defer(step.name, () => group.stop());
  try {
    if (group.id !== null) step.teardown.record({ kind: 'process-group', id: group.id });
    const outcome = await endOrDeadline(group.exited, step);
    const passed = group.limitPassed();
    if (passed !== null) throw limitExceeded(step, passed, group.log);
    if (outcome === 'late' || outcome.code !== 0) throw failureOf(step, outcome, group.log);
  } finally {
    await stop();
  }
}

/** Rejects with the reason of the signal when that comes first. */
function endOrDeadline(exited: Promise<Exit>, { timeoutMs, signal }: Step): Promise<Exit | 'late'> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    const timer = setTimeout(() => resolve('late'), timeoutMs);
    signal.addEventListener('abort', abort, { once: true });
    exited.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    });
  });
}

function limitExceeded(step: Step, passed: LimitPassed, log: LogTail): GateError {
  return new GateError({
    code: 'limit-exceeded',
    message: `${step.name} was ended: \`${step.command}\` ${limitInWords(passed)}; a step may have twice the memory and disk of an instance.${quoteLog(log)}`,
    remedy: limitRemedy(passed),
  });
}

function failureOf(step: Step, outcome: Exit | 'late', log: LogTail): GateError {
  return new GateError({
    code: step.failure,
    message: `${step.name} failed: \`${step.command}\` ${endingOf(step, outcome)}.${quoteLog(log)}`,
    remedy: step.remedy,
  });
}

function endingOf(step: Step, outcome: Exit | 'late'): string {
  if (outcome === 'late') return `did not end within ${step.timeoutMs / 1000} s`;
  return outcome.signal === null ? `ended with exit code ${outcome.code}` : `was ended by ${outcome.signal}`;
}
