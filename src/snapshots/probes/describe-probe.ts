import type { Probe } from '../../domain/runtime-snapshot.ts';
import { ownParts, type Spot } from '../source/source-statements.ts';
import { calledNames, evenBlanks, sourceOf } from '../source/statement-traits.ts';
import {
  descendants,
  endLine,
  isFunction,
  patternNames,
  type SyntaxNode,
  startColumn,
  startLine,
} from '../source/syntax-tree.ts';
import { capturedNames, memberChains } from './captured-names.ts';
import type { Moment } from './choose-places.ts';
import type { SidePlace } from './side-place.ts';

const longestStatement = 200;

export type ProbeRequest = {
  readonly at: SidePlace;
  readonly id: string;
  /** Path of the file on this side, from the repository root. */
  readonly path: string;
  readonly moment: Moment;
  readonly aliases?: Readonly<Record<string, string>> | undefined;
  /** Names that are captured as well. */
  readonly effects?: readonly string[];
};

/** Turns a chosen place into the probe the agent is given. */
export function describeProbe({ at, id, path, moment, aliases = {}, effects = [] }: ProbeRequest): Probe {
  const { described, side, spot, value, parts } = at;
  const defined = described?.traits.defines ?? [];
  const statement = described?.statement.node ?? headOf(at);
  const read = new Set([...(described?.traits.reads ?? []), ...readChains(described?.statement.node)]);
  const wanted = new Set([...defined, ...read]);
  const stores = statement.type === 'ExpressionStatement' ? [...defined, ...effects] : effects;
  const captured = capturedNames({ path: side.source.path, spot, wanted, stores, value, parts });
  const calls = described?.traits.calls ?? (value === undefined ? [] : calledNames(value.node));
  const all = [...captured.names, ...Object.keys(captured.expressions)];
  const results = captured.results;
  const hasRun = described !== null && spot.node !== described.statement.node;
  const given = hasRun ? defined : namesWithDefault(side, moment);
  const isDefined = (name: string): boolean =>
    given.some((one) => one === name || name.startsWith(`${one}.`));
  return {
    id,
    file: path,
    ...positionOf(spot),
    names: captured.names,
    statement: evenBlanks(textOf(at, statement)).slice(0, longestStatement),
    statementLine: startLine(statement),
    moment,
    lastLine: lastLineOf(spot, side.source.node),
    expressions: captured.expressions,
    inputs: all.filter((name) => read.has(name) && !isDefined(name) && !results.includes(name)),
    defines: [...all.filter(isDefined), ...results],
    ...(calls.length > 0 ? { calls } : {}),
    ...(Object.keys(aliases).length > 0 ? { aliases } : {}),
  };
}

/** Before a statement runs it has given nothing a value; at the entry of a function, only its defaults have. */
function namesWithDefault({ source: { node } }: SidePlace['side'], moment: Moment): readonly string[] {
  if (moment !== 'entry' || !isFunction(node)) return [];
  return node.params
    .flatMap((parameter) => [...descendants(parameter, isFunction)])
    .flatMap((part) => (part.type === 'AssignmentPattern' ? patternNames(part.left) : []));
}

/** For the entry of a function, or the body of an arrow function, what stands for it is the function itself. */
function headOf({ side, spot, value }: SidePlace): SyntaxNode {
  return value === undefined ? side.source.node : spot.node;
}

function textOf({ side, described, value }: SidePlace, statement: SyntaxNode): string {
  const { written, source } = side;
  if (described !== null) return sourceOf(statement, written);
  if (value !== undefined) return written.slice(statement.start, statement.end);
  const end = source.node.type === 'Program' ? statement.end : source.node.body.start;
  return written.slice(nameStart(source.path, statement), end).trimEnd();
}

/** The name of a method stands before its function: `history(account, limit = 10)`. */
function nameStart(path: readonly SyntaxNode[], statement: SyntaxNode): number {
  const parent = path.at(-2);
  const isMethod =
    parent?.type === 'MethodDefinition' || (parent?.type === 'Property' && parent.value.start > parent.start);
  return isMethod && parent.value === statement ? parent.start : statement.start;
}

function readChains(statement: SyntaxNode | undefined): readonly string[] {
  return statement === undefined
    ? []
    : ownParts(statement).flatMap((part) => memberChains(part).map(({ text }) => text));
}

function positionOf({ node, atClosingBrace }: Spot): { line: number; column: number } {
  if (atClosingBrace) return { line: endLine(node), column: node.loc?.end.column ?? 1 };
  // The head of a `for … of` is passed once an iteration, what it iterates over only once.
  const first = node.type === 'ForOfStatement' || node.type === 'ForInStatement' ? node.right : node;
  return { line: startLine(first), column: startColumn(first) };
}

/** V8 may bind a little further down, but not past the node: there it would be in another scope or another path. */
function lastLineOf({ node, atClosingBrace }: Spot, site: SyntaxNode): number {
  return atClosingBrace ? endLine(node) : Math.min(endLine(node), endLine(site));
}
