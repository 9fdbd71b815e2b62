import type { CompiledScript } from '../../domain/compiled-script.ts';
import type { InstanceRole } from '../../domain/observation.ts';
import type {
  Hit,
  Probe,
  ProbeState,
  ReachedLines,
  RuntimeEvent,
  RuntimeSnapshot,
} from '../../domain/runtime-snapshot.ts';
import { createFlowKeeper, type FlowKeeper } from '../flow/keep-flow.ts';
import { type AgentRecord, parseRecord } from './agent-records.ts';

/** What one instance may send in all: beyond it, records are counted and forgotten. */
export const collectionLimits = {
  lineCharacters: 1_048_576,
  characters: 268_435_456,
  records: 500_000,
  flowEvents: 200_000,
} as const;
export type CollectionLimits = { readonly [name in keyof typeof collectionLimits]: number };

export type CollectorRequest = {
  readonly role: InstanceRole;
  readonly probes: readonly Probe[];
  readonly coverageOf: readonly string[];
  /** Whether lines are taken of single exchanges too. */
  readonly coverageByExchange?: boolean;
  readonly limits: CollectionLimits;
};

const mostDegraded = 20;

/** Collects the records of all processes of one instance into its runtime snapshot. */
export type Collector = {
  /** Takes one line of one process; `connection` numbers the processes in the order in which they came. */
  addLine(connection: number, line: string): AgentRecord | null;
  /** Counts a record that was cut off or refused before it was a line. */
  drop(): void;
  isConnected(): boolean;
  result(): RuntimeSnapshot;
};

type Sequenced = { readonly connection: number };

export function createCollector(request: CollectorRequest): Collector {
  const { role, probes, coverageByExchange = false, limits } = request;
  const known = { probes: new Set(probes.map(({ id }) => id)), paths: new Set(request.coverageOf) };
  const flow = createFlowKeeper(limits.flowEvents);
  const hits: (Sequenced & { hit: Hit })[] = [];
  const events: (Sequenced & { event: RuntimeEvent })[] = [];
  const states = new Map<string, ProbeState>();
  const reached: ReachedLines[] = [];
  const executed = new Map<string, Set<number>>();
  const taken: Taken = { flow, records: 0, characters: 0, dropped: 0, ...nothingSaid() };
  const take = (connection: number, record: AgentRecord): boolean => {
    switch (record.kind) {
      case 'hello':
      case 'done':
        return addWords(taken, record);
      case 'hit':
        return known.probes.has(record.probeId) && addHit(hits, connection, record);
      case 'probe':
        return known.probes.has(record.probeId) && mergeState(states, record, role);
      case 'coverage':
        return known.paths.has(record.path) && mergeLines(executed, record);
      case 'reached':
        return coverageByExchange && known.paths.has(record.path) && addReached(reached, record);
      case 'compiled':
        return known.paths.has(record.path) && addCompiled(taken.compiled, record);
      default:
        return flow.takes(connection, record) || events.push({ connection, event: record }) > 0;
    }
  };
  return {
    addLine(connection, line) {
      const record = hasRoom(taken, limits, line.length) ? parseRecord(line) : null;
      if (record !== null && take(connection, record)) return record;
      taken.dropped += 1;
      return null;
    },
    drop() {
      taken.dropped += 1;
    },
    isConnected: () => taken.languages.length > 0,
    result: () => ({
      role,
      ...agentOf(taken),
      ...inOrder(hits, [...events, ...flow.events()]),
      probes: probes.map(({ id }) => states.get(id) ?? neverReported(id, role)),
      executedLines: Object.fromEntries([...executed].map(([path, lines]) => [path, sorted(lines)])),
      ...(coverageByExchange ? { reached } : {}),
      dropped: taken.dropped,
    }),
  };
}

/** By what the first process said of itself, and what any of them could not do. */
function agentOf({
  languages: [language],
  degraded,
  compiled,
}: Taken): Pick<RuntimeSnapshot, 'agent' | 'language' | 'degraded' | 'compiled'> {
  const inPart = degraded.size === 0 ? {} : { degraded: [...degraded] };
  const otherwise = compiled.size === 0 ? {} : { compiled: [...compiled.values()] };
  return language === undefined
    ? { agent: 'absent' }
    : { agent: 'connected', language, ...inPart, ...otherwise };
}

function nothingSaid(): Pick<Taken, 'languages' | 'degraded' | 'compiled'> {
  return { languages: [], degraded: new Set(), compiled: new Map() };
}

/** Every process compiles the same file alike: the first text is kept, and what ran in any of them. */
function addCompiled(all: Map<string, CompiledScript>, { path, text, ran }: CompiledScript): true {
  const before = all.get(path);
  const isSame = before === undefined || before.text === text;
  if (isSame) all.set(path, { path, text, ran: [...(before?.ran ?? []), ...ran] });
  return true;
}

/** What a process says of itself at its beginning and at its end. */
function addWords(taken: Taken, record: AgentRecord & { readonly kind: 'hello' | 'done' }): true {
  if (record.kind === 'hello') taken.languages.push(record.language);
  else taken.dropped += record.dropped;
  for (const why of record.degraded ?? []) if (taken.degraded.size < mostDegraded) taken.degraded.add(why);
  return true;
}

function neverReported(probeId: string, role: InstanceRole): ProbeState {
  return { probeId, role, state: 'unbound', hits: 0, note: 'no process reported it' };
}

/** Several processes may load the same code: a probe counts as bound when it is so anywhere. */
function mergeState(
  states: Map<string, ProbeState>,
  { kind: _, ...reported }: AgentRecord & { readonly kind: 'probe' },
  role: InstanceRole,
): boolean {
  const state = { ...reported, role };
  const before = states.get(state.probeId);
  if (before === undefined) states.set(state.probeId, state);
  else {
    const shown = before.state === 'unbound' ? state : before;
    states.set(state.probeId, { ...shown, hits: before.hits + state.hits });
  }
  return true;
}

type Taken = {
  readonly flow: FlowKeeper;
  readonly languages: string[];
  readonly degraded: Set<string>;
  readonly compiled: Map<string, CompiledScript>;
  records: number;
  characters: number;
  dropped: number;
};

/** Counts a line, and says whether it may still be read. The request flow has a bound of its own. */
function hasRoom(taken: Taken, limits: CollectionLimits, length: number): boolean {
  taken.records += 1;
  taken.characters += length;
  return taken.records - taken.flow.count() <= limits.records && taken.characters <= limits.characters;
}

function addHit(
  hits: (Sequenced & { hit: Hit })[],
  connection: number,
  { kind: _, ...hit }: AgentRecord & { readonly kind: 'hit' },
): boolean {
  return hits.push({ connection, hit }) > 0;
}

function addReached(all: ReachedLines[], { exchangeId, path, lines }: ReachedLines): boolean {
  return all.push({ exchangeId, path, lines }) > 0;
}

function mergeLines(
  executed: Map<string, Set<number>>,
  record: { path: string; lines: readonly number[] },
): boolean {
  const lines = executed.get(record.path) ?? new Set<number>();
  for (const line of record.lines) lines.add(line);
  executed.set(record.path, lines);
  return true;
}

/** Each process numbers its own records; the numbers of the instance keep that order and put one process after another. */
function inOrder(
  hits: readonly (Sequenced & { hit: Hit })[],
  events: readonly (Sequenced & { event: RuntimeEvent })[],
): Pick<RuntimeSnapshot, 'hits' | 'events'> {
  const all = [
    ...hits.map(({ connection, hit }) => ({ connection, sequence: hit.sequence, hit, event: null })),
    ...events.map(({ connection, event }) => ({ connection, sequence: event.sequence, hit: null, event })),
  ].sort((a, b) => a.connection - b.connection || a.sequence - b.sequence);
  return {
    hits: all.flatMap(({ hit }, sequence) => (hit === null ? [] : { ...hit, sequence })),
    events: all.flatMap(({ event }, sequence) => (event === null ? [] : { ...event, sequence })),
  };
}

function sorted(lines: ReadonlySet<number>): readonly number[] {
  return [...lines].sort((a, b) => a - b);
}
