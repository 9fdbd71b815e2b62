import type { InstanceRole } from '../../domain/observation.ts';
import { GateError } from '../../errors.ts';
import type { Instance } from './instance.ts';
import { waitUntilReady } from './wait-until-ready.ts';

/** A service that somebody else started and will stop. */
export type RunningBuild = { readonly kind: 'running'; readonly label: string; readonly origin: URL };

const patienceMs = 2_000;

/** Takes a service that already runs for an instance, once its port is open. It is not known when it ends. */
export async function probeRunning(request: {
  readonly role: InstanceRole;
  readonly build: RunningBuild;
  readonly signal: AbortSignal;
}): Promise<Instance> {
  const { role, build, signal } = request;
  const { origin, hostname, protocol } = build.origin;
  const port = Number(build.origin.port || (protocol === 'https:' ? 443 : 80));
  const readiness = await waitUntilReady({
    hosts: [hostname.replace(/^\[|\]$/g, '')],
    port,
    path: null,
    timeoutMs: patienceMs,
    hasExited: () => false,
    isForeign: () => false,
    signal,
    connect: null,
  });
  if (readiness.kind !== 'ready') throw notThere(role, origin, readiness.lastProbe);
  return {
    role,
    label: build.label,
    origin,
    folder: null,
    startMs: 0,
    connect: null,
    isAlive: () => true,
    ending: () => null,
    cpuMs: () => null,
    logTail: () => '',
    identity: [build.origin.host, String(port)],
  };
}

function notThere(role: InstanceRole, origin: string, lastProbe: string): GateError {
  return new GateError({
    code: 'instance-not-ready',
    message: `The ${role} at ${origin} cannot be reached within ${patienceMs / 1000} s (last probe: ${lastProbe}).`,
    remedy: 'Start that service first, or correct its address.',
  });
}
