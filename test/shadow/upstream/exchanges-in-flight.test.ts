import { expect, test } from '@jest/globals';
import { trackExchanges } from '../../../src/shadow/upstream/exchanges-in-flight.ts';

const trace = (digit: string) => [['traceparent', `00-${digit.repeat(32)}-00f067aa0ba902b7-01`]] as const;

test('a tag decides, then the trace, then that only one exchange is being answered', () => {
  const inFlight = trackExchanges();
  inFlight.begin('x1', trace('a'));
  expect(inFlight.tie({ tag: null, headers: [] })).toEqual({ exchangeId: 'x1', tie: 'window' });
  inFlight.begin('x2', trace('b'));
  expect(inFlight.tie({ tag: null, headers: [] })).toEqual({ exchangeId: '', tie: 'unknown' });
  expect(inFlight.tie({ tag: null, headers: trace('b') })).toEqual({ exchangeId: 'x2', tie: 'trace' });
  expect(inFlight.tie({ tag: 'x9', headers: trace('b') })).toEqual({ exchangeId: 'x9', tie: 'tag' });
  inFlight.end('x2');
  inFlight.end('x1');
  expect(inFlight.tie({ tag: null, headers: trace('b') })).toEqual({ exchangeId: '', tie: 'unknown' });
});

test('two exchanges of one trace are not told apart', () => {
  const inFlight = trackExchanges();
  inFlight.begin('x1', trace('a'));
  inFlight.begin('x2', trace('a'));
  expect(inFlight.tie({ tag: null, headers: trace('a') }).tie).toBe('unknown');
});
