import { expect, test } from '@jest/globals';
import type { HeaderLines } from '../../../src/domain/recording.ts';
import { OpenExchanges } from '../../../src/recording/calls/open-exchanges.ts';

const trace = (id: string): HeaderLines => [
  ['Traceparent', `00-${id.padStart(32, '0')}-00f067aa0ba902b7-01`],
];
const anOpen = () => new OpenExchanges((lines, connection) => `${connection}/${lines.length}`);

test('the only exchange that is open is the one a call is made for', () => {
  const open = anOpen();
  expect(open.originOf([])).toBeNull();
  const end = open.begin('x1', [['Host', 'a']], 'one');
  expect(open.originOf([])).toEqual({ exchangeId: 'x1', session: 'one/1' });
  const endOther = open.begin('x2', [], 'two');
  expect(open.originOf([])).toBeNull();
  end();
  expect(open.originOf([])).toMatchObject({ exchangeId: 'x2' });
  endOther();
  expect(open.originOf([])).toBeNull();
});

test('a trace that the service passes on tells it among many, and after it has ended', () => {
  const open = anOpen();
  const ends = ['a', 'b', 'c'].map((id) => open.begin(`x-${id}`, trace(id), id));
  expect(open.originOf(trace('b'))).toMatchObject({ exchangeId: 'x-b', session: 'b/1' });
  for (const end of ends) end();
  expect(open.originOf(trace('b'))).toMatchObject({ exchangeId: 'x-b' });
  expect(open.originOf(trace('d'))).toBeNull();
});

test('a trace over several exchanges tells it only while one of them is open', () => {
  const open = anOpen();
  const end = open.begin('x1', trace('a'), '');
  open.begin('x2', trace('a'), '');
  open.begin('x3', trace('b'), '');
  expect(open.originOf(trace('a'))).toBeNull();
  end();
  expect(open.originOf(trace('a'))).toMatchObject({ exchangeId: 'x2' });
});

test('request ids count as well, unless they are too short to be anyone’s own', () => {
  const open = anOpen();
  open.begin('x1', [['X-Request-Id', 'req-4711-4712']], '');
  open.begin('x2', [['X-Request-Id', '7']], '');
  open.begin('x3', [['X-Correlation-ID', 'corr-0815-0816']], '');
  expect(open.originOf([['x-request-id', 'req-4711-4712']])).toMatchObject({ exchangeId: 'x1' });
  expect(open.originOf([['x-correlation-id', 'corr-0815-0816']])).toMatchObject({ exchangeId: 'x3' });
  expect(open.originOf([['x-request-id', '7']])).toBeNull();
});

test('traces of long ago are forgotten, so that memory stays bounded', () => {
  const open = anOpen();
  for (let number = 0; number < 3000; number += 1) open.begin(`x${number}`, trace(number.toString(16)), '')();
  expect(open.originOf(trace('1'))).toBeNull();
  expect(open.originOf(trace((2999).toString(16)))).toMatchObject({ exchangeId: 'x2999' });
});
