/** `ready-timeout` → `readyTimeout`, in types. */
type CamelCase<Key> = Key extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Key;

/** A value with the keys of all its sections in camelCase. */
export type CamelCased<Value> = Value extends readonly (infer Item)[]
  ? readonly CamelCased<Item>[]
  : Value extends object
    ? { [Key in keyof Value as CamelCase<Key>]: CamelCased<Value[Key]> }
    : Value;

/**
 * The one place where keys of the settings file (kebab-case) become names of the program (camelCase). Names that
 * users make up, such as environment variables, have no dash and stay as they are.
 */
export function camelCaseKeys<Value>(value: Value): CamelCased<Value> {
  return converted(value) as CamelCased<Value>;
}

function converted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(converted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [camelCase(key), converted(part)]));
}

function camelCase(key: string): string {
  return key.replaceAll(/-([a-z0-9])/g, (_dash, letter: string) => letter.toUpperCase());
}
