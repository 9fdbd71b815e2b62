import sax, { type QualifiedAttribute, type QualifiedTag } from 'sax';
import { createMarkupBuilder, type MarkupBuilder, MarkupTooLarge } from './build-markup.ts';
import type { MarkupAttribute, MarkupNode } from './markup-node.ts';

export type ReadMarkup =
  | { readonly kind: 'read'; readonly nodes: readonly MarkupNode[] }
  /** `why` tells in words what kept it from being read. */
  | { readonly kind: 'unreadable'; readonly why: string };

/** The parser looks for a repeated attribute among all of an element: so many cost too much. */
const mostAttributes = 2_000;
const chunkLength = 16_384;

/**
 * Reads XML strictly, as a client would: what is not well-formed is no XML. Namespaces count by URI, not by prefix. Entities
 * that a document declares itself are never expanded; one that uses them is unreadable, and is compared as text.
 */
export function readXml(text: string): ReadMarkup {
  const builder = createMarkupBuilder();
  const reader = createReader(builder);
  try {
    for (let at = 0; at < text.length; at += chunkLength) {
      reader.write(text.slice(at, at + chunkLength));
      if (attributesOf(reader) > mostAttributes)
        return { kind: 'unreadable', why: `an element with more than ${mostAttributes} attributes` };
    }
    reader.close();
    return { kind: 'read', nodes: builder.result() };
  } catch (error) {
    if (error instanceof MarkupTooLarge) return { kind: 'unreadable', why: error.message };
    if (error instanceof NotWellFormed)
      return { kind: 'unreadable', why: `not well-formed XML: ${error.message}` };
    throw error;
  }
}

class NotWellFormed extends Error {}

type Reader = ReturnType<typeof sax.parser>;

function createReader(builder: MarkupBuilder): Reader {
  const reader = sax.parser(true, { xmlns: true });
  // Its own bound refuses any attribute of 64 KiB, such as an inlined picture; ours are on nodes, depth and attributes.
  Object.assign(reader, { bufferCheckPosition: Number.POSITIVE_INFINITY });
  let attributes: QualifiedAttribute[] = [];
  // Reported one by one, because the object that a tag brings would lose a name such as __proto__.
  reader.onattribute = (attribute) => attributes.push(attribute as QualifiedAttribute);
  reader.onopentag = (tag) => {
    openTag(tag, attributes, builder);
    attributes = [];
  };
  reader.onclosetag = () => builder.close();
  reader.ontext = (text) => builder.text(text);
  reader.oncdata = (text) => builder.text(text);
  reader.oncomment = (text) => builder.leaf('comment()', text);
  reader.onprocessinginstruction = ({ name, body }) => {
    if (name.toLowerCase() !== 'xml') builder.leaf('processing-instruction()', `?${name} ${body}?`);
  };
  reader.onerror = ({ message }) => {
    throw new NotWellFormed(message.split('\n')[0]?.slice(0, 80));
  };
  return reader;
}

/** With namespaces on, the parser reports qualified tags, which its types do not tell. */
function openTag(tag: object, attributes: readonly QualifiedAttribute[], builder: MarkupBuilder): void {
  const { uri, local, name } = tag as QualifiedTag;
  const own = attributes.filter(({ prefix, name: full }) => prefix !== 'xmlns' && full !== 'xmlns');
  builder.open({
    name: expanded(uri, local),
    shown: name,
    attributes: new Map(own.map(attributeOf)),
    keepsSpace: true,
  });
}

function attributeOf({ uri, local, name, value }: QualifiedAttribute): readonly [string, MarkupAttribute] {
  return [expanded(uri, local), { shown: name, value }];
}

function expanded(uri: string, local: string): string {
  return uri === '' ? local : `{${uri}}${local}`;
}

/** How many attributes of the element being read are known so far. */
function attributesOf(reader: Reader): number {
  const { attribList } = reader as Reader & { readonly attribList?: readonly unknown[] };
  return attribList?.length ?? 0;
}
