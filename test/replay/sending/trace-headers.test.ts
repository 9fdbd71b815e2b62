import { expect, test } from '@jest/globals';
import { tracedRequest } from '../../../src/replay/sending/trace-headers.ts';

test('the trace of the run takes the place of the recorded one, and nothing else changes', () => {
  const headers = [
    ['Accept', '*/*'],
    ['TraceParent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00'],
    ['tracestate', 'vendor=1'],
    ['b3', '0'],
    ['X-B3-Sampled', '0'],
    ['x-b3-other', 'kept'],
  ] as const;
  const request = { method: 'GET', target: '/', headers, body: new Uint8Array() };
  expect(tracedRequest(request, undefined)).toBe(request);
  expect(tracedRequest(request, '00-a-b-01').headers).toEqual([
    ['Accept', '*/*'],
    ['x-b3-other', 'kept'],
    ['traceparent', '00-a-b-01'],
  ]);
});
