import { isJsonArray, isJsonObject, type JsonValue } from './json-value.ts';

/** Gives equal subtrees the same number and unequal ones different numbers, across all documents it is shown. */
export type Identify = (value: JsonValue) => number;

/** What a scalar counts as; two scalars with the same text are the same. */
export type ScalarName = (scalar: JsonValue) => string;

/**
 * Used to align arrays and to prune equal subtrees: each subtree is visited once, and then comparing two of any size is
 * comparing two numbers. Names are interned rather than hashed, so there are no collisions to reason about. It walks
 * with its own stack, because untrusted documents may be deep.
 */
export function createIdentifier(scalarName: ScalarName): Identify {
  const numbers = new Map<string, number>();
  const known = new Map<JsonValue, number>();
  const intern = (name: string): number => {
    const found = numbers.get(name);
    if (found !== undefined) return found;
    numbers.set(name, numbers.size);
    return numbers.size - 1;
  };
  const numberOf = (value: JsonValue): number =>
    isContainer(value) ? (known.get(value) ?? -1) : intern(`s${scalarName(value)}`);
  return (value) => {
    if (isContainer(value) && !known.has(value)) {
      for (const container of childrenFirst(value, known))
        known.set(container, intern(nameOf(container, numberOf)));
    }
    return numberOf(value);
  };
}

/** Scalars by type and text: `1` and `"1"` differ, and so do `1` and `1.0`. */
export function exactScalarName(scalar: JsonValue): string {
  if (typeof scalar === 'string') return `"${scalar}`;
  if (typeof scalar === 'object' && scalar !== null && 'lexeme' in scalar) return scalar.lexeme;
  return String(scalar);
}

function isContainer(value: JsonValue): boolean {
  return isJsonArray(value) || isJsonObject(value);
}

function nameOf(container: JsonValue, numberOf: Identify): string {
  if (isJsonArray(container)) return `a${container.map(numberOf).join()}`;
  if (!isJsonObject(container)) return '';
  const members = [...container].map(([key, value]) => `${JSON.stringify(key)}:${numberOf(value)}`);
  return `o${members.toSorted().join()}`;
}

/** Every container of the tree that is not known yet, each after the containers inside it. */
function childrenFirst(root: JsonValue, known: ReadonlyMap<JsonValue, number>): readonly JsonValue[] {
  const found: JsonValue[] = [];
  const pending: JsonValue[] = [root];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    found.push(next);
    const children: Iterable<JsonValue> = isJsonObject(next) ? next.values() : isJsonArray(next) ? next : [];
    for (const child of children) if (isContainer(child) && !known.has(child)) pending.push(child);
  }
  return found.toReversed();
}
