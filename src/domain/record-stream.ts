import { type HeaderLines, headerOf } from './recording.ts';

/** Bodies made of records that a service may send for as long as it is listened to. */
export type RecordStream = 'events' | 'lines';

/** What a response streams, by its type; null for what has no records, or packs them so that none can be told while they come. */
export function recordStreamOf(headers: HeaderLines): RecordStream | null {
  const coding = headerOf(headers, 'content-encoding') ?? 'identity';
  if (coding.trim().toLowerCase() !== 'identity') return null;
  const type = (headerOf(headers, 'content-type') ?? '').toLowerCase();
  if (type.startsWith('text/event-stream')) return 'events';
  return /[/+-](x-)?(ndjson|jsonl|json-?lines|json-seq|stream\+json)\b/.test(type) ? 'lines' : null;
}

const [newline, carriageReturn, colon] = [0x0a, 0x0d, 0x3a];

/**
 * Counts the records of a stream as its bytes come: events end with an empty line (HTML, 9.2.6; comments are none), all others with their
 * line. Bytes behind the last whole record are no record yet.
 */
export class RecordCounter {
  readonly #stream: RecordStream;
  readonly #limit: number;
  #offset = 0;
  #lineLength = 0;
  #isComment = false;
  #hasField = false;
  #count = 0;
  #wholeBytes = 0;
  #limitBytes: number | null = null;

  /** `limit`: the number of records whose end is remembered. */
  constructor(stream: RecordStream, limit = Number.POSITIVE_INFINITY) {
    this.#stream = stream;
    this.#limit = limit;
  }

  /** Whole records so far. */
  get count(): number {
    return this.#count;
  }

  /** Where the last whole record ends. */
  get wholeBytes(): number {
    return this.#wholeBytes;
  }

  /** Where the record ends that reached the limit; null before. */
  get limitBytes(): number | null {
    return this.#limitBytes;
  }

  add(bytes: Uint8Array): void {
    for (const byte of bytes) {
      this.#offset += 1;
      if (byte === newline) this.#endLine();
      else if (byte !== carriageReturn) {
        if (this.#lineLength === 0) this.#isComment = this.#stream === 'events' && byte === colon;
        this.#lineLength += 1;
      }
    }
  }

  #endLine(): void {
    const isEmpty = this.#lineLength === 0;
    this.#lineLength = 0;
    if (this.#stream === 'lines') {
      if (!isEmpty) this.#endRecord();
    } else if (!isEmpty) this.#hasField ||= !this.#isComment;
    else if (this.#hasField) this.#endRecord();
  }

  #endRecord(): void {
    this.#hasField = false;
    this.#count += 1;
    this.#wholeBytes = this.#offset;
    if (this.#count === this.#limit) this.#limitBytes = this.#offset;
  }
}
