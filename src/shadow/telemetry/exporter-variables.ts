import type { TelemetryMode } from '../../domain/telemetry.ts';

/** The door by which spans leave an instance. */
export const telemetryDoor = 'telemetry';

/**
 * What the specification of OpenTelemetry's SDKs has for all languages. Every exchange is sampled, the batch is sent soon, and its queue
 * holds more than one burst of the replay, since a full one loses spans in silence. Metrics and logs would only be dropped.
 */
const variables: Readonly<Record<string, string>> = {
  OTEL_EXPORTER_OTLP_ENDPOINT: `http://{door:${telemetryDoor}}`,
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
  OTEL_TRACES_EXPORTER: 'otlp',
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
  OTEL_TRACES_SAMPLER: 'parentbased_always_on',
  OTEL_BSP_SCHEDULE_DELAY: '100',
  OTEL_BSP_MAX_QUEUE_SIZE: '65536',
};

/** The resource detectors of Node ask the metadata services of clouds, which are not there. */
const variablesOfAuto: Readonly<Record<string, string>> = { OTEL_NODE_RESOURCE_DETECTORS: 'none' };

export type ExporterVariables = {
  readonly environment: Readonly<Record<string, string>>;
  /** Which of them the settings of the service have already, and keep. */
  readonly kept: readonly string[];
};

/** What makes the SDK inside an instance export to its receiver. What `service.env` says wins, and is told. */
export function exporterVariables(
  mode: Exclude<TelemetryMode, 'off'>,
  configured: Readonly<Record<string, string>>,
): ExporterVariables {
  const wanted = Object.entries({ ...variables, ...(mode === 'auto' ? variablesOfAuto : {}) });
  return {
    environment: Object.fromEntries(wanted.filter(([name]) => !Object.hasOwn(configured, name))),
    kept: wanted.flatMap(([name, value]) =>
      Object.hasOwn(configured, name) && configured[name] !== value ? [name] : [],
    ),
  };
}
