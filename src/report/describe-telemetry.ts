import type { Evidence } from '../domain/evidence.ts';
import { counted, grouped } from './number-text.ts';
import { join, type Phrase, say } from './phrase.ts';

/** What spans were received and compared; nothing where none were asked for. What is missing of them stands among the limits. */
export function describeTelemetry({ telemetry }: Evidence['shadow']): Phrase {
  if (telemetry === undefined) return [];
  const counts = telemetry.roles.map(
    ({ role, service, spans }) =>
      say`${service === undefined ? [] : say`${service} `}${[`${role} ${grouped(spans)}`]}`,
  );
  const loaded = telemetry.injected === null ? [] : say`; auto-instrumentation ${telemetry.injected} loaded`;
  return say`${['received: ']}${join(counts, ', ')}${[`; compared in ${counted(telemetry.compared, 'exchange')}`]}${loaded}`;
}
