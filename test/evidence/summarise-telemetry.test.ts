// covers: comparable-spans.ts
// covers: merge-telemetries.ts
import { describe, expect, test } from '@jest/globals';
import type { SpanEvent } from '../../src/domain/flow.ts';
import type { TelemetryReport } from '../../src/domain/telemetry.ts';
import type { EvidenceDraft } from '../../src/evidence/assemble-evidence.ts';
import { mergeTelemetries } from '../../src/evidence/merge-telemetries.ts';
import { summariseTelemetry } from '../../src/evidence/summarise-telemetry.ts';
import { comparableSpans } from '../../src/runs/comparable-spans.ts';
import type { SpansOfRun } from '../../src/runs/run-telemetry.ts';
import type { CollectedSpans } from '../../src/shadow/telemetry/collect-spans.ts';

function span(exchangeId: string): SpanEvent {
  return {
    ...{ kind: 'span', exchangeId, sequence: 0, name: 'GET /', spanKind: 'server', service: '', scope: '' },
    ...{ parent: '', attributes: {}, status: 'unset' },
  };
}

function collected(whole: readonly string[], incomplete: readonly string[] = []): CollectedSpans {
  const traced = [...whole, ...incomplete];
  const sets = { traced: new Set(traced), incomplete: new Set(incomplete) };
  return { events: traced.map(span), ...sets, elsewhere: 0, refused: 0 };
}

const ran = (baseline: CollectedSpans, secondary: CollectedSpans, candidate: CollectedSpans): SpansOfRun => ({
  ...{ mode: 'receive', injected: null, notes: [] },
  ofRole: { baseline, secondary, candidate },
});

describe('spans of a run', () => {
  test('are compared where they are whole in every instance', () => {
    const spans = ran(collected(['a', 'b', 'c']), collected(['a', 'b', 'c']), collected(['a', 'c'], ['b']));
    const comparable = comparableSpans(spans);
    expect([...comparable.exchanges]).toEqual(['a', 'c']);
    expect(comparable.ofRole.baseline?.map(({ exchangeId }) => exchangeId)).toEqual(['a', 'c']);
    const report = summariseTelemetry(spans);
    expect([report.compared, report.roles.map(({ incomplete }) => incomplete)]).toEqual([2, [0, 0, 1]]);
    expect(report.notes).toEqual([expect.stringContaining('telemetry incomplete: in 1 of 3 exchanges')]);
  });

  test('that one instance sent none of prove nothing, and that is said', () => {
    const report = summariseTelemetry(ran(collected(['a']), collected(['a']), collected([])));
    expect(report.compared).toBe(0);
    expect(report.notes[0]).toBe('no span of any exchange was received from candidate');
  });

  test('that nobody sent are said once', () => {
    const report = summariseTelemetry(ran(collected([]), collected([]), collected([])));
    expect(report.notes).toEqual([expect.stringContaining('the service exports none')]);
  });
});

test('reports of several services stand side by side under their names', () => {
  const report = (service: string): TelemetryReport => ({
    ...summariseTelemetry(ran(collected(['a']), collected(['a']), collected(['a']))),
    roles: [{ service, role: 'baseline', spans: 1, elsewhere: 0, refused: 0, traced: 1, incomplete: 0 }],
  });
  const draft = (telemetry?: TelemetryReport) =>
    ({ shadow: telemetry === undefined ? {} : { telemetry } }) as EvidenceDraft['draft'];
  const { telemetry } = mergeTelemetries([draft(report('b')), draft(), draft(report('a'))]);
  expect(telemetry?.roles.map(({ service }) => service)).toEqual(['a', 'b']);
  expect(telemetry?.compared).toBe(2);
  expect(mergeTelemetries([draft()])).toEqual({});
});
