import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FunctionAllocation } from '../../domain/allocation.ts';
import type { ProbeState, RuntimeEvent, RuntimeSnapshot, ThrowFrame } from '../../domain/runtime-snapshot.ts';
import { placeAt } from './code-place.ts';
import { namesAt, type TextOfSource } from './names-in-code.ts';
import { textIn } from './place-probes.ts';
import type { BuiltCode } from './read-built-code.ts';
import { unmappedMark } from './unmapped-mark.ts';

/**
 * Tells a snapshot in the words of the sources: the places of errors and the variables of their frames, where the agent saw
 * those of the built code. What did not come of a built file stays as it is.
 */
export async function tellSources(
  snapshot: RuntimeSnapshot,
  built: BuiltCode,
  notes: ReadonlyMap<string, string>,
): Promise<RuntimeSnapshot> {
  const textOfSource = textIn(await sourcesOfFrames(snapshot, built));
  const teller: Teller = { built, textOfSource };
  return {
    ...snapshot,
    events: snapshot.events.map((event) => tellEvent(event, teller)),
    probes: snapshot.probes.map((state) => withNote(state, notes.get(state.probeId))),
  };
}

type Teller = { readonly built: BuiltCode; readonly textOfSource: TextOfSource };

function tellEvent(event: RuntimeEvent, teller: Teller): RuntimeEvent {
  if (event.kind === 'error')
    return isToldBySource(event, teller) ? event : { ...event, ...originOf(event, teller) };
  if (event.kind === 'allocation')
    return { ...event, functions: event.functions.map((each) => tellFunction(each, teller)) };
  if (event.kind !== 'throw') return event;
  const frames = event.frames.map((frame) => ({
    ...frame,
    ...originOf(frame, teller),
    values: valuesOf(frame, teller),
  }));
  return { ...event, ...originOf(event, teller), frames };
}

/** Its name stays that of the built code, which is another than that of the sources where the build shortens names. */
function tellFunction(each: FunctionAllocation, teller: Teller): FunctionAllocation {
  const { at, column } = originOf({ at: `${each.file}:${each.line}`, column: each.column }, teller);
  const colon = at.lastIndexOf(':');
  const place = { file: at.slice(0, colon), line: Number(at.slice(colon + 1)) };
  return { ...each, ...place, ...(column === undefined ? {} : { column }) };
}

/** A loader that compiles as it loads also translates the stacks that errors bear. */
function isToldBySource({ at }: Place, { built }: Teller): boolean {
  const path = at.slice(0, at.lastIndexOf(':'));
  return built.find(path)?.sources.has(path) === true;
}

type Place = { readonly at: string; readonly column?: number | undefined };

function originOf(place: Place, { built }: Teller): Place {
  const found = codeOf(place, built);
  const origin = found === null ? null : found.file.originOf(found.line, found.column);
  return origin === null
    ? { at: place.at }
    : { at: `${origin.source}:${origin.line}`, column: origin.column };
}

function codeOf({ at, column = 1 }: Place, built: BuiltCode) {
  const colon = at.lastIndexOf(':');
  const file = built.find(at.slice(0, colon));
  return file === null ? null : { file, line: Number(at.slice(colon + 1)), column: column - 1 };
}

function valuesOf(frame: ThrowFrame, { built, textOfSource }: Teller): ThrowFrame['values'] {
  const found = codeOf(frame, built);
  const program = found?.file.program() ?? null;
  if (found === null || program === null) return frame.values;
  const offset = found.file.offsetAt(found.line, found.column);
  const names = namesAt(found.file, placeAt(program, offset), textOfSource);
  return Object.fromEntries(
    Object.entries(frame.values).map(([name, value]) => [
      names.inSource(name) ?? `${name} ${unmappedMark}`,
      value,
    ]),
  );
}

async function sourcesOfFrames(
  { events }: RuntimeSnapshot,
  built: BuiltCode,
): Promise<ReadonlyMap<string, string>> {
  const frames = events.flatMap((event) => (event.kind === 'throw' ? event.frames : []));
  const wanted = new Set(frames.flatMap((frame) => [...(codeOf(frame, built)?.file.sources ?? [])]));
  const read = [...wanted].map(
    async (path) => [path, await readFile(join(built.root, path), 'utf8').catch(() => '')] as const,
  );
  return new Map(await Promise.all(read));
}

/** What the build did to a probe explains why it was not hit better than what the agent can know. */
function withNote(state: ProbeState, note: string | undefined): ProbeState {
  if (note === undefined) return state;
  return {
    ...state,
    note: state.note === undefined || state.state === 'unbound' ? note : `${state.note}; ${note}`,
  };
}
