import { describe, expect, test } from '@jest/globals';
import { withTrailersBehind } from '../../../src/comparison/content/trailers-only.ts';
import type { HeaderLines } from '../../../src/domain/recording.ts';

const type: HeaderLines = [['content-type', 'application/grpc']];

describe('withTrailersBehind', () => {
  test('puts the status of a Trailers-Only response behind the body, where it stands otherwise', () => {
    const headers: HeaderLines = [...type, ['grpc-status', '5'], ['Grpc-Message', 'none'], ['x-a', '1']];
    expect(withTrailersBehind({ headers, trailers: [] })).toEqual({
      headers: [...type, ['x-a', '1']],
      trailers: [
        ['grpc-status', '5'],
        ['Grpc-Message', 'none'],
      ],
    });
  });

  test('leaves alone what has its status behind the body, or none', () => {
    const whole = { headers: type, trailers: [['grpc-status', '0']] as HeaderLines };
    expect(withTrailersBehind(whole)).toEqual(whole);
    const twice = { headers: [...type, ['grpc-status', '2']] as HeaderLines, trailers: whole.trailers };
    expect(withTrailersBehind(twice)).toEqual(twice);
    expect(withTrailersBehind({ headers: type, trailers: [] })).toEqual({ headers: type, trailers: [] });
  });
});
