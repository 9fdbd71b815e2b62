/** The upstream stand-ins of one run: each instance has one of its own, so that its calls are known to be its own. */

import { join } from 'node:path';
import { addEffects } from '../comparison/add-effects.ts';
import type { ComparedRun } from '../comparison/compared-run.ts';
import { type ComparedCalls, compareCalls } from '../comparison/outbound/compare-calls.ts';
import type { RunIdentities } from '../comparison/run-comparison.ts';
import { createIdentityMask } from '../comparison/values/instance-identity.ts';
import type { Divergence } from '../domain/divergence.ts';
import { type InstanceRole, instanceRoles } from '../domain/observation.ts';
import type { Plan } from '../domain/plan.ts';
import type { OutboundCall } from '../domain/upstream.ts';
import { createPlannedLookup } from '../preparation/find-planned.ts';
import type { GateUpstream } from '../preparation/open-upstream.ts';
import type { Flight } from '../replay/observe-exchange.ts';
import { isPeculiar, isRedactionToken } from '../replay/values/id-shapes.ts';
import type { Companion } from '../shadow/instance/companion.ts';
import type { Build } from '../shadow/instance/start-shadow.ts';
import type { Teardown } from '../shadow/processes/teardown.ts';
import type { IndexedCalls } from '../shadow/upstream/answer-book.ts';
import { openStandIn, type UpstreamStandIn } from '../shadow/upstream/open-stand-in.ts';

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
  /** Asked while the replay goes on: throws soon after a stand-in was lost, instead of at the end of a run that says nothing. */
  assertServing(): Promise<void>;
  /** Adds what the calls differ in to what the answers did. Throws when a stand-in was lost on the way. */
  finish(
    compared: ComparedRun,
    identities: RunIdentities,
  ): Promise<{ compared: ComparedRun; outbound: OutboundOfRun }>;
  close(): Promise<void>;
};

/** Between two looks at the stand-ins of a run. */
const mostOftenAskedMs = 250;

export type RunUpstreamRequest = {
  /** Folder of the run, with a short path: sockets lie below it. */
  readonly folder: string;
  readonly upstream?: GateUpstream | null;
  readonly plan: Plan;
  readonly baseline: Build;
  readonly candidate: Build;
};

/** Opens one stand-in for each role, before the instances start; none for services that run already, in a world of their own. */
export async function openRunUpstream(
  { folder, upstream, plan, baseline, candidate }: RunUpstreamRequest,
  teardown: Teardown,
): Promise<RunUpstream | null> {
  if (!upstream || baseline.kind === 'running' || candidate.kind === 'running') return null;
  const { settings, recorded } = upstream;
  const authority = await upstream.authority();
  const find = createPlannedLookup(plan.exchanges);
  const sessionOf = (exchangeId: string): string => find(exchangeId)?.session ?? '';
  const standIns = new Map<InstanceRole, UpstreamStandIn>();
  const close = teardown.defer('the upstream stand-ins', async () => {
    await Promise.all([...standIns.values()].map((each) => each.close()));
  });
  const shapes = { isPeculiar, isRedactionToken };
  for (const role of instanceRoles)
    standIns.set(
      role,
      await openStandIn({
        folder: standInFolder(folder, role),
        settings,
        recorded,
        authority,
        shapes,
        sessionOf,
      }),
    );
  return {
    companionsOf: (role) => [standIns.get(role)?.companion ?? []].flat(),
    onFlight({ kind, role, exchangeId, requestHeaders }) {
      const inFlight = standIns.get(role)?.inFlight;
      if (kind === 'begins') inFlight?.begin(exchangeId, requestHeaders);
      else inFlight?.end(exchangeId);
    },
    assertServing: atMostEvery(mostOftenAskedMs, () => allServe(standIns)),
    async finish(compared, identities) {
      await allServe(standIns);
      return withCalls(compared, identities, { standIns, recorded });
    },
    close,
  };
}

async function allServe(standIns: ReadonlyMap<InstanceRole, UpstreamStandIn>): Promise<void> {
  await Promise.all([...standIns.values()].map((each) => each.assertServing()));
}

/** Does a thing when it is asked to, but not so often that it would cost anything. */
function atMostEvery(milliseconds: number, act: () => Promise<void>): () => Promise<void> {
  let last = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = performance.now();
    if (now - last < milliseconds) return;
    last = now;
    await act();
  };
}

/** One letter each, as the other folders of a run. */
function standInFolder(folder: string, role: InstanceRole): string {
  return join(folder, `up-${role.slice(0, 1)}`);
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
