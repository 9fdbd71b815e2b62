import { isJsonArray, isJsonObject, type JsonValue } from './json-value.ts';

/**
 * The text of a value in pieces, compact and in the order of its keys. Used to show a value (only the first pieces are
 * taken) and to digest it (all of them). Keeps its own stack, so depth costs memory and never the call stack.
 */
export function* writeJson(value: JsonValue): Generator<string> {
  const open: OpenContainer[] = [];
  let piece = begin(value, open);
  for (;;) {
    yield piece;
    const container = open.at(-1);
    if (container === undefined) return;
    const next = container.members.next();
    if (next.done === true) {
      piece = container.end;
      open.pop();
    } else {
      const separator = container.started ? ',' : '';
      container.started = true;
      piece = separator + next.value.label + begin(next.value.value, open);
    }
  }
}

type Member = { readonly label: string; readonly value: JsonValue };
type OpenContainer = { readonly members: Iterator<Member>; readonly end: string; started: boolean };

function begin(value: JsonValue, open: OpenContainer[]): string {
  if (isJsonArray(value)) {
    open.push({ members: elementsOf(value), end: ']', started: false });
    return '[';
  }
  if (isJsonObject(value)) {
    open.push({ members: membersOf(value), end: '}', started: false });
    return '{';
  }
  if (typeof value === 'object' && value !== null) return value.lexeme;
  return JSON.stringify(value);
}

function* elementsOf(array: readonly JsonValue[]): Generator<Member> {
  for (const value of array) yield { label: '', value };
}

function* membersOf(object: ReadonlyMap<string, JsonValue>): Generator<Member> {
  for (const [key, value] of object) yield { label: `${JSON.stringify(key)}:`, value };
}
