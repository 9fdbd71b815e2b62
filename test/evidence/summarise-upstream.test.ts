// covers: merge-upstreams.ts
import { expect, test } from '@jest/globals';
import type { OutboundCall } from '../../src/domain/upstream.ts';
import { mergeUpstreams } from '../../src/evidence/merge-upstreams.ts';
import { summariseUpstream } from '../../src/evidence/summarise-upstream.ts';

const call = (url: string, answer: OutboundCall['answer'], exchangeId = 'x1'): OutboundCall => ({
  ...{
    exchangeId,
    tie: 'tag',
    sequence: 0,
    method: 'GET',
    url,
    contentType: '',
    contentEncoding: '',
    idempotencyKey: '',
  },
  ...{ body: new Uint8Array(), bodyLength: 0, bodyDigest: '', answer },
});
const hit = { kind: 'matched', callId: 'c1', isExact: true, score: 1 } as const;
const miss = {
  kind: 'missed',
  closest: 'GET https://a.example/x?key=hush',
  differs: ['query/page'],
} as const;
const redact = (text: string) => text.replaceAll('hush', '…');

test('counts what was answered, and names what was not by address, most frequent first', () => {
  const calls = [
    call('https://a.example/x', hit),
    call('https://b.example/once?token=hush', miss, ''),
    call('https://a.example/x?page=1', miss),
    call('https://a.example/x?page=2', miss),
  ];
  expect(summariseUpstream({ answers: 9, calls, redact })).toEqual({
    ...{ recorded: 9, calls: 4, matched: 1, share: 0.25, hosts: ['a.example', 'b.example'], untied: 1 },
    misses: [
      {
        call: 'GET https://a.example/x',
        calls: 2,
        closest: 'GET https://a.example/x?key=…',
        differs: ['query/page'],
      },
      {
        call: 'GET https://b.example/once',
        calls: 1,
        closest: 'GET https://a.example/x?key=…',
        differs: ['query/page'],
      },
    ],
  });
});

test('a service that calls nobody has no share', () => {
  expect(summariseUpstream({ answers: 0, calls: [], redact })).toMatchObject({ calls: 0, share: null });
});

test('of several services the one that is answered worst decides', () => {
  const one = summariseUpstream({ answers: 1, calls: [call('https://a.example/x', hit)], redact });
  const other = summariseUpstream({ answers: 2, calls: [call('https://b.example/x', miss)], redact });
  expect(mergeUpstreams([one, other])).toMatchObject({ recorded: 3, calls: 2, matched: 1, share: 0 });
  expect(mergeUpstreams([])).toBeNull();
});
