import type { Exchange, HeaderLines } from '../../../src/domain/recording.ts';

type Told = Partial<Omit<Exchange, 'requestBody' | 'responseBody'>> & {
  readonly requestBody?: string | Uint8Array;
  readonly responseBody?: string | Uint8Array;
};

const json: HeaderLines = [['Content-Type', 'application/json']];
let made = 0;

/** A recorded exchange, whole and unremarkable; bodies may be given as text and are then JSON unless headers say otherwise. */
export function anExchange(told: Told = {}): Exchange {
  made += 1;
  return {
    id: `x${String(made).padStart(6, '0')}`,
    session: '',
    startedAt: 1_700_000_000_000 + made,
    durationMs: 1,
    method: 'GET',
    target: '/',
    requestHeaders:
      told.requestBody === undefined ? [['Host', 'shop.example']] : [['Host', 'shop.example'], ...json],
    status: 200,
    responseHeaders: json,
    ...told,
    requestBody: Buffer.from(told.requestBody ?? ''),
    responseBody: Buffer.from(told.responseBody ?? ''),
  };
}

/** Several of them as a recording is read. */
export async function* asRecording(exchanges: readonly Exchange[]): AsyncGenerator<Exchange> {
  for (const exchange of exchanges) yield exchange;
}
