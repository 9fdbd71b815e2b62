/**
 * Reads a folder of cases: published services in two versions, with requests, and what a gate must find between them.
 * The README of that folder says how a case is laid out; a folder with `mutants` is a set of cases that share all else.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const expectation = z.union([
  z.object({ boot: z.literal('fails'), match: z.string().default('') }),
  z.object({
    id: z.string(),
    path: z.string(),
    baseline: z.string().optional(),
    candidate: z.string().optional(),
  }),
  z.object({ memory: z.literal(true), minExtraMiB: z.number() }),
]);
export type Expectation = z.infer<typeof expectation>;

const side = z.object({
  install: z.string(),
  overrides: z.record(z.string(), z.string()).optional(),
  patch: z.string().optional(),
  start: z.string().optional(),
  env: z.record(z.string(), z.string()).optional(),
});
export type CaseSide = z.infer<typeof side>;

const tolerance = z.object({ match: z.string() });

const upstreamRoute = z.object({
  method: z.string().optional(),
  path: z.string(),
  status: z.number().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
  delayMs: z.number().optional(),
  hangup: z.boolean().optional(),
});

const caseFile = z.object({
  name: z.string(),
  kind: z.enum(['regression', 'breaking', 'fix', 'equal']),
  baseline: side,
  candidate: side,
  start: z.string(),
  healthUrl: z.string(),
  health: z.object({ method: z.string().optional() }).optional(),
  startTimeoutMs: z.number().optional(),
  settleMs: z.number().optional(),
  seedFrom: z.string().optional(),
  templated: z.array(z.string()).optional(),
  env: z.record(z.string(), z.string()).optional(),
  upstream: z.object({ routes: z.array(upstreamRoute) }).optional(),
  recordOutbound: z.boolean().optional(),
  expected: z.array(expectation).default([]),
  tolerated: z.array(tolerance).default([]),
  alsoDiffers: z.array(tolerance).default([]),
});

const step = z.object({
  id: z.string(),
  method: z.string().default('GET'),
  path: z.string(),
  headers: z.record(z.string(), z.string().nullable()).default({}),
  body: z.unknown().optional(),
  bodyBase64: z.string().optional(),
  delayMs: z.number().optional(),
  timeoutMs: z.number().optional(),
  repeat: z.number().optional(),
  port2: z.boolean().optional(),
  capture: z.record(z.string(), z.string()).default({}),
});
export type Step = z.infer<typeof step>;

const requestsFile = z.object({
  host: z.string().default('svc.example.test'),
  headers: z.record(z.string(), z.string()).default({}),
  vars: z.record(z.string(), z.unknown()).default({}),
  rounds: z.number().default(1),
  steps: z.array(step),
});

export type Case = z.infer<typeof caseFile> & {
  readonly folder: string;
  readonly requests: z.infer<typeof requestsFile>;
};

/** Every case below a folder, or those named; a name may also be that of a set of mutants. */
export function loadCases(folder: string, names: readonly string[]): readonly Case[] {
  const all = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'case.json')))
    .flatMap((entry) => casesIn(join(folder, entry.name)).map((found) => ({ found, set: entry.name })))
    .sort((a, b) => (a.found.name < b.found.name ? -1 : 1));
  const unknown = names.filter((name) => !all.some(({ found, set }) => found.name === name || set === name));
  if (unknown.length > 0) throw new Error(`no case named ${unknown.join(', ')} in ${folder}`);
  const chosen =
    names.length === 0
      ? all
      : all.filter(({ found, set }) => names.includes(found.name) || names.includes(set));
  return chosen.map(({ found }) => found);
}

function casesIn(folder: string): readonly Case[] {
  const written = JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8'));
  const requests = JSON.parse(readFileSync(join(folder, 'requests.json'), 'utf8'));
  const variants =
    written.mutants === undefined
      ? [written]
      : written.mutants.map((mutant: Record<string, unknown>) => mutated(written, mutant));
  return variants.map((variant: { rounds?: number; extraSteps?: readonly unknown[] }) => ({
    ...caseFile.parse(variant),
    folder,
    requests: requestsFile.parse({
      ...requests,
      rounds: variant.rounds ?? requests.rounds,
      steps: [...requests.steps, ...(variant.extraSteps ?? [])],
    }),
  }));
}

/** A mutant is the baseline of its set with one patch, and sometimes a start command of its own. */
function mutated({ mutants: _, ...shared }: Record<string, unknown>, mutant: Record<string, unknown>) {
  const { patch, start, ...rest } = mutant;
  const baseline = shared['baseline'] as object;
  return { ...shared, ...rest, candidate: { ...baseline, patch, ...(start === undefined ? {} : { start }) } };
}
