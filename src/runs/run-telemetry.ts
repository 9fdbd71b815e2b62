/** The receivers of one run: each instance exports its spans to one of its own, so that they are known to be its own. */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type InstanceRole, instanceRoles, type RunKind } from '../domain/observation.ts';
import type { RuntimeSnapshot } from '../domain/runtime-snapshot.ts';
import type { GateTelemetry } from '../preparation/open-telemetry.ts';
import type { Companion } from '../shadow/instance/companion.ts';
import type { Build } from '../shadow/instance/start-shadow.ts';
import type { Teardown } from '../shadow/processes/teardown.ts';
import type { CollectedSpans } from '../shadow/telemetry/collect-spans.ts';
import { exporterVariables } from '../shadow/telemetry/exporter-variables.ts';
import { openReceiver, type TelemetryReceiver } from '../shadow/telemetry/open-receiver.ts';
import { createExchangeTraces } from './exchange-traces.ts';

/** The spans of one run, which only its end needs: what is kept of them is in the evidence. */
export type SpansOfRun = {
  readonly mode: GateTelemetry['mode'];
  readonly ofRole: Readonly<Partial<Record<InstanceRole, CollectedSpans>>>;
  readonly injected: string | null;
  /** What a reader must know of them, in words. */
  readonly notes: readonly string[];
};

export type RunTelemetry = {
  companionsOf(role: InstanceRole): readonly Companion[];
  /** What the request of an exchange says of its trace. */
  traceparentOf(exchangeId: string): string;
  /** Waits, bounded, until every exchange has its spans or none have come for a while: exporters send them late. */
  settle(signal: AbortSignal): Promise<void>;
  result(): SpansOfRun;
  /** What an agent saw, without the exports themselves: they are ours, and come when they come. */
  withoutExports(snapshot: RuntimeSnapshot): RuntimeSnapshot;
  close(): Promise<void>;
};

export type RunTelemetryRequest = {
  /** Folder of the run, with a short path: sockets lie below it. */
  readonly folder: string;
  readonly run: RunKind;
  readonly recordingDigest: string;
  readonly telemetry?: GateTelemetry | null;
  readonly baseline: Build;
  readonly candidate: Build;
  /** No spans are wanted then. */
  readonly measuresReach?: boolean;
};

/** Opens one receiver for each role, before the instances start; null where no spans are asked for. */
export async function openRunTelemetry(
  request: RunTelemetryRequest,
  teardown: Teardown,
): Promise<RunTelemetry | null> {
  const { telemetry, folder, run, recordingDigest, measuresReach } = request;
  if (!telemetry || measuresReach) return null;
  const traces = createExchangeTraces(`${recordingDigest}\n${run}`);
  const receivers = new Map<InstanceRole, TelemetryReceiver>();
  const close = teardown.defer('the receivers of spans', async () => {
    await Promise.all([...receivers.values()].map((each) => each.close()));
  });
  const kept = new Set<string>();
  for (const role of instanceRoles) {
    const variables = exporterVariables(telemetry.mode, environmentOf(request, role));
    for (const name of variables.kept) kept.add(name);
    const environment = { ...variables.environment, ...loadingOf(telemetry, role) };
    const { exchangeOf } = traces;
    const own = join(folder, `otel-${role.slice(0, 1)}`);
    receivers.set(role, await openReceiver({ folder: own, environment, exchangeOf }));
  }
  return {
    companionsOf: (role) => [receivers.get(role)?.companion ?? []].flat(),
    traceparentOf: traces.traceparentOf,
    settle: (signal) => untilSettled([...receivers.values()], traces.begun, signal),
    result: () => resultOf(receivers, telemetry, [...kept]),
    withoutExports: (snapshot) => ({ ...snapshot, events: snapshot.events.filter(isOfService) }),
    close,
  };
}

const exportUrl = /^http:\/\/127\.0\.0\.1:\d+\/v1\/(?:traces|metrics|logs)$/;

function isOfService(event: RuntimeSnapshot['events'][number]): boolean {
  return event.kind !== 'outbound-call' || !exportUrl.test(event.url);
}

function environmentOf(
  { baseline, candidate }: RunTelemetryRequest,
  role: InstanceRole,
): Readonly<Record<string, string>> {
  const build = role === 'candidate' ? candidate : baseline;
  return build.kind === 'prepared' ? build.definition.env : {};
}

/** Behind the agent, whose variables come first: what it needs it has taken before anything else changes it. */
function loadingOf({ injected }: GateTelemetry, role: InstanceRole): Readonly<Record<string, string>> {
  const found = injected?.[role === 'candidate' ? 'candidate' : 'baseline'];
  return found === undefined ? {} : { NODE_OPTIONS: `--require ${JSON.stringify(found.path)}` };
}

/** Exporters without our variables send every 5 s, the default of OTEL_BSP_SCHEDULE_DELAY. */
const firstSpanMs = 6_000;
/** So long without anything new, and what is missing is not on its way. */
const quietMs = 1_500;
const longestMs = 20_000;
const lookEveryMs = 25;

async function untilSettled(
  receivers: readonly TelemetryReceiver[],
  begun: () => number,
  signal: AbortSignal,
): Promise<void> {
  const arrivals = () => receivers.reduce((sum, { collector }) => sum + collector.arrivals(), 0);
  const startedAt = performance.now();
  let [known, changedAt] = [arrivals(), startedAt];
  for (;;) {
    if (receivers.every(({ collector }) => collector.whole() === begun())) return;
    const now = performance.now();
    const isOneSilent = receivers.some(({ collector }) => collector.arrivals() === 0);
    const patience = isOneSilent ? firstSpanMs : quietMs;
    if (signal.aborted || now - changedAt > patience || now - startedAt > longestMs) return;
    await wait(lookEveryMs);
    const came = arrivals();
    if (came !== known) [known, changedAt] = [came, performance.now()];
  }
}

function resultOf(
  receivers: ReadonlyMap<InstanceRole, TelemetryReceiver>,
  { mode, injected, notes }: GateTelemetry,
  kept: readonly string[],
): SpansOfRun {
  const settings =
    kept.length === 0
      ? []
      : [
          `\`service.env\` sets ${kept.join(', ')} by itself, which was left: spans may go elsewhere or be fewer`,
        ];
  return {
    mode,
    ofRole: Object.fromEntries([...receivers].map(([role, { collector }]) => [role, collector.result()])),
    injected: injected?.baseline.version ?? null,
    notes: [...notes, ...settings],
  };
}
