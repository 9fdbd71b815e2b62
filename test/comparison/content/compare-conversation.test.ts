import { describe, expect, test } from '@jest/globals';
import { compareOutcomes } from '../../../src/comparison/compare-outcomes.ts';
import { createIdentityMask } from '../../../src/comparison/values/instance-identity.ts';
import { type SpokenMessage, storedMessages } from '../../../src/domain/conversation.ts';
import type { Responded } from '../../../src/domain/observation.ts';

type Message = string | Buffer | { readonly code: number; readonly reason?: string };

function conversation(...said: readonly Message[]): Responded {
  const spoken = said.map((message): SpokenMessage => {
    const common = { from: 'service', size: 0, atMs: 0 } as const;
    if (typeof message === 'string') return { ...common, kind: 'text', payload: Buffer.from(message) };
    if (Buffer.isBuffer(message)) return { ...common, kind: 'binary', payload: message };
    return { ...common, kind: 'close', code: message.code, payload: Buffer.from(message.reason ?? '') };
  });
  const { messages, bodies } = storedMessages(spoken);
  const head = { kind: 'responded', status: 101, headers: [], trailers: [], durationMs: 1 } as const;
  return { ...head, body: bodies.service, messages };
}

const nobody = { method: 'GET', identity: createIdentityMask([], []) };

function found(before: Responded, after: Responded): readonly string[] {
  return compareOutcomes(before, after, nobody).map(({ kind, place, baseline, candidate }) =>
    [kind, place, baseline?.text ?? '-', candidate?.text ?? '-'].join(' '),
  );
}

const price = (sku: string, cents: number): string => JSON.stringify({ sku, cents });
const bye = { code: 1000, reason: 'bye' };
const usual = [price('a', 1), price('b', 2), 'plain text', Buffer.from([0, 1, 2, 255]), bye];

describe('what was said on a WebSocket', () => {
  test('is equal to itself', () => {
    expect(found(conversation(...usual), conversation(...usual))).toEqual([]);
  });

  test.each<[string, readonly Message[], readonly string[]]>([
    ['a value in a message', usual.with(1, price('b', 3)), ['value-changed body/1/cents 2 3']],
    ['a line of text', usual.with(2, 'other text'), ['text-changed body/2 plain text other text']],
    ['bytes', usual.with(3, Buffer.from([0, 1, 2, 254])), ['bytes-changed body/3 000102ff 000102fe']],
    ['a message less', usual.toSpliced(1, 1), ['element-removed body/1 {"sku":"b","cents":2} -']],
    ['a message more', usual.toSpliced(1, 0, 'new'), ['element-added body/1 - new']],
    [
      'bytes in place of text',
      usual.with(2, Buffer.from('plain text')),
      ['content-kind-changed body/2 plain text 706c61696e2074657874'],
    ],
    [
      'the code of the close',
      usual.with(4, { ...bye, code: 1011 }),
      ['value-changed body/(close)/code 1000 1011'],
    ],
    ['its reason', usual.with(4, { ...bye, reason: 'gone' }), ['value-changed body/(close)/reason bye gone']],
    [
      'no close',
      usual.slice(0, 4),
      ['field-removed body/(close)/code 1000 -', 'field-removed body/(close)/reason bye -'],
    ],
    [
      'two messages that changed places',
      [usual[1] ?? '', usual[0] ?? '', ...usual.slice(2)],
      [expect.stringMatching(/^element-moved body\/[01] /) as unknown as string],
    ],
  ])('shows %s', (_name, after, expected) => {
    expect(found(conversation(...usual), conversation(...after))).toEqual(expected);
  });

  test('shows where the same bytes were said in other messages', () => {
    expect(found(conversation('ab', 'c'), conversation('a', 'bc'))).not.toEqual([]);
  });

  test('is no conversation when the upgrade is refused', () => {
    const refused: Responded = { ...conversation(), status: 401, body: Buffer.from('no') };
    const { messages: _none, ...plain } = refused;
    expect(found(conversation(...usual), plain).map((line) => line.split(' ', 2).join(' '))).toEqual([
      'status-changed status',
      'content-kind-changed body',
    ]);
  });
});
