import { safeElements, safeExpression } from '../source/safe-expression.ts';
import type { Spot } from '../source/source-statements.ts';
import { descendants, type SyntaxNode } from '../source/syntax-tree.ts';
import { valueNames, visibleNames } from '../source/visible-names.ts';

/** What a probe captures at a spot: variables by name, and further values by generated expressions. */
export type Captured = {
  readonly names: readonly string[];
  readonly expressions: Readonly<Record<string, string>>;
  /** Which of the expressions say what the statement itself comes to. */
  readonly results: readonly string[];
};

const maximumNames = 24;
const maximumChains = 8;

export type CaptureRequest = {
  /** Nodes around the function, the module first and the function last. */
  readonly path: readonly SyntaxNode[];
  readonly spot: Spot;
  /** Names the statement reads or defines: they are captured first when there are too many. */
  readonly wanted: ReadonlySet<string>;
  /** What statements here give a new state: captured although it may be a store outside, such as `this.log`. */
  readonly stores: readonly string[];
  /** An expression whose value is captured under a name of its own when it can be computed safely. */
  readonly value?:
    | { readonly name: string; readonly node: SyntaxNode; readonly isTruth?: boolean }
    | undefined;
  /** What is new inside the statement, as generated expressions by name. */
  readonly parts?: Readonly<Record<string, string>> | undefined;
};

/**
 * Chooses what to capture. Of an object that lies outside the function only the members it reads are captured
 * (`config.rate`, `this.rate`), never the whole: it may be a store that differs at every turn.
 */
export function capturedNames({ path, spot, wanted, stores, value, parts = {} }: CaptureRequest): Captured {
  const visible = visibleNames(path, spot);
  const site = path.at(-1);
  const chains = site === undefined ? [] : memberChains(site);
  const whole = site === undefined ? new Set<string>() : plainlyRead(site, chains);
  const around = new Set(visible.around);
  const outer = visible.outer.filter((name) => whole.has(name));
  const written = stores.filter((name) => around.has(name) && !outer.includes(name));
  const names = [...visible.own, ...outer, ...written].sort(
    (a, b) => Number(wanted.has(b)) - Number(wanted.has(a)),
  );
  const reachable = new Set([...visible.own, ...visible.outer]);
  const members = chains
    .filter(({ root }) => root === 'this' || visible.outer.includes(root))
    .slice(0, maximumChains)
    .map(({ text, expression }) => [text, expression] as const);
  const expressions = { ...Object.fromEntries(stores.flatMap(storeOfThis)), ...Object.fromEntries(members) };
  const kept = names.slice(0, maximumNames);
  const computed = value === undefined ? {} : valueOrArguments(value, (name) => reachable.has(name));
  const known = new Set([...kept, ...Object.keys(expressions)]);
  const results = { ...unlessNamed(parts, known), ...computed };
  return {
    names: kept,
    expressions: { ...expressions, ...results },
    results: Object.keys(results),
  };
}

/** A part that reads like a name that is captured anyway is told apart from it: the name holds the old state. */
function unlessNamed(
  parts: Readonly<Record<string, string>>,
  known: ReadonlySet<string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parts).map(([name, text]) => [known.has(name) ? `new ${name}` : name, text]),
  );
}

type Value = NonNullable<CaptureRequest['value']>;

/**
 * The value, or else, where computing it would run code of the service, what that code is given:
 * `return send(404, body)` is told by the arguments of `send`.
 */
function valueOrArguments(
  { name, node, isTruth }: Value,
  isVisible: (name: string) => boolean,
): Record<string, string> {
  const safe = safeExpression(node, isVisible);
  if (safe !== null) return { [name]: isTruth ? `!!${safe}` : safe };
  const call = node.type === 'AwaitExpression' ? node.argument : node;
  if (call.type !== 'CallExpression' && call.type !== 'NewExpression') return {};
  const callee = calleeName(call.callee);
  const given = safeElements(call.arguments, isVisible);
  return callee === null || given === null ? {} : { [`arguments of ${callee}`]: given };
}

function calleeName(callee: SyntaxNode): string | null {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type !== 'MemberExpression' || callee.computed) return null;
  return callee.property.type === 'Identifier' ? callee.property.name : null;
}

/** `this.log` as an expression of its own. */
function storeOfThis(name: string): readonly (readonly [string, string])[] {
  const member = /^this\.([\p{ID_Continue}$]+)$/u.exec(name)?.[1];
  return member === undefined ? [] : [[name, `$.g(this,${JSON.stringify(member)})`]];
}

type Chain = {
  readonly text: string;
  readonly root: string;
  readonly expression: string;
  readonly node: SyntaxNode;
};

/** Member chains that are read as values, e.g. `config.rates.gold`; what is called or computed is left out. */
export function memberChains(root: SyntaxNode): readonly Chain[] {
  const inner = new Set<SyntaxNode>();
  const chains = new Map<string, Chain>();
  for (const node of descendants(root)) {
    if (node.type === 'CallExpression' || node.type === 'NewExpression') skipMember(node.callee, inner);
    if (node.type === 'AssignmentExpression') inner.add(node.left);
    if (node.type !== 'MemberExpression') continue;
    if (node.object.type === 'MemberExpression') inner.add(node.object);
    const chain = inner.has(node) ? null : chainOf(node);
    if (chain !== null) chains.set(chain.text, chain);
  }
  return [...chains.values()];
}

function skipMember(callee: SyntaxNode, inner: Set<SyntaxNode>): void {
  for (let node = callee; node.type === 'MemberExpression'; node = node.object) inner.add(node);
}

function chainOf(node: SyntaxNode): Chain | null {
  if (node.type === 'Identifier') return { text: node.name, root: node.name, expression: node.name, node };
  if (node.type === 'ThisExpression') return { text: 'this', root: 'this', expression: 'this', node };
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') return null;
  const object = chainOf(node.object);
  if (object === null) return null;
  const { name } = node.property;
  const expression = `$.g(${object.expression},${JSON.stringify(name)})`;
  return { text: `${object.text}.${name}`, root: object.root, expression, node };
}

/** Outer names that are read by themselves somewhere, not only as the root of a member chain. */
function plainlyRead(site: SyntaxNode, chains: readonly Chain[]): ReadonlySet<string> {
  const roots = new Set(chains.map(({ root }) => root));
  const plain = new Set([...valueNames(site)].filter((name) => !roots.has(name)));
  for (const node of descendants(site)) {
    if (node.type === 'MemberExpression' && node.computed && node.object.type === 'Identifier') {
      plain.add(node.object.name);
    }
  }
  return plain;
}
