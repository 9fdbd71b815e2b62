import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { GateError } from '../errors.ts';

/** Larger files are refused unread: settings are written by people, and a parser is no place for megabytes. */
const maximumBytes = 64 * 1024;
/** How often aliases may be followed in all; enough for a shared list, far from an expansion bomb. */
const maximumAliases = 50;

type Step = string | number;

/** A place in the file that something is wrong with, before it is put into words with its line and column. */
type PlacedProblem = {
  readonly line: number;
  readonly column: number;
  readonly problem: string;
};

/** A YAML file as plain data, which can still tell where each part of it was written. */
export type ParsedYaml = {
  readonly data: unknown;
  readonly problems: readonly PlacedProblem[];
  /** 1-based place of the value at a path, or of its key; of the nearest part above it when it is not there. */
  readonly locate: (path: readonly Step[], at: 'key' | 'value') => { line: number; column: number };
};

/** Reads the text of a settings file. Repeated keys are problems; the rest of the file is still looked at. */
export function parseYaml(text: string, fileName: string): ParsedYaml {
  refuseLarge(text, fileName);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const position = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const found = [...document.errors, ...document.warnings];
  const repeated = found.filter((error) => error.code === 'DUPLICATE_KEY');
  const syntax = found.find((error) => error.code !== 'DUPLICATE_KEY');
  // Of syntax errors only the first is told: those behind it are mostly its echo.
  const problems = [...repeated, ...(syntax ? [syntax] : [])].map((error) => ({
    ...position(error.pos[0]),
    problem: inWords(error),
  }));
  const data = syntax === undefined ? toData(document, problems) : undefined;
  return {
    data,
    problems,
    locate: (path, at) => position(offsetOf(document, path, at)),
  };
}

function refuseLarge(text: string, fileName: string): void {
  const bytes = Buffer.byteLength(text);
  if (bytes <= maximumBytes) return;
  throw new GateError({
    code: 'config-invalid',
    message: `${fileName} has ${bytes} bytes; settings of up to ${maximumBytes} are read.`,
    remedy: 'Move what is not a setting out of the file.',
  });
}

function inWords(error: { readonly code: string; readonly message: string }): string {
  if (error.code === 'DUPLICATE_KEY') return 'this key stands twice in the same section, keep one of them';
  if (error.code === 'MULTIPLE_DOCS') return 'a second document begins here, keep one and remove the ---';
  return `not readable as YAML: ${withoutContent(error.message)}, correct the syntax here`;
}

/** The parser quotes what it stumbled over, which may be a credential. */
function withoutContent(message: string): string {
  return message.replace(/: ".*$/s, '').slice(0, 200);
}

function toData(document: Document, problems: PlacedProblem[]): unknown {
  try {
    return document.toJS({ maxAliasCount: maximumAliases });
  } catch (error) {
    const tooMany = String(error).includes('Excessive');
    const problem = tooMany
      ? `aliases (*name) are followed more than ${maximumAliases} times, write the values out`
      : 'an alias (*name) stands for nothing, write the value out';
    problems.push({ line: 1, column: 1, problem });
    return undefined;
  }
}

/** Walks down as far as the file goes; what is missing is located at the key of the section it is missing from. */
function offsetOf(document: Document, path: readonly Step[], at: 'key' | 'value'): number {
  let node = resolved(document, document.contents);
  let keyOffset = 0;
  let valueOffset = 0;
  for (const step of path) {
    const child = childOf(node, step);
    if (!child) return keyOffset;
    keyOffset = child.key;
    valueOffset = startOf(child.value) ?? child.key;
    node = resolved(document, child.value);
  }
  return at === 'key' ? keyOffset : valueOffset;
}

type Child = { readonly key: number; readonly value: Node | null };

function childOf(node: Node | null, step: Step): Child | null {
  if (isSeq(node)) {
    const item = node.items[Number(step)] as Node | null | undefined;
    return item ? { key: startOf(item) ?? 0, value: item } : null;
  }
  if (!isMap(node)) return null;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
  if (!pair) return null;
  return { key: startOf(pair.key as Node) ?? 0, value: (pair.value as Node | null) ?? null };
}

function startOf(node: Node | null): number | undefined {
  return node?.range?.[0];
}

function resolved(document: Document, node: Node | null): Node | null {
  return isAlias(node) ? (node.resolve(document) ?? null) : node;
}
