import { type Edit, rewrite, type WrittenNode } from './source-edits.ts';

/**
 * Used where markup stands in the code: an element becomes an array of the expressions in it, `<b id={a}>{c}</b>` to
 * `[       a, c,]`, which is what of it runs. A probe can then tell the values that a component shows.
 */
export function jsxEdits(node: WrittenNode): readonly Edit[] {
  switch (node.type) {
    case 'JSXElement':
    case 'JSXFragment':
      return elementEdits(node);
    case 'JSXExpressionContainer':
      return node.expression?.type === 'JSXEmptyExpression'
        ? [rewrite(node.start, node.end)]
        : bracesAsElement(node);
    case 'JSXSpreadAttribute':
    case 'JSXSpreadChild':
      return bracesAsElement(node);
    default:
      return [];
  }
}

/** All but the expressions gives way. The shortest element, `<></>`, has room for both brackets and a comma. */
function elementEdits(node: WrittenNode): readonly Edit[] {
  const kept = [...(node.openingElement?.attributes ?? []).flatMap(attributeValue), ...(node.children ?? [])]
    .filter(({ type }) => type !== 'JSXText')
    .sort((a, b) => a.start - b.start);
  const starts = [node.start, ...kept.map(({ end }) => end)];
  const gaps = starts.map((start, index) => rewrite(start, kept[index]?.start ?? node.end));
  const commas = kept.filter(isElement).map(({ end }) => rewrite(end - 1, end, ','));
  return [...gaps, ...commas, rewrite(node.start, node.start, '['), rewrite(node.end - 2, node.end - 2, ']')];
}

/** Nothing for an attribute without a value, or with words for one. */
function attributeValue(attribute: WrittenNode): readonly WrittenNode[] {
  if (attribute.type === 'JSXSpreadAttribute') return [attribute];
  const value = attribute.value as WrittenNode | null | undefined;
  return value && (value.type === 'JSXExpressionContainer' || isElement(value)) ? [value] : [];
}

function isElement({ type }: WrittenNode): boolean {
  return type === 'JSXElement' || type === 'JSXFragment';
}

function bracesAsElement({ start, end }: WrittenNode): readonly Edit[] {
  return [rewrite(start, start + 1), rewrite(end - 1, end, ',')];
}
