/**
 * The upstream stand-ins of a gate: recorded and hand-written answers are read once, and each instance of each run gets a
 * stand-in of its own, so that its calls are known to be its own.
 */

import { join } from 'node:path';
import { addEffects } from './comparison/add-effects.ts';
import { createIdentityMask } from './comparison/instance-identity.ts';
import { type ComparedCalls, compareCalls } from './comparison/outbound/compare-calls.ts';
import type { ComparedRun, RunIdentities } from './comparison/run-comparison.ts';
import type { Divergence } from './domain/divergence.ts';
import { type InstanceRole, instanceRoles, type RunKind } from './domain/observation.ts';
import type { Plan } from './domain/plan.ts';
import type { RecordedCall } from './domain/recording.ts';
import type { OutboundCall, UpstreamSettings } from './domain/upstream.ts';
import { GateError } from './errors.ts';
import type { OpenRecording } from './open-recording.ts';
import { readStandIns } from './recording/calls/read-stand-ins.ts';
import { isPeculiar, isRedactionToken } from './replay/id-shapes.ts';
import type { Flight } from './replay/observe-exchange.ts';
import type { Companion } from './shadow/companion.ts';
import type { Build } from './shadow/start-shadow.ts';
import type { Teardown } from './shadow/teardown.ts';
import { type IndexedCalls, indexCalls } from './shadow/upstream/answer-book.ts';
import { type CertificateAuthority, createAuthority } from './shadow/upstream/certificate-authority.ts';
import { openStandIn, type UpstreamStandIn } from './shadow/upstream/open-stand-in.ts';

/** What all stand-ins of a gate have in common. */
export type GateUpstream = {
  readonly settings: UpstreamSettings;
  readonly recorded: IndexedCalls;
  readonly authority: CertificateAuthority;
  /** Recorded answers at hand, hand-written ones included. */
  readonly answers: number;
};

export type UpstreamRequest = {
  readonly settings: UpstreamSettings;
  readonly recording: OpenRecording;
  readonly standIns: readonly RecordedCall[];
  readonly now: Date;
};

/** Reads the answers and makes the authority; null when `service.upstream` switches the stand-in off. */
export async function openUpstream(request: UpstreamRequest): Promise<GateUpstream | null> {
  const { settings, recording, standIns, now } = request;
  if (!settings.enabled) return null;
  const calls: RecordedCall[] = [...standIns];
  for await (const call of recording.calls()) calls.push(call);
  return { settings, recorded: indexCalls(calls), authority: createAuthority(now), answers: calls.length };
}

/** Reads the files of hand-written answers from where the settings come, which the change cannot alter. */
export async function readStandInFiles(
  readFile: (path: string) => Promise<string | null>,
  paths: readonly string[],
): Promise<readonly RecordedCall[]> {
  const calls: RecordedCall[] = [];
  for (const path of paths) {
    const text = await readFile(path);
    if (text === null) throw missing(path);
    // Lines are numbered within their file; two files may number alike.
    calls.push(...readStandIns(text, path).map((call) => ({ ...call, id: `${path}#${call.id}` })));
  }
  return calls;
}

function missing(path: string): GateError {
  return new GateError({
    code: 'config-invalid',
    message: `There is no ${path}, which the settings name under \`stand-ins\` of \`service.upstream\`.`,
    remedy: 'Commit the file to the base branch, or take its name out of the settings.',
  });
}

/** What the instances of one run called, and what of it was answered. */
export type OutboundOfRun = {
  readonly calls: Readonly<Partial<Record<InstanceRole, readonly OutboundCall[]>>>;
  /** Whether a call that an agent saw went to the stand-in, which knows it better. */
  readonly standsInFor: (call: { readonly method: string; readonly url: string }) => boolean;
  /** What a reader must know, in words. */
  readonly notes: readonly string[];
};

/** The stand-ins of one run. */
export type RunUpstream = {
  companionsOf(role: InstanceRole): readonly Companion[];
  onFlight(flight: Flight): void;
  /** Adds what the calls differ in to what the answers did. Throws when a stand-in was lost on the way. */
  finish(
    compared: ComparedRun,
    identities: RunIdentities,
  ): Promise<{ compared: ComparedRun; outbound: OutboundOfRun }>;
  close(): Promise<void>;
};

export type RunUpstreamRequest = {
  readonly upstream?: GateUpstream | null;
  readonly plan: Plan;
  readonly baseline: Build;
  readonly candidate: Build;
  readonly workFolder: string;
  readonly run: RunKind;
};

/** Opens one stand-in for each role, before the instances start; none for services that run already, in a world of their own. */
export async function openRunUpstream(
  { upstream, plan, baseline, candidate, workFolder, run }: RunUpstreamRequest,
  teardown: Teardown,
): Promise<RunUpstream | null> {
  if (!upstream || baseline.kind === 'running' || candidate.kind === 'running') return null;
  const { settings, recorded, authority } = upstream;
  const sessions = new Map(plan.exchanges.map(({ exchangeId, session }) => [exchangeId, session]));
  const sessionOf = (exchangeId: string): string => sessions.get(exchangeId) ?? '';
  const standIns = new Map<InstanceRole, UpstreamStandIn>();
  const close = teardown.defer('the upstream stand-ins', async () => {
    await Promise.all([...standIns.values()].map((each) => each.close()));
  });
  const shapes = { isPeculiar, isRedactionToken };
  for (const role of instanceRoles) {
    const folder = join(workFolder, run, `upstream-${role}`);
    standIns.set(role, await openStandIn({ folder, settings, recorded, authority, shapes, sessionOf }));
  }
  return {
    companionsOf: (role) => [standIns.get(role)?.companion ?? []].flat(),
    onFlight({ kind, role, exchangeId, requestHeaders }) {
      const inFlight = standIns.get(role)?.inFlight;
      if (kind === 'begins') inFlight?.begin(exchangeId, requestHeaders);
      else inFlight?.end(exchangeId);
    },
    async finish(compared, identities) {
      await Promise.all([...standIns.values()].map((each) => each.assertServing()));
      return withCalls(compared, identities, { standIns, recorded });
    },
    close,
  };
}

type Served = {
  readonly standIns: ReadonlyMap<InstanceRole, UpstreamStandIn>;
  readonly recorded: IndexedCalls;
};

function withCalls(compared: ComparedRun, identities: RunIdentities, { standIns, recorded }: Served) {
  const calls = Object.fromEntries([...standIns].map(([role, each]) => [role, each.calls()]));
  const compareWith = (role: InstanceRole): ComparedCalls | null =>
    calls[role] === undefined || identities[role] === undefined
      ? null
      : compareCalls(
          calls['baseline'] ?? [],
          calls[role],
          createIdentityMask(identities.baseline ?? [], identities[role]),
        );
  const candidate = compareWith('candidate');
  const effects = {
    divergences: candidate?.divergences ?? new Map<string, readonly Divergence[]>(),
    noise: compareWith('secondary')?.divergences ?? null,
  };
  const unreadable = [...standIns].flatMap(([role, each]) =>
    each.unreadable().map((why) => `${role}: ${why}`),
  );
  const notes = [
    ...(candidate !== null && candidate.reordered > 0
      ? [
          `in ${candidate.reordered} exchanges calls that only read went out in another order, which is not counted`,
        ]
      : []),
    ...unreadable.slice(0, 5).map((why) => `an outbound connection could not be read (${why})`),
  ];
  const standsInFor: OutboundOfRun['standsInFor'] = ({ method, url }) =>
    isOfProxy(method, url) || !isLoopback(url) || recorded.byOrigin.has(originOf(url));
  return { compared: addEffects(compared, effects), outbound: { calls, standsInFor, notes } };
}

/** A client that knows of proxies asks the door for a tunnel, or for a whole address. */
function isOfProxy(method: string, url: string): boolean {
  return method === 'CONNECT' || /^http:\/\/[^/]+https?:\/\//.test(url);
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : '';
}

function isLoopback(url: string): boolean {
  return /^https?:\/\/(127(\.\d+){3}|localhost|\[::1\])(:|\/|$)/.test(url);
}
