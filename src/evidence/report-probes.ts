import type { ProbeReport } from '../domain/evidence-status.ts';
import type { Probe, ProbeState, RuntimeSnapshot } from '../domain/runtime-snapshot.ts';
import type { Trial } from '../runs/observe-and-explain.ts';

type RanTrial = Extract<Trial, { kind: 'ran' }>;
type Troubled = ProbeReport['troubled'][number];

const mostTold = 100;
const sides = ['baseline', 'candidate'] as const;

/** Used once the explain run is over: what became of each probe, so that a place of which nothing is told is not taken for one where nothing is. */
export function reportProbes({ explain, probes, secrets }: RanTrial): ProbeReport | null {
  if (explain === null) return null;
  const fates = sides.flatMap((role) => {
    const snapshot = explain.snapshots[role];
    return probes[role].map((probe) => ({ role, probe, ...fateOf(probe, snapshot) }));
  });
  const count = (...states: readonly Fate['state'][]) =>
    fates.filter(({ state }) => states.includes(state)).length;
  const told = fates.flatMap(({ role, probe, state, note }): readonly Troubled[] => {
    if (state === 'hit') return [];
    const said = note && secrets.redact({ place: 'log', text: note.replace(/\s+/g, ' ') }).slice(0, 200);
    return [{ role, file: probe.file, line: probe.statementLine, state, ...(said ? { note: said } : {}) }];
  });
  return {
    armed: fates.length,
    hit: fates.filter(({ hits }) => hits > 0).length,
    unbound: count('unbound'),
    slid: count('slid'),
    disarmed: count('disarmed', 'rested'),
    troubled: told.slice(0, mostTold),
  };
}

type Fate = {
  readonly state: Troubled['state'] | 'hit';
  readonly hits: number;
  readonly note?: string | undefined;
};

function fateOf({ id }: Probe, snapshot: RuntimeSnapshot | undefined): Fate {
  const known = snapshot?.probes.find(({ probeId }) => probeId === id);
  if (known === undefined) return { state: 'unbound', hits: 0, note: 'no agent reported it' };
  return { state: stateOf(known), hits: known.hits, note: known.note };
}

function stateOf({ state, hits, note = '' }: ProbeState): Fate['state'] {
  if (state !== 'bound') return state;
  if (hits === 0) return 'never-hit';
  return note.startsWith('rested') ? 'rested' : 'hit';
}
