import { type ParserPlugin, parse } from '@babel/parser';
import { erasedWhole, typeEdits } from './erase-types.ts';
import { jsxEdits } from './flatten-jsx.ts';
import { applyEdits, type Edit, partsOf, type WrittenNode } from './source-edits.ts';

/** Both as long as the file, and with the same lines: a position in one is that position in the others. */
export type Rewritten = {
  /** In JavaScript as it stands in the standard. */
  readonly script: string;
  /** As it was written, with blanks in the place of types. */
  readonly untyped: string;
};

/**
 * Used for what neither Node nor a parser of JavaScript reads: enums, decorators, parameter properties, namespaces, JSX.
 * Made text, not a tree: whatever is missed here fails to parse afterwards, and is never read as something else.
 */
export function rewriteSource(extension: string, text: string): Rewritten {
  const edits = [...editsBelow(parseWritten(extension, text), text)];
  return {
    script: applyEdits(text, edits),
    untyped: applyEdits(
      text,
      edits.filter(({ isType }) => isType).map((edit) => ({ ...edit, put: '' })),
    ),
  };
}

function* editsBelow(node: WrittenNode, text: string): Generator<Edit> {
  const erased = erasedWhole(node);
  if (erased !== null) return yield erased;
  yield* typeEdits(node, text);
  yield* jsxEdits(node);
  for (const part of partsOf(node)) yield* editsBelow(part, text);
}

/** In `.ts` files `<T>x` is a type assertion, in all others it is an element. */
function parseWritten(extension: string, text: string): WrittenNode {
  const typed: readonly ParserPlugin[] = /^[mc]?tsx?$/.test(extension) ? ['typescript'] : [];
  const languages = [...typed, ...(/^[mc]?ts$/.test(extension) ? [] : (['jsx'] as const))];
  try {
    // Those that TypeScript calls experimental: they alone may stand at parameters.
    return parseWith([...languages, 'decorators-legacy'], text);
  } catch (error) {
    try {
      return parseWith([...languages, 'decorators', 'decoratorAutoAccessors'], text);
    } catch {
      throw error;
    }
  }
}

function parseWith(plugins: ParserPlugin[], text: string): WrittenNode {
  const { program } = parse(text, {
    plugins,
    sourceType: 'unambiguous',
    allowReturnOutsideFunction: true,
    allowUndeclaredExports: true,
    createParenthesizedExpressions: true,
    attachComment: false,
  });
  return program as WrittenNode;
}
