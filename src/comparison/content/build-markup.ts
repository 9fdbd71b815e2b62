import {
  elementAsJson,
  type MarkupAttribute,
  type MarkupElement,
  type MarkupNode,
  type MarkupText,
  textAsJson,
} from './markup-node.ts';

/** Documents written by people and templates stay far below; bombs do not. */
const deepest = 500;
const mostNodes = 200_000;

export type OpenElement = Pick<MarkupElement, 'name' | 'shown'> & {
  readonly attributes: ReadonlyMap<string, MarkupAttribute>;
  /** White space inside says something, as in `pre`. */
  readonly keepsSpace: boolean;
};

export type MarkupBuilder = {
  readonly open: (element: OpenElement) => void;
  readonly text: (text: string) => void;
  readonly leaf: (kind: Exclude<MarkupText['kind'], 'text()'>, text: string) => void;
  readonly close: () => void;
  readonly result: () => readonly MarkupNode[];
};

/** Thrown by the builder through the parser that drives it, and caught where the parser is called. */
export class MarkupTooLarge extends Error {}

/**
 * Builds the nodes of a document from what a parser reports, in bounded depth and size. White space between elements is
 * dropped; that of a text which stands alone in its element is kept where the element keeps it.
 */
export function createMarkupBuilder(): MarkupBuilder {
  const root: MarkupNode[] = [];
  const stack: { readonly element: OpenElement; readonly children: MarkupNode[] }[] = [];
  let pending = '';
  let nodes = 0;
  const add = (node: MarkupNode): void => {
    nodes += 1;
    if (nodes > mostNodes) throw new MarkupTooLarge(`more than ${mostNodes} nodes`);
    (stack.at(-1)?.children ?? root).push(node);
  };
  const flush = (isAlone: boolean): void => {
    const text = pending;
    pending = '';
    const keepsSpace = stack.at(-1)?.element.keepsSpace ?? false;
    if (text === '' || (/^[ \t\r\n\f]*$/.test(text) && !(keepsSpace && isAlone))) return;
    add(textNode(text, keepsSpace));
  };
  return {
    open: (element) => {
      flush(false);
      if (stack.length >= deepest) throw new MarkupTooLarge(`nested deeper than ${deepest}`);
      stack.push({ element, children: [] });
    },
    text: (text) => {
      pending += text;
    },
    leaf: (kind, text) => {
      flush(false);
      add({ kind, text, lines: text, json: textAsJson(kind, text) });
    },
    close: () => {
      flush(stack.at(-1)?.children.length === 0);
      const open = stack.pop();
      if (open === undefined) return;
      const { name, shown, attributes } = open.element;
      const element = { name, attributes, children: open.children };
      add({ kind: 'element', shown, ...element, json: elementAsJson(element) });
    },
    result: () => {
      flush(false);
      return root;
    },
  };
}

/** Of white space, only what layout adds: a no-break space is a character that was put there. */
const space = /[ \t\r\f]+/g;

function textNode(text: string, keepsSpace: boolean): MarkupText {
  if (keepsSpace) return { kind: 'text()', text, lines: text, json: text };
  const lines = text.split(/\r?\n/).map((line) => line.replace(space, ' ').replace(/^ | $/g, ''));
  const written = lines.filter((line) => line !== '');
  const joined = written.join(' ');
  return { kind: 'text()', text: joined, lines: written.join('\n'), json: joined };
}
