/** The clients that drive a service of the bench: one connection each, everything they got kept in order. */
import { Agent, request } from 'node:http';

export type DrivenRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text goes as it is, anything else as JSON. */
  readonly body?: unknown;
};

export type DrivenAnswer = {
  readonly request: DrivenRequest;
  /** 0 when no answer came. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
};

/** A seeded choice of whole numbers below a bound. */
export type Below = (bound: number) => number;

/** What a drive is given: clients of its own, and chance from a seed. */
export type Driver = {
  /** Opens another connection, as another customer has one. */
  client(): DriveClient;
  readonly below: Below;
};

/** Sends what one customer sends, one request after another. */
export class DriveClient {
  /** Sent with every request from now on. */
  readonly headers: Record<string, string> = {};
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private readonly port: number;
  private readonly keep: (answer: DrivenAnswer) => void;

  constructor(port: number, keep: (answer: DrivenAnswer) => void) {
    this.port = port;
    this.keep = keep;
  }

  async get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<DrivenAnswer> {
    return this.send({ method: 'GET', path, headers });
  }

  async post(
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<DrivenAnswer> {
    return this.send({ method: 'POST', path, body, headers });
  }

  async send(driven: DrivenRequest): Promise<DrivenAnswer> {
    const answer = await this.exchange(driven);
    this.keep(answer);
    return answer;
  }

  close(): void {
    this.agent.destroy();
  }

  private exchange(driven: DrivenRequest): Promise<DrivenAnswer> {
    const { method, path, body } = driven;
    const isText = typeof body === 'string';
    const type = body === undefined || isText ? {} : { 'content-type': 'application/json' };
    const headers = { host: 'service.example.com', ...type, ...this.headers, ...driven.headers };
    const { promise, resolve } = Promise.withResolvers<DrivenAnswer>();
    const nothing = { request: driven, status: 0, headers: {}, text: '' };
    const sending = request(
      { host: '127.0.0.1', port: this.port, method, path, headers, agent: this.agent },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', () => resolve(nothing));
        response.on('end', () =>
          resolve({
            ...{ request: driven, status: response.statusCode ?? 0, headers: response.headers },
            text: Buffer.concat(parts).toString('utf8'),
          }),
        );
      },
    );
    sending.setTimeout(10_000, () => sending.destroy());
    sending.on('error', () => resolve(nothing));
    sending.end(body === undefined ? undefined : isText ? body : JSON.stringify(body));
    return promise;
  }
}

/** A member of a JSON answer, as text; empty when it has none. */
export function memberOf({ text }: DrivenAnswer, name: string): string {
  try {
    return String((JSON.parse(text) as Record<string, unknown>)[name] ?? '');
  } catch {
    return '';
  }
}

/** The first cookie that an answer sets, as a client sends it back. */
export function cookieOf({ headers }: DrivenAnswer): string {
  const lines = headers['set-cookie'];
  return (Array.isArray(lines) ? String(lines[0]) : '').split(';')[0] ?? '';
}
