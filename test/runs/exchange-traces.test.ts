import { describe, expect, test } from '@jest/globals';
import { createExchangeTraces } from '../../src/runs/exchange-traces.ts';

describe('the trace of an exchange', () => {
  test('is the same whenever it is asked for, sampled, and leads back to its exchange', () => {
    const traces = createExchangeTraces('seed');
    const header = traces.traceparentOf('x1');
    expect(header).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(traces.traceparentOf('x2')).not.toBe(header);
    expect(traces.traceparentOf('x1')).toBe(header);
    const [, traceId = '', spanId] = header.split('-');
    expect(traces.exchangeOf(traceId)).toEqual({ exchangeId: 'x1', spanId });
    expect(traces.begun()).toBe(2);
  });

  test('is another one for another seed, and none for a trace of the service', () => {
    const [one, other] = [createExchangeTraces('one'), createExchangeTraces('other')];
    expect(one.traceparentOf('x1')).not.toBe(other.traceparentOf('x1'));
    expect(one.exchangeOf('0'.repeat(32))).toBeNull();
  });
});
