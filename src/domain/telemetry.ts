import * as z from 'zod';
import { instanceRole } from './observation.ts';
import { serviceName } from './service.ts';

/** What is done with the spans of a service that is instrumented with OpenTelemetry. Settled by `service.telemetry`. */
export const telemetryMode = z
  .enum(['off', 'receive', 'auto'])
  .describe(
    '`receive`: spans that the service exports become part of its request flow; `auto`: the Node auto-instrumentation is loaded as well, where the service has it installed.',
  );
export type TelemetryMode = z.infer<typeof telemetryMode>;

/** A service that is not instrumented would get variables and a header for nothing. */
export const defaultTelemetry: TelemetryMode = 'off';

/** The spans of one instance in the observe run, counted. */
const telemetryOfRole = z.strictObject({
  service: serviceName,
  role: instanceRole.describe('Which instance.'),
  spans: z.int().nonnegative().describe('Spans that belong to an exchange.'),
  elsewhere: z.int().nonnegative().describe('Spans of work outside any exchange; not compared.'),
  refused: z.int().nonnegative().describe('Spans that were malformed or too many, and refused.'),
  traced: z.int().nonnegative().describe('Exchanges with at least one span.'),
  incomplete: z
    .int()
    .nonnegative()
    .describe('Of these, exchanges of which spans are known to be missing; their spans are not compared.'),
});

/** What the evidence says of the spans of the observe run. */
export const telemetryReport = z
  .strictObject({
    mode: telemetryMode,
    roles: z.array(telemetryOfRole).readonly().describe('Each instance that could send spans.'),
    compared: z
      .int()
      .nonnegative()
      .describe('Exchanges whose spans were whole in both builds, and compared.'),
    injected: z
      .string()
      .nullable()
      .describe('Version of the auto-instrumentation that was loaded; null when none was.'),
    notes: z.array(z.string()).readonly().describe('What a reader must know of them, in words; untrusted.'),
  })
  .describe('Spans of the service; absent where none were asked for.');
export type TelemetryReport = z.infer<typeof telemetryReport>;
