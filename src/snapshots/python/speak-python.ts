import type { Probe } from '../../domain/runtime-snapshot.ts';
import type { SidePlace } from '../probes/side-place.ts';
import { isFunction, type SyntaxNode, startColumn, startLine } from '../source/syntax-tree.ts';

/** Functions of Python itself that compute from plain values; the agent runs no others. */
const pure = new Set([
  'abs',
  'bool',
  'divmod',
  'float',
  'int',
  'len',
  'max',
  'min',
  'pow',
  'round',
  'str',
  'sum',
]);
const result = /^(?:return|condition|throw|call|yield|arguments of .*)$/;

/**
 * Used when a probe goes to a file of Python: says in Python what was said in the words of the common tree. Expressions are
 * those of the source, which the Python agent computes only as far as that runs no code of the service.
 */
export function speakPython(probe: Probe, at: SidePlace): Probe {
  const self = ownName(at);
  const say = (name: string): string => (name.startsWith('this.') ? `${self}${name.slice(4)}` : name);
  const chains = Object.keys(probe.expressions ?? {}).filter((name) => !result.test(name));
  const value = valueAt(at);
  const others = (names: readonly string[] = []) => names.filter((name) => !result.test(name)).map(say);
  return {
    ...probe,
    ...positionOf(probe, at),
    expressions: { ...Object.fromEntries(chains.map((name) => [say(name), say(name)])), ...value },
    inputs: others(probe.inputs),
    defines: [...others(probe.defines), ...Object.keys(value)],
  };
}

/** The end of a function has no sign of its own in Python: the place of its `def` stands for it, where nothing else is looked at. */
function positionOf(
  { line, column }: Probe,
  { spot, side: { source } }: SidePlace,
): Pick<Probe, 'line' | 'column'> {
  if (!spot.atClosingBrace) return { line, column };
  return { line: startLine(source.node), column: startColumn(source.node) };
}

/** What the first parameter of the method around a place is called. */
function ownName({ side: { source, text } }: SidePlace): string {
  for (const node of source.path.toReversed()) {
    if (!isFunction(node)) continue;
    const name = /\(\s*(self|cls)\b/.exec(text.slice(node.start, node.body.start))?.[1];
    if (name !== undefined) return name;
  }
  return 'self';
}

function valueAt({ value, side: { text } }: SidePlace): Record<string, string> {
  if (value === undefined) return {};
  const { name, node, isTruth } = value;
  const call = node.type === 'AwaitExpression' ? node.argument : node;
  if (call.type === 'CallExpression' && !isPure(call.callee)) {
    const given = call.arguments
      .filter(({ type }) => type !== 'SpreadElement')
      .map((one) => sourceOf(one, text));
    const told = { [`arguments of ${calleeName(call.callee)}`]: `[${given.join(', ')}]` };
    // A method of a text may be computed: the agent sees by its type what it is called on.
    return isTruth ? { [name]: `bool${sourceOf(node, text)}`, ...told } : told;
  }
  return { [name]: isTruth ? `bool${sourceOf(node, text)}` : sourceOf(node, text) };
}

function isPure(callee: SyntaxNode): boolean {
  return callee.type === 'Identifier' && pure.has(callee.name);
}

function calleeName(callee: SyntaxNode): string {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return 'the call';
  return callee.property.name;
}

/** In brackets, since it may go over several lines. */
function sourceOf(node: SyntaxNode, text: string): string {
  return `(${text.slice(node.start, node.end)})`;
}
