// covers: stand-in-schema.ts
// covers: record-line.ts
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readStandIns } from '../../../src/recording/calls/read-stand-ins.ts';
import { callLine, exchangeLine } from '../../../src/recording/file/record-line.ts';
import { calls } from '../a-call.ts';
import { anExchange, comparable } from '../an-exchange.ts';

describe('stand-ins', () => {
  test('are read as they are printed, whatever the call was', () => {
    const printed = fc.tuple(calls, fc.webUrl({ withQueryParameters: true }), fc.constantFrom('GET', 'POST'));
    fc.assert(
      fc.property(fc.array(printed, { maxLength: 5 }), (drawn) => {
        const written = drawn.map(([call, url, method], at) => ({ ...call, id: `c${at}`, url, method }));
        const read = readStandIns(written.map((call) => `${callLine(call)}\n`).join(''), 'a.ndjson');
        expect(read.map(comparable)).toEqual(written.map(comparable));
      }),
    );
  });

  test('written by hand need no more than method, url and status', () => {
    const text = [
      '\ufeff# the price service',
      '',
      '{"method":"GET","url":"https://prices.example/v1","status":204}',
      '  {"method":"PUT","url":"http://a.example","status":200,"responseHeaders":{"X-A":"1"},"responseBody":{"json":{"a":[1]}}}\r',
    ].join('\n');
    const [first, second] = readStandIns(text, 'stand-ins.ndjson');
    expect(first).toMatchObject({
      id: 'line-3',
      exchangeId: '',
      session: '',
      status: 204,
      lifetime: 'session',
    });
    expect(first?.responseBody.byteLength).toBe(0);
    expect(first).not.toHaveProperty('kind');
    expect(second).toMatchObject({ id: 'line-4', responseHeaders: [['X-A', '1']] });
    expect(Buffer.from(second?.responseBody ?? []).toString()).toBe('{"a":[1]}');
  });

  test('are refused with every problem at once, each with its line, none with a value', () => {
    const text = [
      '{"method":"GET","url":"/relative","status":"200 s3cret","colour":"s3cret"}',
      '{broken s3cret',
      exchangeLine(anExchange()),
      '{"id":"a","method":"G ET","url":"https://a.example","status":200,"responseBody":{"text":"a","json":1}}',
      '{"id":"a","method":"GET","url":"https://a.example","status":200,"requestHeaders":{"X":1}}',
      '{"id":"b","method":"GET","url":"https://a.example","status":200}',
      '{"id":"b","method":"GET","url":"https://a.example","status":200,"responseBody":{"base64":"%%"}}',
      '{"id":"b","method":"GET","url":"ftp://a.example","status":200}',
      '{"id":"b","method":"GET","url":"https://a.example","status":200}',
      '[]',
    ].join('\n');
    const message = messageOf(() => readStandIns(text, 'dir/a.ndjson'));
    const problems = message.split('\n  ').slice(1);
    expect(problems).toEqual([
      expect.stringMatching(/^dir\/a\.ndjson:1: url: expected an absolute http or https URL$/),
      expect.stringMatching(/^dir\/a\.ndjson:1: status: .*expected number/),
      expect.stringMatching(/^dir\/a\.ndjson:1: .*colour/),
      expect.stringMatching(/^dir\/a\.ndjson:2: not JSON/),
      expect.stringMatching(/^dir\/a\.ndjson:3: an exchange/),
      expect.stringMatching(/^dir\/a\.ndjson:4: method: expected a method/),
      expect.stringMatching(/^dir\/a\.ndjson:4: responseBody: expected/),
      expect.stringMatching(/^dir\/a\.ndjson:5: requestHeaders: expected/),
      expect.stringMatching(/^dir\/a\.ndjson:7: responseBody: expected/),
      expect.stringMatching(/^dir\/a\.ndjson:8: url: expected/),
      expect.stringMatching(/^dir\/a\.ndjson:9: id: the same as on line 6$/),
      expect.stringMatching(/^dir\/a\.ndjson:10: /),
    ]);
    expect(message).not.toContain('s3cret');
  });

  test('with more problems than anyone reads are counted', () => {
    const message = messageOf(() => readStandIns('x\n'.repeat(50), 'a.ndjson'));
    expect(message.split('\n')).toHaveLength(42);
    expect(message).toMatch(/and 10 more$/);
  });
});

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    expect(error).toMatchObject({ code: 'stand-ins-invalid' });
    return String(Object(error).message);
  }
  throw new Error('nothing was refused');
}
