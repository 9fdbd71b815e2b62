import type { Exchange, HeaderLines } from '../../src/domain/recording.ts';
import { createRecording } from '../../src/recording/file/recording-writer.ts';

const json: HeaderLines = [
  ['Content-Type', 'application/json; charset=utf-8'],
  ['Date', 'Sat, 01 Nov 2026 10:00:00 GMT'],
  ['X-Request-Id', '5f9c1c7e'],
];
const asked: HeaderLines = [
  ['Host', 'shop.example'],
  ['Accept', 'application/json'],
  ['User-Agent', 'Mozilla/5.0 (X11; Linux x86_64)'],
];

/** A recording of a shop with many sessions, answers of about 1 KB, one write in eight, and a route that is rare. */
export async function writeShopTraffic(path: string, exchanges: number): Promise<void> {
  const header = { createdAt: '2026-11-01T10:00:00.000Z', recorder: 'bench', keyId: '00000000' };
  const writer = await createRecording(path, header);
  for (let index = 0; index < exchanges; index += 1) await writer.append(exchangeOf(index));
  await writer.close({ seen: exchanges, recorded: exchanges, truncated: 0, dropped: 0 });
}

function exchangeOf(index: number): Exchange {
  const order = `7d${(index - (index % 8)).toString(16).padStart(30, '0')}`;
  const session = `client-${Math.floor(index / 24)}`;
  if (index % 5_000 === 4_999) return exchange(index, { session, target: `/taxes/${index}` }, { tax: index });
  if (index % 8 === 0) {
    const requestBody = Buffer.from(JSON.stringify({ product: index % 900, amount: 1 + (index % 3) }));
    const parts = { session, method: 'POST', target: '/orders', status: 201, requestBody };
    return exchange(index, parts, { id: order, state: 'new' });
  }
  if (index % 8 === 1)
    return exchange(index, { session, target: `/orders/${order}` }, { id: order, state: 'new' });
  return exchange(index, { session, target: `/products/${index % 900}?currency=EUR` }, productOf(index));
}

function productOf(index: number): unknown {
  const reviews = Array.from({ length: 6 }, (_, number) => ({
    stars: 1 + ((index + number) % 5),
    text: 'as described, quick delivery',
  }));
  return {
    id: index % 900,
    name: `Kettle ${index % 900}`,
    price: (index % 90) + 0.5,
    stock: index % 40 || null,
    reviews,
  };
}

function exchange(index: number, parts: Partial<Exchange>, body: unknown): Exchange {
  return {
    id: `x${String(index + 1).padStart(6, '0')}`,
    session: '',
    startedAt: Date.UTC(2026, 10, 1) + index * 5,
    durationMs: 3 + (index % 20),
    method: 'GET',
    target: '/',
    requestHeaders: asked,
    status: 200,
    responseHeaders: json,
    requestBody: new Uint8Array(),
    responseBody: Buffer.from(JSON.stringify(body)),
    ...parts,
  };
}
