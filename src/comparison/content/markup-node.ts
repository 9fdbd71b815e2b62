import type { JsonValue } from '../json/json-value.ts';

/** One node of a document in XML or HTML, read into what is compared of it. */
export type MarkupNode = MarkupElement | MarkupText;

export type MarkupElement = {
  readonly kind: 'element';
  /** Local name with the URI of its namespace before it: what tells it from others, whatever its prefix. */
  readonly name: string;
  /** The name as it is written, which is what places show. */
  readonly shown: string;
  /** By name with the URI of the namespace. */
  readonly attributes: ReadonlyMap<string, MarkupAttribute>;
  readonly children: readonly MarkupNode[];
  readonly json: JsonValue;
};

export type MarkupAttribute = { readonly shown: string; readonly value: string };

/** Text, a comment or an instruction. */
export type MarkupText = {
  readonly kind: 'text()' | 'comment()' | 'processing-instruction()';
  /** What is compared: where white space says nothing, each run of it is one space. */
  readonly text: string;
  /** The same in the lines it was written in. */
  readonly lines: string;
  readonly json: JsonValue;
};

/** Marks the member that holds the children of an element; a character that no service sends. */
export const childrenMark = '\uE005';

/**
 * The element as a value, so that arrays of elements are aligned as arrays of records are. Every member bears the name of the
 * element: two elements of different names have nothing in common.
 */
export function elementAsJson({
  name,
  attributes,
  children,
}: Pick<MarkupElement, 'name' | 'attributes' | 'children'>): JsonValue {
  const members = [...attributes].map(([key, { value }]) => [`${name}@${key}`, value] as const);
  const content = [`${childrenMark}${name}`, children.map(({ json }) => json)] as const;
  return new Map<string, JsonValue>([...members, content]);
}

/** A comment is no text, though it read the same. */
export function textAsJson(kind: MarkupText['kind'], text: string): JsonValue {
  return kind === 'text()' ? text : new Map([[kind, text]]);
}

/** The node as it might be written, for reports; a namespace stands where it differs from the one around it. */
export function writeMarkup(node: MarkupNode, around = ''): string {
  if (node.kind !== 'element') return writeText(node);
  const [, namespace = ''] = /^\{(.*)\}/.exec(node.name) ?? [];
  const attributes = [...node.attributes.values()].map(({ shown, value }) => ` ${shown}="${value}"`);
  const declared = namespace === around ? '' : ` xmlns="${namespace}"`;
  const children = node.children.map((child) => writeMarkup(child, namespace));
  return `<${node.shown}${declared}${attributes.join('')}>${children.join('')}</${node.shown}>`;
}

function writeText({ kind, lines }: MarkupText): string {
  if (kind === 'text()') return lines;
  return kind === 'comment()' ? `<!--${lines}-->` : `<${lines}>`;
}
