import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Probe } from '../../domain/runtime-snapshot.ts';
import { parseSource } from '../source/parse-source.ts';
import type { BuiltFile } from './built-file.ts';
import { placeAt } from './code-place.ts';
import { type NamesInCode, namesAt, type TextOfSource } from './names-in-code.ts';
import { type CodeSpan, findSpans, type SourceSpan, spanAt } from './place-in-code.ts';
import type { BuiltCode } from './read-built-code.ts';
import { renameExpression, textOf } from './rename-expression.ts';
import { unmappedMark } from './unmapped-mark.ts';

/** A probe as an agent is given it: in the code that runs, with the names that variables have there. */
export type PlacedProbe = Pick<
  Probe,
  'id' | 'file' | 'line' | 'column' | 'names' | 'expressions' | 'lastLine'
> & {
  readonly lastColumn?: number;
  /** Whether it stands in built code, and not in a source that runs as it is. */
  readonly isBuilt?: true;
  /** By the name in the source, under which it is told, the name in the code. */
  readonly renamed?: Readonly<Record<string, string>>;
};

export type PlacedProbes = {
  /** One probe may stand at several places, and bears its id at each. */
  readonly probes: readonly PlacedProbe[];
  /** By the id of a probe what the build did to it, in words. */
  readonly notes: ReadonlyMap<string, string>;
};

/**
 * Translates probes from the source, where they are planned, to the built code, where V8 stops. Each also stays where it
 * was, for a source may run as it is beside what was built from it.
 */
export async function placeProbes(probes: readonly Probe[], built: BuiltCode): Promise<PlacedProbes> {
  const placed: PlacedProbe[] = [];
  const notes = new Map<string, string>();
  const sources = await readSources(new Set(probes.map(({ file }) => file)), built);
  const textOfSource = textIn(sources);
  for (const probe of probes) {
    const isCompiled = built.filesOf(probe.file).some(({ path }) => path === probe.file);
    if (!isCompiled) placed.push(agentPart(probe));
    const text = sources.get(probe.file);
    if (text === undefined) continue;
    const span = spanOf(probe, text);
    const places =
      span === null ? [] : built.filesOf(probe.file).map((file) => ({ file, spans: findSpans(file, span) }));
    const found = places.flatMap(({ file, spans }) => spans.map((one) => ({ file, span: one })));
    const inOrder = found.filter((one) => !isOutOfOrder(probe, one));
    if (found.length === 0) notes.set(probe.id, 'the built code has nothing of this place');
    else if (inOrder.length === 0) notes.set(probe.id, 'the built code does this in another order');
    const made = inOrder.map((one) => placeOne(probe, one, textOfSource));
    placed.push(...made.map((one) => one.probe));
    const lost = new Set(made.flatMap((one) => one.lost));
    if (lost.size > 0) notes.set(probe.id, `unmapped in the built code: ${[...lost].join(', ')}`);
  }
  return { probes: placed, notes };
}

function agentPart({ id, file, line, column, names, expressions, lastLine }: Probe): PlacedProbe {
  return { id, file, line, column, names, expressions, lastLine };
}

/** Text of those sources that something was built from. */
async function readSources(
  paths: ReadonlySet<string>,
  built: BuiltCode,
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Set(
    [...paths].flatMap((path) => built.filesOf(path).flatMap(({ sources }) => [...sources])),
  );
  const read = [...wanted].map(
    async (path) => [path, await readFile(join(built.root, path), 'utf8').catch(() => '')] as const,
  );
  return new Map(await Promise.all(read));
}

/** Reads single places of sources, whose lines are split once. */
export function textIn(sources: ReadonlyMap<string, string>): TextOfSource {
  const lines = new Map<string, readonly string[]>();
  return (source, line, column) => {
    const known = lines.get(source) ?? (sources.get(source) ?? '').split('\n');
    lines.set(source, known);
    return known[line - 1]?.slice(column) ?? '';
  };
}

function spanOf(probe: Probe, text: string): SourceSpan | null {
  const parsed = parseSource(probe.file, text);
  return parsed.kind === 'parsed'
    ? spanAt({ source: probe.file, text, program: parsed.program }, probe)
    : null;
}

type Found = { readonly file: BuiltFile; readonly span: CodeSpan };

/** A look after a statement is one only where the code of that statement lies before it. */
function isOutOfOrder(
  { file: source, moment, statementLine, line, column }: Probe,
  { file, span }: Found,
): boolean {
  const program = file.program();
  if (moment !== 'after' || program === null) return false;
  const { site } = placeAt(program, span.offset);
  return file
    .segmentsOf(source)
    .some(
      (one) =>
        one.line === statementLine &&
        (one.line < line || one.column < column - 1) &&
        one.offset > span.offset &&
        one.offset < site.end,
    );
}

function placeOne(probe: Probe, { file, span }: Found, textOfSource: TextOfSource) {
  const start = file.positionAt(span.offset);
  const end = file.positionAt(span.last);
  const program = file.program();
  const names: NamesInCode =
    program === null
      ? { inCode: () => ({ kind: 'unknown' }), inSource: () => null }
      : namesAt(file, placeAt(program, span.offset), textOfSource);
  const said = sayNames(probe, names);
  const placed: PlacedProbe = {
    id: probe.id,
    file: file.path,
    isBuilt: true,
    line: start.line,
    column: start.column + 1,
    lastLine: end.line,
    lastColumn: end.column + 1,
    names: [],
    renamed: said.renamed,
    expressions: said.expressions,
  };
  return { probe: placed, lost: said.lost };
}

const nothingBound = new Set(['$']);

function sayNames({ names, expressions = {} }: Probe, { inCode }: NamesInCode) {
  const renamed: Record<string, string> = {};
  const said: Record<string, string> = {};
  const lost: string[] = [];
  for (const name of names) {
    const code = inCode(name);
    const text = code.kind === 'member' ? textOf(code, nothingBound) : null;
    if (code.kind === 'variable') renamed[name] = code.name;
    else if (text !== null) said[name] = text;
    else lost.push(name);
    if (code.kind === 'unmapped') renamed[`${code.name} ${unmappedMark}`] = code.name;
  }
  for (const [name, expression] of Object.entries(expressions)) {
    const text = renameExpression(expression, inCode);
    if (text === null) lost.push(name);
    else said[name] = text;
  }
  return { renamed, expressions: said, lost };
}
