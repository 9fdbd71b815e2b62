import { BodyDigest } from '../../../content-coding/digest-body.ts';
import type { LargeBody } from '../../../domain/large-body.ts';
import type { HeaderLine, HeaderLines } from '../../../domain/recording.ts';
import { GrowingBytes } from './growing-bytes.ts';
import { recallHead, rememberHead } from './known-heads.ts';
import {
  type BodyLength,
  type KnownHead,
  knownHead,
  MalformedResponse,
  type ResponseHead,
  readHeaderLine,
  readStatusLine,
} from './response-head.ts';

/** Head and trailers of one response, and each line of them, in bytes. */
const longestHead = 256 * 1024;

export type ReadResponse = {
  readonly head: KnownHead;
  readonly body: Buffer;
  readonly trailers: HeaderLines;
  readonly large?: LargeBody;
};

/** Size, and extensions as RFC 9112 (7.1.1) has them, without blanks: the general client refuses what is no token either. */
const chunkLine =
  /^([0-9a-f]{1,13})(?:;[\w!#$%&'*+.^`|~-]+(?:=(?:[\w!#$%&'*+.^`|~-]+|"[\t\x20\x21\x23-\x5b\x5d-\x7e]*"))?)*$/i;

/** What is read next. `line` stands for everything that comes in lines. */
type Part = 'status' | 'header' | 'chunk-size' | 'chunk-end' | 'trailer' | 'body' | 'chunk' | 'rest' | 'done';

/**
 * Reads one response after another from the bytes of a connection, wherever they were cut. Strict (RFC 9112): lines end with CR LF,
 * nothing is guessed, and what could be taken in two ways is refused, since a candidate may send what it likes. Bytes are copied, so
 * that those given may be used again.
 */
export class ResponseReader {
  /** Bytes of the body so far, for who bounds them. */
  bodyBytes = 0;
  private readonly method: string;
  private part: Part = 'status';
  private status = noStatus;
  private headers: HeaderLine[] | null = null;
  private trailers: HeaderLine[] | null = null;
  private head: KnownHead | null = null;
  private headBytes = 0;
  /** Of a head that came in one piece, to be known again. */
  private headText: string | null = null;
  private left = 0;
  private readonly line = new GrowingBytes();
  private readonly body = new GrowingBytes();
  private readonly keptBytes: number;
  /** Of a body that became too long to be held. */
  private digest: BodyDigest | null = null;

  /** `method` of the request, since the answer to HEAD has no body. A body longer than `keptBytes` is digested as it comes. */
  constructor(method: string, keptBytes = Number.POSITIVE_INFINITY) {
    this.method = method;
    this.keptBytes = keptBytes;
  }

  get isDone(): boolean {
    return this.part === 'done';
  }

  /** Returns how many of the bytes belong to this response; fewer than given only when it is done. Throws MalformedResponse. */
  read(bytes: Buffer): number {
    let at = this.part === 'status' && this.line.length === 0 ? this.readKnownHead(bytes) : 0;
    while (at < bytes.byteLength && this.part !== 'done') {
      at = isInLines(this.part) ? this.readLine(bytes, at) : this.readBody(bytes, at);
    }
    return at;
  }

  /** Called when no more bytes will come: whether that is where the response ends. */
  end(): boolean {
    if (this.part === 'rest') this.part = 'done';
    return this.part === 'done';
  }

  /** Once it is done. */
  result(): ReadResponse {
    if (this.head === null || this.part !== 'done') throw new Error('the response is not whole');
    const { head, trailers } = this;
    const read = { head, body: this.body.take(), trailers: trailers ?? noLines };
    return this.digest === null ? read : { ...read, large: this.digest.finish() };
  }

  /** A head that came whole and was read before needs no reading; instances send the same ones over and over. Returns where it ends. */
  private readKnownHead(bytes: Buffer): number {
    const met = recallHead(bytes);
    if (met === null || met.kind === 'new') {
      this.headText = met?.text ?? null;
      return 0;
    }
    this.head = met.head;
    this.headBytes = 0;
    this.beginBody(met.head);
    return met.bytes.byteLength;
  }

  private readLine(bytes: Buffer, start: number): number {
    const found = bytes.indexOf(0x0a, start);
    const end = found === -1 ? bytes.byteLength : found + 1;
    this.headBytes += end - start;
    if (this.headBytes > longestHead) throw new MalformedResponse('its head has no end');
    if (found !== -1 && this.line.length === 0) {
      this.takeLine(bytes.toString('latin1', start, end));
      return end;
    }
    this.line.append(bytes, start, end);
    if (found === -1) this.refuseEarly();
    else this.takeLine(this.line.take().toString('latin1'));
    return end;
  }

  /** Who speaks no HTTP at all may never end a line. */
  private refuseEarly(): void {
    if (this.part !== 'status' || this.line.length > 'HTTP/1.'.length) return;
    const start = this.line.take();
    this.line.append(start);
    if (!'HTTP/1.'.startsWith(start.toString('latin1')))
      throw new MalformedResponse('it does not begin with HTTP/1');
  }

  private takeLine(withEnd: string): void {
    if (!withEnd.endsWith('\r\n')) throw new MalformedResponse('a line does not end with CR LF');
    const line = withEnd.slice(0, -2);
    switch (this.part) {
      case 'status':
        this.status = readStatusLine(line);
        this.part = 'header';
        return;
      case 'header':
        if (line === '') this.endHead();
        else this.noteHeader(readHeaderLine(line));
        return;
      case 'chunk-size':
        this.beginChunk(line);
        return;
      case 'chunk-end':
        if (line !== '') throw new MalformedResponse('a chunk is longer than it says');
        this.part = 'chunk-size';
        return;
      default:
        if (line === '') this.part = 'done';
        else this.noteTrailer(readHeaderLine(line));
    }
  }

  private noteHeader(line: HeaderLine): void {
    this.headers ??= [];
    this.headers.push(line);
  }

  private noteTrailer(line: HeaderLine): void {
    this.trailers ??= [];
    this.trailers.push(line);
  }

  /** What comes before the response proper (status 1xx) is passed over, as RFC 9110 section 15.2 asks of clients. */
  private endHead(): void {
    const { status } = this.status;
    if (status === 101) throw new MalformedResponse('it changes the protocol, which nobody asked for');
    if (status < 200) {
      this.headText = null;
      this.headers = null;
      this.part = 'status';
      return;
    }
    const head = knownHead({ ...this.status, headers: this.headers ?? noLines });
    this.head = head;
    this.headBytes = 0;
    if (this.headText !== null) rememberHead(this.headText, head);
    this.beginBody(head);
  }

  private beginBody(head: KnownHead): void {
    const length: BodyLength = this.method === 'HEAD' ? { kind: 'known', bytes: 0 } : head.length;
    switch (length.kind) {
      case 'known':
        this.left = length.bytes;
        this.body.expect(length.bytes);
        this.part = length.bytes === 0 ? 'done' : 'body';
        return;
      case 'chunked':
        this.part = 'chunk-size';
        return;
      case 'until-close':
        this.part = 'rest';
    }
  }

  private beginChunk(line: string): void {
    const [, size] = chunkLine.exec(line) ?? [];
    if (size === undefined) throw new MalformedResponse('a chunk has no size');
    this.left = Number.parseInt(size, 16);
    this.headBytes = 0;
    this.part = this.left === 0 ? 'trailer' : 'chunk';
  }

  private readBody(bytes: Buffer, start: number): number {
    const end = this.part === 'rest' ? bytes.byteLength : Math.min(bytes.byteLength, start + this.left);
    this.keep(bytes, start, end);
    this.bodyBytes += end - start;
    this.left -= end - start;
    if (this.left === 0 && this.part === 'body') this.part = 'done';
    if (this.left === 0 && this.part === 'chunk') {
      this.headBytes = 0;
      this.part = 'chunk-end';
    }
    return end;
  }

  private keep(bytes: Buffer, start: number, end: number): void {
    if (this.digest === null && this.body.length + end - start > this.keptBytes) {
      this.digest = new BodyDigest();
      this.digest.add(this.body.take());
    }
    if (this.digest === null) this.body.append(bytes, start, end);
    else this.digest.add(bytes.subarray(start, end));
  }
}

/** Shared by all responses without any. */
const noLines: HeaderLines = [];
const noStatus: Pick<ResponseHead, 'status' | 'isCurrent'> = { status: 0, isCurrent: true };

function isInLines(part: Part): boolean {
  return part !== 'body' && part !== 'chunk' && part !== 'rest';
}
