import { Parser } from 'htmlparser2';
import { createMarkupBuilder, type MarkupBuilder, MarkupTooLarge } from './build-markup.ts';
import type { MarkupAttribute } from './markup-node.ts';
import type { ReadMarkup } from './read-xml.ts';

/** Elements in which white space says something. */
const keepingSpace: ReadonlySet<string> = new Set(['pre', 'textarea', 'script', 'style']);

/**
 * Reads a page leniently, as browsers do: any text is some page. Time grows with the length alone, which is why it is not
 * the full algorithm of browsers, whose repair of misnested tags can multiply a page.
 */
export function readHtml(text: string): ReadMarkup {
  const builder = createMarkupBuilder();
  try {
    readInto(text, builder);
    return { kind: 'read', nodes: builder.result() };
  } catch (error) {
    if (error instanceof MarkupTooLarge) return { kind: 'unreadable', why: error.message };
    throw error;
  }
}

function readInto(text: string, builder: MarkupBuilder): void {
  let attributes = new Map<string, MarkupAttribute>();
  let kept = 0;
  const reader = new Parser({
    onattribute: (name, value) => {
      if (!attributes.has(name)) attributes.set(name, { shown: name, value });
    },
    onopentag: (name) => {
      if (keepingSpace.has(name)) kept += 1;
      builder.open({ name, shown: name, attributes, keepsSpace: kept > 0 });
      attributes = new Map();
    },
    onclosetag: (name) => {
      if (keepingSpace.has(name)) kept -= 1;
      builder.close();
    },
    ontext: (part) => builder.text(part),
    oncomment: (comment) => builder.leaf('comment()', comment),
    onprocessinginstruction: (_, data) => builder.leaf('processing-instruction()', data),
  });
  reader.write(text);
  reader.end();
}
