/**
 * When a request to GitHub is sent again, and after how long. GitHub refuses with 429, or with 403 and rate-limit
 * headers, before it does anything: such a request is always safe to repeat. After a 5xx or a broken
 * connection nobody knows whether it took effect, so only requests that may take effect twice are repeated.
 */

/** The clock and the pause enter from outside, so that a test of a minute's wait takes no minute. */
export type RetryPorts = {
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
};

/** What the GitHub client throws when an answer is not a success; 500 without `response` when none came. */
export type RefusedRequest = {
  readonly status: number;
  readonly message: string;
  readonly response?: {
    readonly headers: Readonly<Record<string, string | number | undefined>>;
    readonly data?: unknown;
  };
};

const maximumTries = 4;
/** A job is not held longer than this for a limit to pass; the person is told when to come back instead. */
const maximumPauseMs = 120_000;
const pausesAfterServerErrors = [1_000, 2_000, 4_000];
const pauseWithoutHintMs = 60_000;

/** Used around every request: sends it up to four times, pausing as GitHub asks. */
export async function withRetry<T>(
  attempt: () => Promise<T>,
  { repeatable, ports }: { readonly repeatable: boolean; readonly ports: RetryPorts },
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isRefusedRequest(error) || tries === maximumTries) throw error;
      const pauseMs = pauseBeforeRetry(error, { tries, repeatable, now: ports.now() });
      if (pauseMs === null) throw error;
      await ports.wait(pauseMs);
    }
  }
}

export function isRefusedRequest(error: unknown): error is RefusedRequest {
  return typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number';
}

/** Used by the error text too: a 403 for a limit has another remedy than one for a missing permission. */
export function isRateLimited({ status, message, response }: RefusedRequest): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  const headers = response?.headers ?? {};
  return (
    headers['retry-after'] !== undefined ||
    String(headers['x-ratelimit-remaining']) === '0' ||
    /secondary rate limit/i.test(message)
  );
}

/** Milliseconds to wait before the next try; null when trying again is unsafe or would take too long. */
export function pauseBeforeRetry(
  error: RefusedRequest,
  { tries, repeatable, now }: { readonly tries: number; readonly repeatable: boolean; readonly now: number },
): number | null {
  if (isRateLimited(error)) {
    const pauseMs = pauseAskedFor(error, now);
    return pauseMs <= maximumPauseMs ? pauseMs : null;
  }
  if (error.status >= 500 && repeatable) return pausesAfterServerErrors[tries - 1] ?? null;
  return null;
}

function pauseAskedFor({ response }: RefusedRequest, now: number): number {
  const headers = response?.headers ?? {};
  const seconds = Number(headers['retry-after']);
  if (Number.isFinite(seconds) && seconds >= 0) return seconds * 1_000;
  const resetsAt = Number(headers['x-ratelimit-reset']);
  if (String(headers['x-ratelimit-remaining']) === '0' && Number.isFinite(resetsAt)) {
    return Math.max(resetsAt * 1_000 - now, 0) + 1_000;
  }
  return pauseWithoutHintMs;
}
