import * as z from 'zod';

/**
 * Keys that a schema knows at a path, for "did you mean". Looks through what wraps a section: defaults, optional
 * and read-only marks, lists. Empty where the schema keeps its shape to itself.
 */
export function knownKeys(schema: z.ZodType, path: readonly (string | number)[]): readonly string[] {
  let section = unwrapped(schema);
  for (const step of path) {
    if (section instanceof z.ZodArray) section = unwrapped(section.element as z.ZodType);
    else if (section instanceof z.ZodObject) {
      const next: z.ZodType | undefined = (section.shape as Record<string, z.ZodType>)[step];
      if (!next) return [];
      section = unwrapped(next);
    }
  }
  return section instanceof z.ZodObject ? Object.keys(section.shape) : [];
}

function unwrapped(schema: z.ZodType): z.ZodType {
  let inner = schema;
  while (
    inner instanceof z.ZodDefault ||
    inner instanceof z.ZodPrefault ||
    inner instanceof z.ZodReadonly ||
    inner instanceof z.ZodNullable ||
    inner instanceof z.ZodOptional ||
    inner instanceof z.ZodExactOptional
  ) {
    inner = inner.unwrap() as z.ZodType;
  }
  return inner;
}
