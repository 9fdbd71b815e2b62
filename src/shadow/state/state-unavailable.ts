import { GateError } from '../../errors.ts';

/** A state that the settings name cannot be provided: without it no instance can be judged. */
export function stateUnavailable(seen: string, remedy: string, cause?: unknown): GateError {
  return new GateError({ code: 'state-unavailable', message: seen, remedy, cause });
}

/** Text of whatever a client library threw, on one line; some of their errors have a code and no message. */
export function reasonOf(error: unknown): string {
  const { message, code } = error as { readonly message?: unknown; readonly code?: unknown };
  const text = typeof message === 'string' && message !== '' ? message : String(code ?? error);
  return text.replaceAll(/\s+/g, ' ').slice(0, 400);
}
