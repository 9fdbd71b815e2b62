import type { ParsedSource } from '../source/parse-source.ts';
import { functionsOf, type SourceFunction } from '../source/source-functions.ts';
import type { SourceStatement } from '../source/source-statements.ts';
import { evenBlanks, type StatementTraits, traitsOf } from '../source/statement-traits.ts';
import { alignSequences, fullMatch } from './align-sequences.ts';

export type Described = { readonly statement: SourceStatement; readonly traits: StatementTraits };

/** A function on one side, with its statements described. */
export type SideFunction = {
  readonly source: SourceFunction;
  readonly text: string;
  /** The same with types, for people to read. */
  readonly written: string;
  readonly statements: readonly Described[];
};

/** A function in both builds, or in one of them only, with its statements paired. */
export type FunctionPair = {
  readonly baseline: SideFunction | null;
  readonly candidate: SideFunction | null;
  readonly statements: readonly {
    readonly baseline: Described | null;
    readonly candidate: Described | null;
  }[];
  /** Whether these are only some statements that moved from one function to the other: neither is entered for them. */
  readonly isPartOnly?: boolean;
};

/** One side of a file; null where it does not exist or cannot be read. */
export type Side = Extract<ParsedSource, { kind: 'parsed' }> | null;

/** Share of common word pairs from which two functions of different names count as the same one, renamed or moved. */
const leastSimilarity = 0.6;
const maximumStatements = 1_000;

/**
 * Puts the functions and statements of the two builds of one file side by side: functions by name, of those that share
 * one (callbacks) by their text; leftovers by likeness; statements by what they define or call. Lines play no part.
 */
export function alignBuilds(baseline: Side, candidate: Side): readonly FunctionPair[] {
  const left = describeSide(baseline);
  const right = describeSide(candidate);
  const leftovers = [...right];
  const same = new Map(left.map((side) => [side, take(leftovers, (other) => isSame(side, other))]));
  const named = new Map(left.map((side) => [side, same.get(side) ?? take(leftovers, hasNameOf(side))]));
  const pairs = left.map((side) => pairStatements(side, named.get(side) ?? takeAlike(leftovers, side)));
  return [...pairs, ...leftovers.map((side) => pairStatements(null, side))];
}

function describeSide(side: Side): readonly SideFunction[] {
  if (side === null) return [];
  return functionsOf(side.program).map((source) => ({
    source,
    text: side.text,
    written: side.written,
    statements: source.statements
      .slice(0, maximumStatements)
      .map((statement) => ({ statement, traits: traitsOf(statement, side.text) })),
  }));
}

function take(from: SideFunction[], isWanted: (side: SideFunction) => boolean): SideFunction | null {
  const index = from.findIndex(isWanted);
  return index === -1 ? null : (from.splice(index, 1)[0] ?? null);
}

function hasNameOf({ source }: SideFunction): (other: SideFunction) => boolean {
  return (other) => other.source.name === source.name;
}

function isSame(side: SideFunction, other: SideFunction): boolean {
  return hasNameOf(side)(other) && textOf(side) === textOf(other);
}

function textOf({ source: { node }, text }: SideFunction): string {
  return evenBlanks(text.slice(node.start, node.end));
}

function takeAlike(leftovers: SideFunction[], wanted: SideFunction): SideFunction | null {
  const words = wordPairs(wanted);
  if (words.size < 4) return null;
  const rated = leftovers.map((side, index) => ({ index, likeness: likeness(words, wordPairs(side)) }));
  const best = rated.sort((a, b) => b.likeness - a.likeness)[0];
  if (best === undefined || best.likeness < leastSimilarity) return null;
  return leftovers.splice(best.index, 1)[0] ?? null;
}

function wordPairs({ source, text }: SideFunction): ReadonlySet<string> {
  if (source.node.type === 'Program') return new Set();
  const words =
    evenBlanks(text.slice(source.node.body.start, source.node.body.end)).match(/\w+|[^\s\w]/g) ?? [];
  return new Set(words.slice(1).map((word, index) => `${words[index]} ${word}`));
}

/** How much of two functions reads the same, from 0 to 1; small ones say nothing. */
export function likenessOf(one: SideFunction, other: SideFunction): number {
  const words = wordPairs(one);
  return words.size < 4 ? 0 : likeness(words, wordPairs(other));
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const common = [...a].filter((word) => b.has(word)).length;
  return common / Math.max(1, a.size + b.size - common);
}

/** Pairs the statements of two functions that stand for each other. */
export function pairStatements(baseline: SideFunction | null, candidate: SideFunction | null): FunctionPair {
  const left = baseline?.statements ?? [];
  const right = candidate?.statements ?? [];
  const statements = alignSequences(left, right, scoreOf).map((pair) => ({
    baseline: pair.left === null ? null : (left[pair.left] ?? null),
    candidate: pair.right === null ? null : (right[pair.right] ?? null),
  }));
  return { baseline, candidate, statements };
}

/** How sure it is that two statements are the same one: 4 same text, 3 same key, 2 renamed, 1 a rewritten guard. */
function scoreOf({ traits: a }: Described, { traits: b }: Described): number {
  if (a.type !== b.type) return 0;
  if (a.text === b.text) return fullMatch;
  switch (a.type) {
    case 'VariableDeclaration':
      if (a.key === b.key) return 3;
      return a.value !== '' && a.value === b.value ? 2 : 0;
    case 'ExpressionStatement':
      return a.key === b.key ? 3 : 0;
    case 'ReturnStatement':
      return 2;
    default:
      return sharesName(a, b) ? 2 : 1;
  }
}

function sharesName(a: StatementTraits, b: StatementTraits): boolean {
  return [...a.reads].some((name) => b.reads.has(name));
}
