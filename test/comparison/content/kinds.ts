import type { Responded } from '../../../src/domain/observation.ts';
import { aResponse } from '../builders.ts';

/** One record of the answers by which the laws are shown. */
export type Record = { readonly id: string; readonly name: string; readonly count: number };

/** A kind of content: how a list of records is written in it, and what the places of a record's members look like. */
export type Kind = {
  readonly name: string;
  readonly write: (records: readonly Record[]) => Responded;
};

const answer = (type: string, body: string | Uint8Array): Responded =>
  aResponse({ body, headers: [['Content-Type', type]] });

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

function tagged(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2]), lengthOf(bytes), bytes]);
}

function lengthOf({ length }: Buffer): Buffer {
  return Buffer.from(length < 128 ? [length] : [(length & 127) | 128, length >> 7]);
}

function asMessage({ id, name, count }: Record): Buffer {
  const fields = [
    tagged(1, Buffer.from(id)),
    tagged(2, Buffer.from(name)),
    tagged(3, Buffer.from(`n${count}`)),
  ];
  return tagged(1, Buffer.concat(fields));
}

/** Every kind whose structure is compared and which can hold a list of records. */
export const kinds: readonly Kind[] = [
  { name: 'JSON', write: (records) => answer('application/json', JSON.stringify(records)) },
  {
    name: 'NDJSON',
    write: (records) =>
      answer('application/x-ndjson', records.map((record) => `${JSON.stringify(record)}\n`).join('')),
  },
  {
    name: 'events',
    write: (records) =>
      answer(
        'text/event-stream',
        records.map((record) => `event: r\ndata: ${JSON.stringify(record)}\n\n`).join(''),
      ),
  },
  {
    name: 'XML',
    write: (records) => {
      const rows = records.map(
        ({ id, name, count }) =>
          `<r id="${escaped(id)}"><name>${escaped(name)}</name><count>${count}</count></r>`,
      );
      return answer('application/xml', `<list xmlns="urn:x">${rows.join('\n')}</list>`);
    },
  },
  {
    name: 'HTML',
    write: (records) => {
      const rows = records.map(
        ({ id, name, count }) => `<tr data-id="${escaped(id)}"><td>${escaped(name)}<td><b>${count}</b>`,
      );
      return answer(
        'text/html',
        `<!doctype html><html><body><table>${rows.join('\n')}</table></body></html>`,
      );
    },
  },
  {
    name: 'multipart',
    write: (records) => {
      const parts = records.map(
        (record) => `--b\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(record)}\r\n`,
      );
      return answer('multipart/mixed; boundary=b', `${parts.join('')}--b--\r\n`);
    },
  },
  {
    name: 'protobuf',
    write: (records) => answer('application/x-protobuf', Buffer.concat(records.map(asMessage))),
  },
  {
    name: 'gRPC',
    write: (records) => {
      const frames = records.map((record) => {
        const bytes = asMessage(record);
        const head = Buffer.alloc(5);
        head.writeUInt32BE(bytes.length, 1);
        return Buffer.concat([head, bytes]);
      });
      return answer('application/grpc', Buffer.concat(frames));
    },
  },
];
