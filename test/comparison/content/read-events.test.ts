import { describe, expect, test } from '@jest/globals';
import { readEvents } from '../../../src/comparison/content/read-events.ts';
import { aResponse, aRun, diff, named, settled } from '../builders.ts';

const stream = (body: string) => aResponse({ body, headers: [['Content-Type', 'text/event-stream']] });
const event = (data: string, name = 'price') => `event: ${name}\ndata: ${data}\n\n`;

describe('two streams of events', () => {
  test.each([
    ['a changed field of the data', event('{"a":1}'), event('{"a":2}'), ['value-changed body/0/data/a']],
    ['data that is text', event('x'), event('y'), ['value-changed body/0/data']],
    ['another name', event('1', 'a'), event('1', 'b'), ['value-changed body/0/event']],
    ['an id more', 'data: 1\n\n', 'id: 7\ndata: 1\n\n', ['field-added body/0/id']],
    [
      'an event more',
      event('1') + event('2'),
      event('1') + event('9', 'x') + event('2'),
      ['element-added body/1'],
    ],
    ['comments, and ends of lines', 'data: a\n\n', ': ping\r\n\r\ndata:a\r\n\r\n', []],
    ['data of several lines', 'data: a\ndata: b\n\n', 'data: a\ndata: c\n\n', ['value-changed body/0/data']],
    ['an event that was cut off', 'data: a\n\ndata: b', 'data: a\n\n', ['element-removed body/1']],
  ])('%s', (_, baseline, other, expected) => {
    expect(named(diff(stream(baseline), stream(other)))).toEqual(expected);
  });

  test('what is no line of a stream makes it none', () => {
    expect(readEvents('<p>sorry</p>')).toBeNull();
  });

  test('a time in the data is noise, and no reason to overlook what stands beside it', () => {
    const at = (second: number, total: number) =>
      stream(event(`{"at":"2024-05-01T10:00:0${second}.000Z","total":${total}}`));
    const answers = (total: number) => ({ baseline: at(1, 5), secondary: at(2, 5), candidate: at(3, total) });
    expect(settled([aRun(answers(5))])).toEqual(['value-changed body/0/data/at: noise']);
    expect(settled([aRun(answers(6))])).toEqual([
      'value-changed body/0/data/at: noise',
      'value-changed body/0/data/total',
    ]);
  });
});
