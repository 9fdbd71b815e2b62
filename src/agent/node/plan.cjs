'use strict';

const fs = require('node:fs');
const { realPath } = require('./real-path.cjs');

/** How much the agent captures. A plan may lower or raise each; a value that is no positive integer is refused. */
const defaultLimits = Object.freeze({
  depth: 3,
  fields: 40,
  items: 50,
  string: 256,
  bytes: 1_048_576,
  nodes: 1_500,
  digestNodes: 5_000,
  snapshotCharacters: 262_144,
  controlHits: 50,
  backgroundHits: 10,
  hitsPerExchange: 20,
  suspectHits: 2_000,
  idlePassesPerTurn: 100,
  thrownErrors: 1_000,
  thrownPerExchange: 20,
  thrownPerSite: 3,
  frames: 5,
  throwBudgetMs: 15,
  flowEvents: 100_000,
  flowPerExchange: 500,
  memoryIntervalMs: 250,
  queuedRecords: 20_000,
  queuedCharacters: 16_777_216,
});

/**
 * Reads the plan that the gate wrote for this instance. Throws with a sentence when it cannot be used: the agent
 * then says so on its socket and stays out of the service's way.
 */
function readPlan(file) {
  const plan = JSON.parse(fs.readFileSync(file, 'utf8'));
  if (plan.version !== 1) throw new Error(`plan has version ${plan.version}; this agent reads 1`);
  if (typeof plan.root !== 'string' || typeof plan.key !== 'string')
    throw new Error('plan has no root or no key');
  return {
    role: String(plan.role),
    root: plan.root,
    realRoot: realPath(plan.root),
    key: plan.key,
    probes: Array.isArray(plan.probes) ? plan.probes : [],
    coverageOf: Array.isArray(plan.coverageOf) ? plan.coverageOf : [],
    builtCoverage: Array.isArray(plan.builtCoverage) ? plan.builtCoverage : [],
    coverageByExchange: plan.coverageByExchange === true,
    oneAtATime: plan.oneAtATime === true,
    thrownErrors: plan.thrownErrors === true,
    allocations: readAllocations(plan.allocations ?? null),
    classes: Array.isArray(plan.classes) ? plan.classes.map(String) : [],
    suspects: new Set(Array.isArray(plan.suspects) ? plan.suspects : []),
    limits: readLimits(plan.limits ?? {}),
    determinism: readDeterminism(plan.determinism ?? null),
  };
}

/** Null when single exchanges are not measured. */
function readAllocations(asked) {
  if (asked !== null && asked !== 'totals' && asked !== 'functions')
    throw new Error(`plan asks for unknown allocations "${asked}"`);
  return asked;
}

/** Null when the plan holds nothing steady. */
function readDeterminism(asked) {
  if (asked === null) return null;
  const { seed, clock, durations, random, startsAt, shiftMs } = asked;
  const isStart = startsAt === null || Number.isFinite(startsAt);
  if (typeof seed !== 'string' || !isStart || !Number.isFinite(shiftMs))
    throw new Error('determinism has no seed, no start or no shift');
  return { seed, clock, durations, random, startsAt, shiftMs };
}

function readLimits(asked) {
  const limits = { ...defaultLimits };
  for (const [name, value] of Object.entries(asked)) {
    if (!(name in defaultLimits)) throw new Error(`plan has an unknown limit "${name}"`);
    if (!Number.isInteger(value) || value < 1) throw new Error(`limit "${name}" is not a positive integer`);
    limits[name] = value;
  }
  return limits;
}

module.exports = { defaultLimits, readPlan };
