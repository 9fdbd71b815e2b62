import type { Evidence } from '../domain/evidence.ts';
import { counted, grouped } from './number-text.ts';
import { join, type Phrase, prose, say } from './phrase.ts';

/** What spans were received and compared; nothing where none were asked for. */
export function describeTelemetry({ telemetry }: Evidence['shadow']): Phrase {
  if (telemetry === undefined) return [];
  const counts = telemetry.roles.map(
    ({ role, service, spans }) =>
      say`${service === undefined ? [] : say`${service} `}${[`${role} ${grouped(spans)}`]}`,
  );
  const loaded = telemetry.injected === null ? [] : say`; auto-instrumentation ${telemetry.injected} loaded`;
  const notes = telemetry.notes.flatMap((note) => say`; ${prose(note)}`);
  return say`${['received: ']}${join(counts, ', ')}${[`; compared in ${counted(telemetry.compared, 'exchange')}`]}${loaded}${notes}`;
}
