import { describe, expect, test } from '@jest/globals';
import type { HeaderLines } from '../../../src/domain/recording.ts';
import { aResponse, diff, named } from '../builders.ts';

const compare = (baseline: HeaderLines, other: HeaderLines, method = 'GET') =>
  named(diff(aResponse({ headers: baseline }), aResponse({ headers: other }), method));

describe('trailers', () => {
  test('are compared as headers are, at places of their own', () => {
    const trailers = (sum: string) => aResponse({ trailers: [['X-Sum', sum]] });
    expect(named(diff(trailers('1'), trailers('2')))).toEqual(['header-changed trailer.x-sum']);
    expect(named(diff(trailers('1'), aResponse()))).toEqual(['header-removed trailer.x-sum']);
    expect(named(diff(aResponse(), trailers('1')))).toEqual(['header-added trailer.x-sum']);
    expect(named(diff(trailers('1'), trailers('1')))).toEqual([]);
  });

  test('hold the status of gRPC, which a Trailers-Only response sends as a header', () => {
    const whole = (code: string) => aResponse({ trailers: [['grpc-status', code]] });
    const only = (code: string) => aResponse({ headers: [['Grpc-Status', code]] });
    expect(named(diff(whole('5'), only('5')))).toEqual([]);
    expect(named(diff(whole('0'), only('13')))).toEqual(['status-changed trailer.grpc-status']);
    expect(named(diff(whole('0'), aResponse()))).toEqual(['status-changed trailer.grpc-status']);
  });
});

describe('headers', () => {
  test.each<[string, HeaderLines, HeaderLines, readonly string[]]>([
    ['names without case', [['X-A', '1']], [['x-a', '1']], []],
    ['a changed value', [['X-A', '1']], [['X-A', '2']], ['header-changed header.x-a']],
    ['an added header', [], [['X-A', '1']], ['header-added header.x-a']],
    ['a removed header', [['X-A', '1']], [], ['header-removed header.x-a']],
    ['the date by presence', [['Date', 'a']], [['Date', 'b']], []],
    ['a lost date', [['Date', 'a']], [], ['header-removed header.date']],
    ['a request id by presence', [['X-Request-Id', 'a']], [['X-Request-Id', 'b']], []],
    ['hop by hop not at all', [['Connection', 'close']], [['Keep-Alive', '5']], []],
    [
      'a set in another order',
      [['Vary', 'Origin, Accept']],
      [
        ['vary', 'accept'],
        ['Vary', 'origin'],
      ],
      [],
    ],
    ['a smaller set', [['Allow', 'GET, PUT']], [['Allow', 'GET']], ['header-changed header.allow']],
    [
      'the charset without case',
      [['Content-Type', 'text/html;charset=UTF-8']],
      [['Content-Type', 'Text/HTML; charset="utf-8"']],
      [],
    ],
    [
      'another charset',
      [['Content-Type', 'text/html; charset=utf-8']],
      [['Content-Type', 'text/html; charset=latin1']],
      ['header-changed header.content-type'],
    ],
    ['an empty value is there', [['X-A', '']], [['X-A', '']], []],
  ])('%s', (_, baseline, other, expected) => {
    expect(compare(baseline, other)).toEqual(expected);
  });

  test('the length is compared only where no body says it', () => {
    const [one, other]: readonly HeaderLines[] = [[['Content-Length', '1']], [['Content-Length', '2']]];
    expect(compare(one ?? [], other ?? [])).toEqual([]);
    expect(compare(one ?? [], other ?? [], 'HEAD')).toEqual(['header-changed header.content-length']);
  });
});
