import { describe, expect, test } from '@jest/globals';
import { exporterVariables } from '../../../src/shadow/telemetry/exporter-variables.ts';

describe('variables of an exporter', () => {
  test('lead to the door and sample everything', () => {
    const { environment, kept } = exporterVariables('receive', { PORT: '1' });
    expect(environment['OTEL_EXPORTER_OTLP_ENDPOINT']).toBe('http://{door:telemetry}');
    expect(environment['OTEL_TRACES_SAMPLER']).toBe('parentbased_always_on');
    expect(kept).toEqual([]);
  });

  test('that the settings have already are kept and named, unless they say the same', () => {
    const configured = { OTEL_TRACES_SAMPLER: 'always_off', OTEL_METRICS_EXPORTER: 'none' };
    const { environment, kept } = exporterVariables('receive', configured);
    expect(Object.keys(environment)).not.toContain('OTEL_TRACES_SAMPLER');
    expect(kept).toEqual(['OTEL_TRACES_SAMPLER']);
  });

  test('keep the auto-instrumentation from asking for the cloud it is in', () => {
    expect(exporterVariables('auto', {}).environment['OTEL_NODE_RESOURCE_DETECTORS']).toBe('none');
    expect(exporterVariables('receive', {}).environment['OTEL_NODE_RESOURCE_DETECTORS']).toBeUndefined();
  });
});
