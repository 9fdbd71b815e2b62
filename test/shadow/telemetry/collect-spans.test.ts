import { describe, expect, test } from '@jest/globals';
import { createSpanCollector } from '../../../src/shadow/telemetry/collect-spans.ts';
import type { ReceivedSpan } from '../../../src/shadow/telemetry/read-spans.ts';

const sent = 'b7ad6b7169203331';
const exchangeOf = (traceId: string) => (traceId === 'ours' ? { exchangeId: 'x1', spanId: sent } : null);

function span(spanId: string, parentSpanId: string, changes: Partial<ReceivedSpan> = {}): ReceivedSpan {
  return {
    ...{ traceId: 'ours', spanId, parentSpanId, name: spanId, spanKind: 'internal', service: '', scope: '' },
    ...{ attributes: {}, status: 'unset', startedAt: 0n },
    ...changes,
  };
}

describe('a trace', () => {
  test('is whole once the span that answers the request has come, and every parent', () => {
    const collector = createSpanCollector(exchangeOf);
    collector.add({ spans: [span('leaf', 'branch')], malformed: 0 });
    expect(collector.result().incomplete).toEqual(new Set(['x1']));
    collector.add({ spans: [span('root', sent)], malformed: 0 });
    expect([collector.whole(), collector.result().incomplete.size]).toEqual([0, 1]);
    collector.add({ spans: [span('branch', 'root')], malformed: 0 });
    expect([collector.whole(), collector.result().incomplete.size]).toEqual([1, 0]);
  });

  test('names parents, in the order in which its spans began', () => {
    const collector = createSpanCollector(exchangeOf);
    const spans = [
      span('late', 'root', { startedAt: 2n }),
      span('early', 'root', { startedAt: 1n }),
      span('root', sent),
    ];
    collector.add({ spans, malformed: 0 });
    const { events } = collector.result();
    expect(events.map(({ sequence, name, parent }) => [sequence, name, parent])).toEqual([
      [0, 'root', ''],
      [1, 'early', 'root'],
      [2, 'late', 'root'],
    ]);
  });

  test('that is sent twice counts once, and one of nobody is counted apart', () => {
    const collector = createSpanCollector(exchangeOf);
    for (let times = 0; times < 2; times += 1) collector.add({ spans: [span('root', sent)], malformed: 0 });
    collector.add({ spans: [span('timer', '', { traceId: 'theirs' })], malformed: 0 });
    const { events, elsewhere } = collector.result();
    expect([events.length, elsewhere]).toEqual([1, 1]);
  });

  test('with more spans than are kept is incomplete, and the exporter is told', () => {
    const collector = createSpanCollector(exchangeOf, { ofInstance: 10, ofExchange: 2 });
    const spans = [span('root', sent), span('a', 'root'), span('b', 'root')];
    expect(collector.add({ spans, malformed: 0 })?.rejectedSpans).toBe(1);
    expect(collector.result()).toMatchObject({ refused: 1, incomplete: new Set(['x1']) });
  });
});
