import { setMaxListeners } from 'node:events';
import type { ResponseLimits } from './response-collector.ts';

/** Called when an answer is no longer waited for, with the reason in words. */
export type GiveUp = (detail: string) => void;

/**
 * One per connection: gives up what takes too long, and everything when the run ends. A timer and a listener stay in place from one
 * request to the next, since making both anew for each costs as much as sending it.
 */
export class Patience {
  private timer: NodeJS.Timeout | null = null;
  private timeoutMs = 0;
  private ending: AbortSignal | null = null;
  private giveUp: GiveUp | null = null;

  begin({ timeoutMs, ending }: ResponseLimits, giveUp: GiveUp): void {
    this.giveUp = giveUp;
    this.listenTo(ending);
    if (ending.aborted) {
      this.onEnding();
      return;
    }
    if (this.timer !== null && this.timeoutMs === timeoutMs) {
      this.timer.refresh();
      return;
    }
    if (this.timer !== null) clearTimeout(this.timer);
    this.timeoutMs = timeoutMs;
    this.timer = setTimeout(() => this.stop(`no whole response within ${timeoutMs} ms`), timeoutMs);
  }

  /** Called when the answer has come, or nobody waits for it any more. */
  end(): void {
    this.giveUp = null;
  }

  /** Called when the connection is given up. */
  close(): void {
    this.giveUp = null;
    if (this.timer !== null) clearTimeout(this.timer);
    this.ending?.removeEventListener('abort', this.onEnding);
    this.ending = null;
  }

  private listenTo(ending: AbortSignal): void {
    if (this.ending === ending) return;
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
