import type { Failure } from '../../domain/failure.ts';
import type {
  CapturedValue,
  Hit,
  Probe,
  RuntimeEvent,
  RuntimeSnapshot,
  ThrowFrame,
} from '../../domain/runtime-snapshot.ts';
import { errorLabel } from '../comparing/compare-events.ts';
import { renderCaptured } from '../comparing/render-captured.ts';

type Role = 'baseline' | 'candidate';
type Sides<T> = Readonly<Record<Role, T>>;
type ThrowEvent = Extract<RuntimeEvent, { kind: 'throw' }>;

const mostFailures = 5;
const mostVariables = 6;

export type FailureRequest = {
  /** Of the observe run, which sees every throw. */
  readonly thrown?: Sides<RuntimeSnapshot | undefined>;
  readonly probes: Sides<readonly Probe[]>;
} & Sides<RuntimeSnapshot>;

/**
 * The errors of one exchange that only one build threw, each with the variables of the frames it was thrown through, and with
 * what the other build held in the explain run, at the place of the throw or at the last probe above it that both passed.
 */
export function createFailureTracer(request: FailureRequest): (exchangeId: string) => readonly Failure[] {
  const sides = { baseline: sideOf(request, 'baseline'), candidate: sideOf(request, 'candidate') };
  return (exchangeId) => [
    ...failuresOf(exchangeId, 'candidate', sides),
    ...failuresOf(exchangeId, 'baseline', sides),
  ];
}

type Side = {
  readonly throws: ReadonlyMap<string, readonly ThrowEvent[]>;
  readonly told: ReadonlyMap<string, ReadonlySet<string>>;
  readonly hits: ReadonlyMap<string, readonly Hit[]>;
  readonly probes: ReadonlyMap<string, Probe>;
};

function sideOf(request: FailureRequest, role: Role): Side {
  const events = request.thrown?.[role]?.events ?? [];
  const told = Map.groupBy(
    events.filter((event) => event.kind === 'error'),
    ({ exchangeId }) => exchangeId,
  );
  return {
    throws: Map.groupBy(
      events.filter((event) => event.kind === 'throw'),
      ({ exchangeId }) => exchangeId,
    ),
    told: new Map([...told].map(([id, all]) => [id, new Set(all.map(errorLabel))])),
    hits: Map.groupBy(request[role].hits, ({ exchangeId }) => exchangeId),
    probes: new Map(request.probes[role].map((probe) => [probe.id, probe])),
  };
}

function failuresOf(exchangeId: string, role: Role, sides: Sides<Side>): readonly Failure[] {
  const other = sides[role === 'candidate' ? 'baseline' : 'candidate'];
  const known = new Set((other.throws.get(exchangeId) ?? []).map(errorLabel));
  const alone = (sides[role].throws.get(exchangeId) ?? []).filter((one) => !known.has(errorLabel(one)));
  return alone.slice(0, mostFailures).map((thrown) => {
    const near = nearestPair(thrown, sides[role], other);
    return {
      role,
      error: `${thrown.class}: ${thrown.message}`,
      at: thrown.at,
      told: sides[role].told.get(exchangeId)?.has(errorLabel(thrown)) ?? false,
      frames: thrown.frames,
      otherAt: near?.at ?? null,
      variables: variablesOf(role, thrown.frames[0], near),
    };
  });
}

type NearPair = { readonly own: Hit; readonly other: Hit; readonly at: string };

/**
 * The probe at the line of the throw, else the nearest above it in that file, that both builds passed in this exchange: the
 * last pass of the build that threw, for there it ended, and the same pass of the other.
 */
function nearestPair(thrown: ThrowEvent, side: Side, other: Side): NearPair | null {
  const colon = thrown.at.lastIndexOf(':');
  const [file, line] = [thrown.at.slice(0, colon), Number(thrown.at.slice(colon + 1))];
  const above = [...side.probes.values()]
    .filter((probe) => probe.file === file && probe.statementLine <= line)
    .toSorted((a, b) => b.statementLine - a.statementLine);
  for (const { id } of above) {
    const own = side.hits.get(thrown.exchangeId)?.findLast(({ probeId }) => probeId === id);
    const pass = other.hits
      .get(thrown.exchangeId)
      ?.find(({ probeId, occurrence }) => probeId === id && occurrence === own?.occurrence);
    const probe = other.probes.get(id);
    if (own !== undefined && pass !== undefined && probe !== undefined)
      return { own, other: pass, at: `${probe.file}:${probe.statementLine}` };
  }
  return null;
}

/** By name: what the frame of the throw held, else what that build held at the probe, beside what the other held there. */
function variablesOf(role: Role, frame: ThrowFrame | undefined, near: NearPair | null): Failure['variables'] {
  const own = { ...near?.own.values, ...frame?.values };
  const other = near?.other.values ?? {};
  const names = frame === undefined ? Object.keys(own) : Object.keys(frame.values);
  const rows = names.map((name) => {
    const [mine, theirs] = [shown(own[name]), shown(other[name])];
    const isDifferent = theirs !== null && mine !== theirs;
    const row =
      role === 'candidate' ? { baseline: theirs, candidate: mine } : { baseline: mine, candidate: theirs };
    return {
      row: { name, ...row },
      rank: rankOf({ isDifferent, theirs, isCode: isCode(own[name], other[name]) }),
    };
  });
  return rows
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, mostVariables)
    .map(({ row }) => row);
}

/** What differs, then what both have, then what one has; and behind each other the same of what is no value of the program. */
function rankOf(row: { isDifferent: boolean; theirs: string | null; isCode: boolean }): number {
  return (row.isCode ? 3 : 0) + (row.isDifferent ? 0 : row.theirs === null ? 2 : 1);
}

/** Functions, classes, modules (objects that hold functions alone), and what is only named: they stand beside any error and explain none. */
function isCode(...sides: readonly (CapturedValue | undefined)[]): boolean {
  return sides.every((value) => {
    if (value === undefined || value.type === 'function' || value.type === 'not-captured') return true;
    if (value.reason === 'heavy-class') return true;
    const members = Object.values(value.fields ?? {});
    return members.length > 0 && members.every(({ type }) => type === 'function' || type === 'not-captured');
  });
}

function shown(value: CapturedValue | undefined): string | null {
  return value === undefined || value.type === 'not-captured' ? null : renderCaptured(value);
}
