import { connect as connectTo, type Socket } from 'node:net';
import type { Failed, FailureReason, Responded } from '../../../domain/observation.ts';
import type { Connection, ToExchange } from '../connections.ts';
import { Patience } from '../patience.ts';
import { defaultKeptBytes, defaultMostBytes } from '../response-body.ts';
import { failureOf } from '../response-collector.ts';
import type { SendTarget } from '../sender.ts';
import { type Leaving, leaveTogether } from './leave-together.ts';
import { requestBytes } from './request-bytes.ts';
import { MalformedResponse } from './response-head.ts';
import { ResponseReader } from './response-reader.ts';

/** Idle connections are given up after that, or this much before the time that the service names. */
const idleMs = 1000;
const marginMs = 2000;

type Outcome = Responded | Failed;
type UnderWay = {
  readonly reader: ResponseReader;
  readonly method: string;
  readonly longest: number;
  /** Null once it has left. */
  bytes: readonly Buffer[] | null;
  /** When it left, or was to leave. */
  startedAt: number;
  readonly settle: (outcome: Outcome) => void;
};

/**
 * Used for HTTP/1.1 without encryption: writes the whole request as prepared bytes and reads the answer with our own reader, at half
 * of what a general client costs. Has the outcomes of the client in `undici-connection.ts`, which its tests hold it against.
 */
export class PreparedConnection implements Connection, Leaving {
  private readonly target: SendTarget;
  private readonly address: URL;
  private readonly authority: string;
  private readonly onClosed: () => void;
  private readonly patience = new Patience();
  private socket: Socket | null = null;
  private underWay: UnderWay | null = null;
  private receivedBytes = 0;
  /** When it is given up unless a request comes, and when somebody looks whether that is so. */
  private idleUntil = 0;
  private idle: { readonly ringsAt: number; readonly timer: NodeJS.Timeout } | null = null;
  private isEnded = false;

  constructor(target: SendTarget, onClosed: () => void) {
    this.target = target;
    this.address = new URL(target.origin);
    this.authority = this.address.host;
    this.onClosed = onClosed;
  }

  exchange({ request, tag, limits }: ToExchange, settle: (outcome: Outcome) => void): void {
    const { method } = request;
    this.underWay = {
      reader: new ResponseReader(method, limits.keptBodyBytes ?? defaultKeptBytes),
      method,
      longest: limits.maximumBodyBytes ?? defaultMostBytes,
      bytes: requestBytes(request, tag, this.authority),
      startedAt: performance.now(),
      settle,
    };
    this.patience.begin(limits, this.giveUp);
    if (this.underWay !== null) leaveTogether(this);
  }

  /** Called by `leaveTogether`; until then the request may have been given up. */
  leave(): void {
    const { underWay } = this;
    if (underWay?.bytes === null || underWay === null) return;
    const { bytes } = underWay;
    underWay.bytes = null;
    underWay.startedAt = performance.now();
    if (this.socket === null) this.open(bytes);
    else this.write(bytes);
  }

  received(): number {
    return this.receivedBytes;
  }

  isOpen(): boolean {
    return !this.isEnded;
  }

  async end(): Promise<void> {
    if (this.isEnded) return;
    this.isEnded = true;
    this.patience.close();
    if (this.idle !== null) clearTimeout(this.idle.timer);
    this.socket?.destroy();
    this.fail('connection-lost', 'the connection was ended');
    this.onClosed();
  }

  /** The first request waits in the socket until it is connected. */
  private open(first: readonly Buffer[]): void {
    const host = this.address.hostname.replace(/^\[|\]$/g, '');
    const port = Number(this.address.port || 80);
    if (this.target.connect === null) {
      const onread = {
        buffer: arrived,
        callback: (length: number) => this.take(arrived.subarray(0, length)),
      };
      this.attach(connectTo({ host, port, noDelay: true, onread }));
      this.write(first);
      return;
    }
    this.target.connect({ host, port }).then(
      (socket) => {
        if (this.isEnded) return socket.destroy();
        this.attach(socket.setNoDelay(true).on('data', (bytes) => this.take(bytes)));
        return this.write(first);
      },
      (error: unknown) => this.break(error),
    );
  }

  private write(pieces: readonly Buffer[]): void {
    for (const piece of pieces) this.socket?.write(piece);
  }

  private attach(socket: Socket): void {
    this.socket = socket;
    socket.on('error', (error) => this.break(error));
    socket.on('end', () => this.break(ended));
    socket.on('close', () => this.break(ended));
  }

  private take(bytes: Buffer): boolean {
    this.receivedBytes += bytes.byteLength;
    const { underWay } = this;
    if (underWay === null) {
      // Nobody asked: whatever comes next on this connection would be taken for the answer to something else.
      void this.end();
      return true;
    }
    const { reader, longest } = underWay;
    try {
      const isAlone = reader.read(bytes) === bytes.byteLength;
      if (reader.bodyBytes > longest) {
        this.fail('response-too-large', `the body is longer than ${longest} bytes`);
      } else if (reader.isDone) this.finish(underWay, isAlone);
    } catch (error) {
      if (!(error instanceof MalformedResponse)) throw error;
      this.fail('malformed-response', error.message);
    }
    return true;
  }

  private readonly giveUp = (detail: string): void => this.fail('timed-out', detail);

  private finish({ reader, method, startedAt, settle }: UnderWay, staysUsable: boolean): void {
    this.underWay = null;
    this.patience.end();
    const { head, body, trailers, large } = reader.result();
    const { status, headers } = head;
    const durationMs = performance.now() - startedAt;
    const restMs = Math.min(idleMs, (head.keepAliveMs ?? Number.POSITIVE_INFINITY) - marginMs);
    // Some services send a body after HEAD all the same.
    if (staysUsable && head.keepsOpen && method !== 'HEAD' && restMs > 0) this.rest(restMs);
    else void this.end();
    const responded = { kind: 'responded', status, headers, body, trailers, durationMs } as const;
    settle(large === undefined ? responded : { ...responded, large });
  }

  /** Ends it unless a request comes in time. */
  private rest(ms: number): void {
    const now = performance.now();
    this.idleUntil = now + ms;
    if (this.idle !== null && this.idle.ringsAt <= this.idleUntil) return;
    if (this.idle !== null) clearTimeout(this.idle.timer);
    this.lookIn(ms, now);
  }

  /** One timer stays in place from one request to the next. */
  private lookIn(ms: number, now: number): void {
    this.idle = { ringsAt: now + ms, timer: setTimeout(this.endIfIdle, ms) };
  }

  private readonly endIfIdle = (): void => {
    this.idle = null;
    if (this.underWay !== null) return;
    const now = performance.now();
    if (now < this.idleUntil) this.lookIn(this.idleUntil - now, now);
    else void this.end();
  };

  /** The other side is gone, which may be where the answer ends. */
  private break(error: unknown): void {
    const { underWay } = this;
    if (underWay?.reader.end()) this.finish(underWay, false);
    else if (underWay !== null) this.settleFailed(failureOf(error, performance.now() - underWay.startedAt));
    void this.end();
  }

  private fail(reason: FailureReason, detail: string): void {
    const startedAt = this.underWay?.startedAt ?? 0;
    this.settleFailed({ kind: 'failed', reason, detail, durationMs: performance.now() - startedAt });
  }

  private settleFailed(failed: Failed): void {
    const { underWay } = this;
    this.underWay = null;
    this.patience.end();
    underWay?.settle(failed);
  }
}

/** What arrives stands here until its connection has copied it, which it does at once: one place is enough for all. */
const arrived = Buffer.allocUnsafeSlow(64 * 1024);
const ended = Object.assign(new Error('other side closed'), { code: 'ECONNRESET' });
