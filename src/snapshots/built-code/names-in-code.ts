import { childrenOf, isFunction, type SyntaxNode } from '../source/syntax-tree.ts';
import { visibleNames } from '../source/visible-names.ts';
import type { BuiltFile } from './built-file.ts';
import type { CodePlace } from './code-place.ts';

/** How the code of a built file says a name of the source. */
export type NameInCode =
  | { readonly kind: 'variable'; readonly name: string }
  /** An import or an export of another module: `rates_1.rates`. */
  | { readonly kind: 'member'; readonly object: string; readonly key: string }
  /** Something else stands there, and the map does not say that it is the same. */
  | { readonly kind: 'unmapped'; readonly name: string }
  | { readonly kind: 'unknown' };

export type NamesInCode = {
  inCode(name: string): NameInCode;
  /** What the source calls a variable of the code; null where that is not known. */
  inSource(name: string): string | null;
};

type Pair = { readonly source: string; readonly code: NameInCode; readonly depth: number };

/**
 * Pairs the variables of one function of a built file with those of its source, by the segments of the map that begin at
 * them: where both are called the same, or the map bears the name, they are one. Where a build renames and its map
 * bears no names, a variable is not taken for another: it would be a guess.
 */
export function namesAt(file: BuiltFile, place: CodePlace, textOf: TextOfSource): NamesInCode {
  const pairs = pairsOf(file, place.site, textOf);
  const renames = pairs.some(({ source, code }) => nameOf(code) !== source && code.kind !== 'member');
  const { own, outer, around } = visibleNames(place.path, place.spot);
  const visible = new Set([...own, ...outer, ...around]);
  return {
    inCode(name) {
      const known = pairs.filter(({ source }) => source === name);
      const sure = chooseOne(
        known.filter(({ code }) => code.kind !== 'unmapped'),
        visible,
      );
      if (sure !== null) return sure;
      const unsure = chooseOne(known, visible);
      if (unsure?.kind === 'unmapped') return unsure;
      return known.length === 0 && !renames && visible.has(name)
        ? { kind: 'variable', name }
        : { kind: 'unknown' };
    },
    inSource(name) {
      const known = pairs.filter(({ code }) => code.kind === 'variable' && code.name === name);
      const names = new Set(known.map(({ source }) => source));
      if (names.size === 1) return [...names][0] ?? null;
      return names.size === 0 && !renames ? name : null;
    },
  };
}

/** The text of a source at a place; empty where there is none. Lines count from 1, columns from 0. */
export type TextOfSource = (source: string, line: number, column: number) => string;

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*/u;

function pairsOf(file: BuiltFile, site: SyntaxNode, textOf: TextOfSource): readonly Pair[] {
  const pairs: Pair[] = [];
  const visit = (node: SyntaxNode, parent: SyntaxNode | null, depth: number): void => {
    if (node.type === 'Identifier') {
      const pair = parent !== null && isOnlyKey(node, parent) ? null : pairOf(file, { node, parent }, textOf);
      if (pair !== null) pairs.push({ ...pair, depth });
      return;
    }
    const inner = isFunction(node) && node !== site ? depth + 1 : depth;
    for (const child of childrenOf(node)) visit(child, node, inner);
  };
  visit(site, null, 0);
  return pairs;
}

type Standing = {
  readonly node: Extract<SyntaxNode, { type: 'Identifier' }>;
  readonly parent: SyntaxNode | null;
};

function pairOf(
  file: BuiltFile,
  { node, parent }: Standing,
  textOf: TextOfSource,
): Omit<Pair, 'depth'> | null {
  const segment = file.segmentAt(node.start);
  if (segment === null) return null;
  const source = identifier.exec(textOf(segment.source, segment.line, segment.column))?.[0];
  if (source === undefined) return null;
  if (node.name === source || segment.name === source)
    return { source, code: { kind: 'variable', name: node.name } };
  const key = parent?.type === 'MemberExpression' && parent.object === node ? plainKey(parent) : null;
  if (key === source) return { source, code: { kind: 'member', object: node.name, key } };
  return { source, code: { kind: 'unmapped', name: node.name } };
}

function plainKey(node: Extract<SyntaxNode, { type: 'MemberExpression' }>): string | null {
  return !node.computed && node.property.type === 'Identifier' ? node.property.name : null;
}

/** Keys, labels and the like are no variables, whatever they are called. */
function isOnlyKey(node: SyntaxNode, parent: SyntaxNode): boolean {
  switch (parent.type) {
    case 'MemberExpression':
      return parent.property === node && !parent.computed;
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return parent.key === node && parent.value !== node && !parent.computed;
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'MetaProperty':
    case 'ImportSpecifier':
    case 'ExportSpecifier':
      return true;
    default:
      return false;
  }
}

/** Of the function itself before those inside it; where several are left, the one that can be seen there, or none. */
function chooseOne(pairs: readonly Pair[], visible: ReadonlySet<string>): NameInCode | null {
  const least = Math.min(...pairs.map(({ depth }) => depth));
  const codes = new Map(
    pairs.filter(({ depth }) => depth === least).map(({ code }) => [keyOf(code), code] as const),
  );
  const all = [...codes.values()];
  const seen = all.filter((code) => visible.has(nameOf(code)));
  if (all.length === 1) return all[0] ?? null;
  return seen.length === 1 ? (seen[0] ?? null) : null;
}

function keyOf(code: NameInCode): string {
  return code.kind === 'member' ? `${code.object}.${code.key}` : nameOf(code);
}

function nameOf(code: NameInCode): string {
  switch (code.kind) {
    case 'variable':
    case 'unmapped':
      return code.name;
    case 'member':
      return code.object;
    case 'unknown':
      return '';
    default:
      return code satisfies never;
  }
}
