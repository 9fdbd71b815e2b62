import { join } from 'node:path';
import { defaultDeterminism } from '../../src/domain/determinism.ts';
import type { Heard } from './listen-to-agent.ts';
import { probeAt, probedFile } from './probe-places.ts';
import { exchangeId } from './send-load.ts';
import type { AgentPlan } from './start-target.ts';

/**
 * Requests that each of the two services of a pair gets. Until V8 has optimised what it will, after ten thousand or so, a request takes up to
 * three times as long, in the service and in what stands around it: those are `warm`, and the steady figure is of what follows.
 */
export type Sizes = { readonly warm: number; readonly measured: number };

export type Variant = {
  readonly name: string;
  readonly target: '/' | '/loop';
  /** Null: no agent. */
  readonly agent: AgentPlan | null;
  /** What stands beside it in its pair, and takes turns with it: without an agent where this is null. */
  readonly beside: AgentPlan | null;
  readonly sizes: Sizes;
  /** A file that is loaded before the service in place of an agent. */
  readonly preload?: string;
  /** Numbers of requests, from the first one on, over which the CPU is told as well; empty: that is not of interest. */
  readonly spreadOver: readonly number[];
  /** Largest ratio that is allowed, of the last of `spreadOver`, or else of the steady figure; absent: for information. */
  readonly bar?: number;
  /** Whether the agent saw what it was to see. A probe that never hit costs nothing. */
  readonly didWork: (heard: Heard, requests: number) => boolean;
};

/** What V8 takes for it by itself, which no agent can spare. */
const coverageAlone = join(import.meta.dirname, 'cover-all.cjs');
const { clock, durations, random } = defaultDeterminism;
const held = { clock, durations, random, seed: 'bench', startsAt: 1_700_000_000_000, shiftMs: 0 };
const priceProbe = probeAt('probed', ['order', 'lines', 'total', 'reduction']);
const unbounded = 1_000_000_000;
const common = {
  target: '/',
  beside: null,
  sizes: { warm: 12_000, measured: 6_000 },
  spreadOver: [],
} as const;
const heldStill = { determinism: held } as const;
const inLoop = {
  target: '/loop',
  beside: null,
  sizes: { warm: 1_000, measured: 1_000 },
  spreadOver: [2_000],
} as const;
const loopProbe = probeAt('probed in the loop', ['at', 'sum']);
const afterLoopProbe = probeAt('probed behind the loop', ['sum']);
const noProbe = (heard: Heard) => heard.passes === 0 && heard.degraded.length === 0;
const didDisarm = (heard: Heard) =>
  heard.hits === 50 && heard.states.every((state) => state.startsWith('disarmed'));

/**
 * From the first request on. What the bar stands for (15 %, where every request passes the probe) was measured over seconds of load, with
 * everything in it; nobody noted how many requests. These are three seconds of that load, and a quarter and a half of them.
 */
const firstHits = {
  ...common,
  sizes: { warm: 20_000, measured: 4_000 },
  spreadOver: [6_000, 12_000, 24_000],
} as const;

/** The same twice: says how far a run can be trusted. What it shows is no difference of anything. */
export const control: Variant = {
  ...firstHits,
  name: 'no agent, once more',
  agent: null,
  didWork: () => true,
};

/** Never-pausing hits, one for each request: what is beyond the agent without probes is the cost of a hit. */
export const everyHit: Variant = {
  ...common,
  name: 'a hit for each request',
  sizes: { warm: 4_000, measured: 2_000 },
  beside: {},
  agent: { probes: [priceProbe], agentLimits: { controlHits: unbounded } },
  didWork: (heard, requests) => heard.passes === requests && heard.hits + heard.dropped === requests,
};

/** In the order in which they are measured in each round. */
export const variants: readonly Variant[] = [
  control,
  { ...common, name: 'agent loaded', agent: {}, bar: 1.05, didWork: noProbe },
  { ...common, name: 'time and chance held', agent: heldStill, bar: 1.05, didWork: noProbe },
  { ...common, name: 'throws watched', agent: { thrownErrors: true }, bar: 1.05, didWork: noProbe },
  {
    ...common,
    name: 'coverage',
    agent: { coverageOf: [probedFile] },
    bar: 1.4,
    didWork: (heard) => heard.coveredLines > 10,
  },
  { ...common, name: 'coverage of V8 alone', agent: null, preload: coverageAlone, didWork: () => true },
  {
    ...common,
    name: 'as in the observe run',
    agent: { ...heldStill, coverageOf: [probedFile], thrownErrors: true },
    bar: 1.4,
    didWork: (heard) => heard.coveredLines > 10,
  },
  {
    ...firstHits,
    name: 'first 50 hits, then disarmed',
    agent: { probes: [priceProbe] },
    bar: 1.2,
    didWork: didDisarm,
  },
  {
    ...firstHits,
    name: 'the same, time and chance held',
    agent: { ...heldStill, probes: [priceProbe] },
    bar: 1.2,
    didWork: didDisarm,
  },
  everyHit,
  {
    ...inLoop,
    name: 'hot loop, probe in the loop',
    agent: { ...heldStill, probes: [loopProbe] },
    bar: 1.5,
    didWork: (heard) => heard.hits === 50,
  },
  {
    ...inLoop,
    name: 'hot loop, 30 suspects in it',
    agent: {
      ...heldStill,
      probes: [loopProbe],
      suspects: Array.from({ length: 30 }, (_, at) => exchangeId(50 * at)),
    },
    didWork: (heard) => heard.hits === 30 * 20 + 50,
  },
  {
    ...inLoop,
    name: 'hot loop, probe behind it',
    agent: { ...heldStill, probes: [afterLoopProbe] },
    bar: 1.5,
    didWork: (heard) => heard.hits === 50,
  },
];
