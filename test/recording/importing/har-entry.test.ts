import { expect, test } from '@jest/globals';
import { harEntry } from '../../../src/recording/importing/har-entry.ts';

const smallest = {
  startedDateTime: '2025-06-01T10:00:00Z',
  request: { method: 'GET', url: 'https://a.example/' },
  response: { status: 200 },
};

test.each([
  ['the least there can be', {}],
  ['null for what is absent', { time: null, connection: null }],
  ['members of the writer', { _initiator: { type: 'script' }, cache: {}, timings: { ssl: -1 } }],
])('an entry with %s is read', (_name, members) => {
  expect(harEntry.safeParse({ ...smallest, ...members }).success).toBe(true);
});

test('headers may be objects or pairs', () => {
  const headers = [
    { name: 'A', value: '1' },
    ['B', '2'],
    { name: 'C', value: null },
    { name: 'D', value: 4 },
  ];
  const entry = harEntry.parse({ ...smallest, request: { ...smallest.request, headers } });
  expect(entry.request.headers).toEqual([
    ['A', '1'],
    ['B', '2'],
    ['C', ''],
    ['D', '4'],
  ]);
});

test.each([
  ['a URL', { request: { method: 'GET' } }],
  ['a status', { response: {} }],
  ['a time of start', { startedDateTime: undefined }],
])('an entry without %s is none', (_name, members) => {
  expect(harEntry.safeParse({ ...smallest, ...members }).success).toBe(false);
});
