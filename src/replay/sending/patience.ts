import { setMaxListeners } from 'node:events';
import type { ResponseLimits } from './response-collector.ts';

/** Called when an answer is no longer waited for, with the reason in words. */
export type GiveUp = (detail: string) => void;

/**
 * One per connection: gives up what takes too long, and everything when the run ends. A timer and a listener stay in place from one
 * request to the next, since making both anew for each costs as much as sending it: a timer that rings before the deadline of the request that
 * is then under way is set again for what is left.
 */
export class Patience {
  private timer: NodeJS.Timeout | null = null;
  /** Both on the clock of `performance`. */
  private ringsAt = 0;
  private deadline = 0;
  private timeoutMs = 0;
  private ending: AbortSignal | null = null;
  private giveUp: GiveUp | null = null;

  begin({ timeoutMs, ending }: ResponseLimits, giveUp: GiveUp): void {
    this.giveUp = giveUp;
    if (this.ending !== ending) this.listenTo(ending);
    if (ending.aborted) {
      this.onEnding();
      return;
    }
    const now = performance.now();
    this.timeoutMs = timeoutMs;
    this.deadline = now + timeoutMs;
    if (this.timer !== null && this.ringsAt <= this.deadline) return;
    if (this.timer !== null) clearTimeout(this.timer);
    this.ringIn(timeoutMs, now);
  }

  /** Called when the answer has come, or nobody waits for it any more. */
  end(): void {
    this.giveUp = null;
  }

  /** Called when the connection is given up. */
  close(): void {
    this.giveUp = null;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.ending?.removeEventListener('abort', this.onEnding);
    this.ending = null;
  }

  private ringIn(ms: number, now: number): void {
    this.ringsAt = now + ms;
    this.timer = setTimeout(this.onRing, ms);
  }

  private readonly onRing = (): void => {
    this.timer = null;
    if (this.giveUp === null) return;
    const now = performance.now();
    if (now < this.deadline) this.ringIn(this.deadline - now, now);
    else this.stop(`no whole response within ${this.timeoutMs} ms`);
  };

  private listenTo(ending: AbortSignal): void {
    this.ending?.removeEventListener('abort', this.onEnding);
    this.ending = ending;
    setMaxListeners(0, ending);
    ending.addEventListener('abort', this.onEnding);
  }

  private readonly onEnding = (): void => this.stop(String(this.ending?.reason));

  private stop(detail: string): void {
    const giveUp = this.giveUp;
    this.giveUp = null;
    giveUp?.(detail);
  }
}
