import { join } from 'node:path';
import { defaultDeterminism } from '../../src/domain/determinism.ts';
import type { Heard } from './listen-to-agent.ts';
import { probeAt, probedFile } from './probe-places.ts';
import { exchangeId } from './send-load.ts';
import type { AgentPlan } from './start-target.ts';

/**
 * Requests of a measurement, one part after the other. Until V8 has optimised what it will, after ten thousand or so, a request takes up to three times
 * as long, in the service and in what stands around it: `whole` are the first ones, with all of that; `warm` go by unmeasured.
 */
export type Sizes = { readonly whole: number; readonly warm: number; readonly measured: number };

export type Variant = {
  readonly name: string;
  readonly target: '/' | '/loop';
  /** Null: no agent. */
  readonly agent: AgentPlan | null;
  readonly sizes: Sizes;
  /** A file that is loaded before the service in place of an agent. */
  readonly preload?: string;
  /** What the CPU of a request is compared with. */
  readonly against: string;
  /** `whole` counts from the first request on, `steady` once the service was warm. */
  readonly counts: 'whole' | 'steady';
  /** Largest ratio that is allowed; absent: for information. */
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
const sizes = { whole: 5_000, warm: 7_000, measured: 6_000 };
const common = { target: '/', sizes, against: 'no agent', counts: 'steady' } as const;
const heldStill = { determinism: held } as const;
const inLoop = {
  target: '/loop',
  sizes: { whole: 1_800, warm: 0, measured: 0 },
  against: 'hot loop, no agent',
  counts: 'whole',
} as const;
const loopProbe = probeAt('probed in the loop', ['at', 'sum']);
const afterLoopProbe = probeAt('probed behind the loop', ['sum']);
const noProbe = (heard: Heard) => heard.passes === 0 && heard.degraded.length === 0;

/** Never-pausing hits, one for each request: what is beyond the agent without probes is the cost of a hit. */
export const everyHit: Variant = {
  ...common,
  name: 'a hit for each request',
  sizes: { whole: 500, warm: 1_500, measured: 1_000 },
  against: 'agent loaded',
  agent: { probes: [priceProbe], agentLimits: { controlHits: unbounded } },
  didWork: (heard, requests) => heard.passes === requests && heard.hits + heard.dropped === requests,
};

/** In the order in which they are measured in each round. */
export const variants: readonly Variant[] = [
  { ...common, name: 'no agent', agent: null, didWork: () => true },
  { ...common, name: 'no agent, once more', agent: null, didWork: () => true },
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
    ...common,
    name: 'first 50 hits, then disarmed',
    sizes: { ...sizes, warm: 0, measured: 0 },
    counts: 'whole',
    agent: { ...heldStill, probes: [priceProbe] },
    bar: 1.2,
    didWork: (heard) => heard.hits === 50 && heard.states.every((state) => state.startsWith('disarmed')),
  },
  everyHit,
  { ...inLoop, name: 'hot loop, no agent', agent: null, didWork: () => true },
  { ...inLoop, name: 'hot loop, agent loaded', agent: heldStill, didWork: noProbe },
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
