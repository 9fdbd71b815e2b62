/** What `service.telemetry` comes to for two builds: settled once a gate, for the receivers of all its runs. */
import type { TelemetryMode } from '../domain/telemetry.ts';
import {
  autoInstrumentation,
  type FoundInstrumentation,
  findAutoInstrumentation,
} from '../shadow/telemetry/find-auto-instrumentation.ts';
import type { PreparedSources } from './prepare-sources.ts';

export type GateTelemetry = {
  readonly mode: Exclude<TelemetryMode, 'off'>;
  /** The auto-instrumentation of each build, of one and the same version; null when none is loaded. */
  readonly injected: {
    readonly baseline: FoundInstrumentation;
    readonly candidate: FoundInstrumentation;
  } | null;
  /** What a reader must know of it, in words. */
  readonly notes: readonly string[];
};

/** Null where no spans are asked for, and for services that already run: what they export goes where it always goes. */
export async function openTelemetry(
  mode: TelemetryMode,
  { baseline, candidate }: Pick<PreparedSources, 'baseline' | 'candidate'>,
): Promise<GateTelemetry | null> {
  if (mode === 'off' || baseline.kind !== 'prepared' || candidate.kind !== 'prepared') return null;
  if (mode === 'receive') return { mode, injected: null, notes: [] };
  const [before, after] = await Promise.all([baseline, candidate].map(findAutoInstrumentation));
  if (before && after && before.version === after.version)
    return { mode, injected: { baseline: before, candidate: after }, notes: [] };
  return { mode, injected: null, notes: [whyNotInjected(before ?? null, after ?? null)] };
}

/** Two builds of which one alone is instrumented, or each by another version, would differ in nothing but that. */
function whyNotInjected(before: FoundInstrumentation | null, after: FoundInstrumentation | null): string {
  const either = `nothing was loaded into either build, and only spans of its own instrumentation are seen`;
  if (before === null && after === null)
    return `\`telemetry: auto\` found no ${autoInstrumentation} among the dependencies of the service, so that ${either}: install it with \`npm install ${autoInstrumentation} @opentelemetry/api\``;
  const of = (found: FoundInstrumentation | null) => found?.version ?? 'none';
  return `\`telemetry: auto\` found ${autoInstrumentation} ${of(before)} in the baseline and ${of(after)} in the candidate, so that ${either}`;
}
