/** A recording as a shop would have it: distinct requests with the headers of a browser, each with the answer of `target.c`. */

import type { Exchange, HeaderLines } from '../../src/domain/recording.ts';
import { createRecording } from '../../src/recording/file/recording-writer.ts';

export type RecordingShape = {
  readonly exchanges: number;
  /** Every how many exchanges one is a write, which goes alone and on a new connection; 0 for none. */
  readonly writeEvery: number;
  /** What the target answers. */
  readonly answer: { readonly headers: HeaderLines; readonly body: Buffer };
};

/** Writes it to `path`; the same shape gives the same requests. */
export async function makeRecording(
  path: string,
  { exchanges, writeEvery, answer }: RecordingShape,
): Promise<void> {
  const draw = mulberry32(20_261_122);
  const writer = await createRecording(path, {
    createdAt: '2026-11-22T00:00:00.000Z',
    recorder: 'bench',
    keyId: '00000000',
  });
  for (let at = 0; at < exchanges; at += 1) {
    const writes = writeEvery > 0 && at % writeEvery === writeEvery - 1;
    await writer.append(exchangeOf(at, writes, { draw, answer }));
  }
  await writer.close({ seen: exchanges, recorded: exchanges, truncated: 0, dropped: 0 });
}

type Drawn = { readonly draw: () => number; readonly answer: RecordingShape['answer'] };

function exchangeOf(at: number, writes: boolean, { draw, answer }: Drawn): Exchange {
  const hex = (length: number): string => {
    let digits = '';
    while (digits.length < length)
      digits += Math.floor(draw() * 2 ** 32)
        .toString(16)
        .padStart(8, '0');
    return digits.slice(0, length);
  };
  const body = writes ? orderOf(at, hex) : '';
  return {
    id: `x${String(at).padStart(6, '0')}`,
    session: `s${at % 997}`,
    startedAt: 1_763_769_600_000 + at,
    durationMs: 3.25,
    method: writes ? 'POST' : 'GET',
    target: writes ? `/api/orders/${at}` : `/api/items/${at}?q=${hex(8)}&page=${at % 50}&sort=price`,
    requestHeaders: [
      ['Host', 'shop.test'],
      ['User-Agent', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)'],
      ['Accept', 'application/json, text/plain, */*'],
      ['Accept-Language', 'en-GB,en;q=0.9'],
      ['X-Request-Id', hex(32)],
      ['Authorization', `Bearer ${hex(64)}`],
      ['Cookie', `sid=${hex(32)}; theme=dark; ab=${at % 7}`],
      ...(writes
        ? ([
            ['Content-Type', 'application/json'],
            ['Content-Length', String(body.length)],
          ] as const)
        : []),
    ],
    status: 200,
    responseHeaders: answer.headers,
    requestBody: Buffer.from(body),
    responseBody: answer.body,
  };
}

function orderOf(at: number, hex: (length: number) => string): string {
  const lines = [
    { article: 1000 + (at % 8), count: 1, lot: hex(16) },
    { article: 1001, count: 2, lot: hex(16) },
  ];
  return JSON.stringify({ number: at, sku: hex(24), note: `please leave it at the door ${hex(32)}`, lines });
}

/** Public domain generator of Tommy Ettinger; good enough for made-up words. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
