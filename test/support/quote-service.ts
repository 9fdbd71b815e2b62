import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Client,
  credentials,
  Metadata,
  type MethodDefinition,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type ServiceDefinition,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';
import protobuf from 'protobufjs';

export const quotesProto = join(import.meta.dirname, '../fixtures/protobuf/quotes.proto');
const root = protobuf.parse(readFileSync(quotesProto, 'utf8'), { keepCase: true }).root;

/** What a build of the service does otherwise than the one before. */
export type QuoteBuild = 'as-before' | 'other-price' | 'other-status' | 'one-less' | 'other-trailer';

type Asked = { readonly sku: string; readonly quantity: number };
type Quote = Readonly<Record<string, unknown>>;

function method(name: string, streams: { request?: boolean; response?: boolean } = {}) {
  const asked = root.lookupType('shop.quotes.QuoteRequest');
  const quote = root.lookupType('shop.quotes.Quote');
  const written = (type: protobuf.Type) => (value: object) =>
    Buffer.from(type.encode(type.fromObject(value)).finish());
  const read = (type: protobuf.Type) => (bytes: Buffer) =>
    type.toObject(type.decode(bytes), { longs: Number });
  return {
    path: `/shop.quotes.Quotes/${name}`,
    requestStream: streams.request ?? false,
    responseStream: streams.response ?? false,
    requestSerialize: written(asked),
    requestDeserialize: read(asked),
    responseSerialize: written(quote),
    responseDeserialize: read(quote),
  } as MethodDefinition<Asked, Quote>;
}

const methods = {
  ask: method('Ask'),
  watch: method('Watch', { response: true }),
  collect: method('Collect', { request: true }),
  talk: method('Talk', { request: true, response: true }),
} satisfies ServiceDefinition;

function quoteOf({ sku = '', quantity = 1 }: Partial<Asked>, build: QuoteBuild): Quote {
  const price = build === 'other-price' && sku === 'lamp' ? 12.75 : 12.5;
  return {
    lines: [{ sku, price, stock: { berlin: quantity, 'new york': 2 } }],
    currency: 'EUR',
    total_cents: Math.round(price * 100 * quantity),
    text: `quote for ${sku}`,
    discounts: [5, 10],
  };
}

export type QuoteService = { readonly origin: string; stop(): void };

/** A real gRPC service with a method of each kind. */
export async function startQuoteService(build: QuoteBuild): Promise<QuoteService> {
  const server = new Server();
  server.addService(methods, {
    ask: (call: ServerUnaryCall<Asked, Quote>, answer: sendUnaryData<Quote>) => {
      if (call.request.sku === 'none') {
        const code = build === 'other-status' ? status.INTERNAL : status.NOT_FOUND;
        return answer({ code, details: 'no such sku' });
      }
      const trailers = new Metadata();
      trailers.set('x-cost', build === 'other-trailer' ? '8' : '7');
      return answer(null, quoteOf(call.request, build), trailers);
    },
    watch: (call: ServerWritableStream<Asked, Quote>) => {
      const count = build === 'one-less' ? 2 : 3;
      for (let quantity = 1; quantity <= count; quantity += 1)
        call.write(quoteOf({ ...call.request, quantity }, build));
      call.end();
    },
    collect: (call: ServerReadableStream<Asked, Quote>, answer: sendUnaryData<Quote>) => {
      let quantity = 0;
      call.on('data', (asked: Asked) => {
        quantity += asked.quantity;
      });
      call.on('end', () => answer(null, quoteOf({ sku: 'all', quantity }, build)));
    },
    talk: (call: ServerDuplexStream<Asked, Quote>) => {
      call.on('data', (asked: Asked) => call.write(quoteOf(asked, build)));
      call.on('end', () => call.end());
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { origin: `http://127.0.0.1:${port}`, stop: () => server.forceShutdown() };
}

/** Calls every method once and some twice, one after the other. */
export async function visitQuotes(origin: string): Promise<readonly string[]> {
  const client = new Client(new URL(origin).host, credentials.createInsecure());
  // Number 2 of the algorithms is gzip.
  const packing = new Client(new URL(origin).host, credentials.createInsecure(), {
    'grpc.default_compression_algorithm': 2,
  });
  const said: string[] = [];
  const ask = (asked: Asked, options: { deadline?: number; gzip?: boolean } = {}): Promise<void> => {
    const { path, requestSerialize, responseDeserialize } = methods.ask;
    const by = options.gzip ? packing : client;
    const deadline = options.deadline === undefined ? {} : { deadline: Date.now() + options.deadline };
    return new Promise((resolve) => {
      by.makeUnaryRequest(
        ...([path, requestSerialize, responseDeserialize, asked, new Metadata(), deadline] as const),
        (error, answer) => {
          said.push(error === null ? `ask ${answer?.['total_cents']}` : `ask ${error.code}`);
          resolve();
        },
      );
    });
  };
  await ask({ sku: 'kettle', quantity: 2 }, { deadline: 60_000 });
  await ask({ sku: 'lamp', quantity: 1 }, { gzip: true });
  await ask({ sku: 'none', quantity: 1 });
  const { watch, collect, talk } = methods;
  const watched = client.makeServerStreamRequest(
    ...([
      watch.path,
      watch.requestSerialize,
      watch.responseDeserialize,
      { sku: 'pan', quantity: 1 },
    ] as const),
  );
  for await (const quote of watched) said.push(`watch ${(quote as Quote)['total_cents']}`);
  await new Promise<void>((resolve) => {
    const call = client.makeClientStreamRequest(
      ...([collect.path, collect.requestSerialize, collect.responseDeserialize] as const),
      (_error, answer) => {
        said.push(`collect ${answer?.['total_cents']}`);
        resolve();
      },
    );
    for (const quantity of [1, 2]) call.write({ sku: 'towel', quantity });
    call.end();
  });
  const talking = client.makeBidiStreamRequest(
    ...([talk.path, talk.requestSerialize, talk.responseDeserialize] as const),
  );
  talking.write({ sku: 'a', quantity: 1 });
  talking.write({ sku: 'b', quantity: 2 });
  talking.end();
  for await (const quote of talking) said.push(`talk ${(quote as Quote)['total_cents']}`);
  client.close();
  packing.close();
  return said;
}
