import type { JsonLeaf } from './json-leaf.ts';
import { readJsonLeaves } from './json-leaves.ts';
import { type FieldMeaning, meaningOfField } from './resource-names.ts';

/** A string or number of a JSON text, with what it would be an id of. */
export type JsonToken = Pick<JsonLeaf, 'kind' | 'text' | 'pointer'> & FieldMeaning;

/**
 * Used on JSON in requests: puts in what `replace` gives for each string and number. Edits the text in place, so that digits, spacing
 * and key order of all else stay. A text that is no JSON stays as it is.
 */
export function inJson(text: string, target: string, replace: (token: JsonToken) => string): string {
  const pieces: string[] = [];
  let copied = 0;
  const isWhole = readJsonLeaves(text, (leaf) => {
    const { name, parent, start, end } = leaf;
    const sent = replace({
      kind: leaf.kind,
      text: leaf.text,
      pointer: leaf.pointer,
      ...meaningOfField({ name, parent, target }),
    });
    if (sent === leaf.text) return;
    pieces.push(text.slice(copied, start), asLiteral(sent, leaf));
    copied = end;
  });
  return isWhole ? `${pieces.join('')}${text.slice(copied)}` : text;
}

/** A number stays a number as long as the value in its place is one. */
function asLiteral(text: string, leaf: JsonLeaf): string {
  const isNumber = leaf.kind === 'number' && /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text);
  return isNumber ? text : JSON.stringify(text);
}
