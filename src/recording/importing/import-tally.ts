import type { Exchange, RecordingCounters } from '../../domain/recording.ts';

/** What an import came to: in numbers, and in words what was left out or had to be changed, and why. */
export type ImportReport = {
  /** For closing the recording: `seen` counts every request to the service that is in the file. */
  readonly counters: RecordingCounters;
  readonly leftOut: readonly { readonly reason: string; readonly exchanges: number }[];
  readonly changed: readonly { readonly reason: string; readonly exchanges: number }[];
};

/** The exchanges of a foreign file, redacted, and once they have all been taken, the report. */
export type RecordingImport = { readonly exchanges: AsyncGenerator<Exchange>; report(): ImportReport };

/** Counts while an import runs, so that nothing is left out or changed without being said. */
export class ImportTally {
  readonly #leftOut = new Map<string, number>();
  readonly #passedOver = new Map<string, number>();
  readonly #changed = new Map<string, number>();
  #recorded = 0;
  #truncated = 0;

  /** For a request to the service that cannot be replayed. */
  leaveOut(reason: string): void {
    this.#leftOut.set(reason, (this.#leftOut.get(reason) ?? 0) + 1);
  }

  /** For what was no request to the service: it is told, and takes nothing from the completeness of the recording. */
  passOver(reason: string): void {
    this.#passedOver.set(reason, (this.#passedOver.get(reason) ?? 0) + 1);
  }

  change(reason: string): void {
    this.#changed.set(reason, (this.#changed.get(reason) ?? 0) + 1);
  }

  /** The exchange as it goes into the recording. Numbers it in the order of the import. */
  take(exchange: Exchange): Exchange {
    this.#recorded += 1;
    if (exchange.truncated !== undefined) this.#truncated += 1;
    return { ...exchange, id: `x${String(this.#recorded).padStart(6, '0')}` };
  }

  report(): ImportReport {
    const dropped = [...this.#leftOut.values()].reduce((sum, exchanges) => sum + exchanges, 0);
    const seen = this.#recorded + dropped;
    return {
      counters: { seen, recorded: this.#recorded, truncated: this.#truncated, dropped },
      leftOut: byFrequency([...this.#leftOut, ...this.#passedOver]),
      changed: byFrequency(this.#changed),
    };
  }
}

function byFrequency(reasons: Iterable<readonly [string, number]>): ImportReport['leftOut'] {
  const rows = [...reasons].map(([reason, exchanges]) => ({ reason, exchanges }));
  return rows.sort((one, other) => other.exchanges - one.exchanges);
}
