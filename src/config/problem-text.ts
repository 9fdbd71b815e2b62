import type * as z from 'zod';
import { suggestName } from './suggest-name.ts';

type Step = string | number;

/** One thing that is wrong with the settings, and whether the key or the value at its path shows it. */
export type ConfigProblem = {
  readonly path: readonly Step[];
  readonly at: 'key' | 'value';
  readonly problem: string;
  readonly remedy: string;
};

type Lookup = {
  /** What the file has at a path; undefined when there is nothing. */
  readonly valueAt: (path: readonly Step[]) => unknown;
  /** Keys that the section at a path may have. */
  readonly keysAt: (path: readonly Step[]) => readonly string[];
};

/** Turns what zod found into problems in our own words: one for each key or value, each with what to do. */
export function problemsOf(issues: readonly z.core.$ZodIssue[], lookup: Lookup): ConfigProblem[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => unknownKey([...path, key], key, lookup.keysAt(path)));
    }
    const at = issue.code === 'invalid_key' ? ('key' as const) : ('value' as const);
    return [{ path, at, ...wordsFor(issue, lookup.valueAt(path)) }];
  });
}

function unknownKey(path: readonly Step[], key: string, known: readonly string[]): ConfigProblem {
  const meant = suggestName(key, known);
  const others = known.length === 0 ? 'remove it' : `remove it, or write one of ${known.join(', ')}`;
  const remedy = meant === null ? others : `did you mean ${meant}?`;
  return { path, at: 'key', problem: 'unknown key', remedy };
}

type Words = { readonly problem: string; readonly remedy: string };

function wordsFor(issue: z.core.$ZodIssue, value: unknown): Words {
  switch (issue.code) {
    case 'invalid_type':
      return wordsForType(issue.expected, value);
    case 'invalid_value':
      return wordsForChoice(issue.values.map(String), value);
    case 'too_small':
      return {
        problem: `must be ${sizeInWords(issue.origin, 'at least', issue.minimum)}`,
        remedy: 'write more',
      };
    case 'too_big':
      return {
        problem: `must be ${sizeInWords(issue.origin, 'at most', issue.maximum)}`,
        remedy: 'write less',
      };
    case 'invalid_format':
      return { problem: 'not a date', remedy: 'write it as year-month-day, such as 2027-01-31' };
    case 'invalid_key':
      return { problem: 'not a name of an environment variable', remedy: 'use letters, digits and _' };
    default:
      return { problem: issue.message, remedy: remedyOf(issue) };
  }
}

const typesInWords: Readonly<Record<string, readonly [name: string, remedy: string]>> = {
  string: ['text', 'write text, in quotes where YAML would read it as something else'],
  int: ['a whole number', 'write a whole number without quotes, such as 8'],
  number: ['a number', 'write a number without quotes, such as 8'],
  boolean: ['true or false', 'write true or false without quotes'],
  array: ['a list', 'write a list, one entry a line, each after a dash'],
  object: ['a section', 'write keys with values below it, indented'],
  record: ['a section', 'write names with values below it, indented'],
};

function wordsForType(expected: string, value: unknown): Words {
  const [name, remedy] = typesInWords[expected] ?? [expected, `write ${expected}`];
  return value === undefined ? { problem: 'missing', remedy } : { problem: `must be ${name}`, remedy };
}

function wordsForChoice(known: readonly string[], value: unknown): Words {
  const choice = known.length === 1 ? String(known[0]) : `one of ${known.join(', ')}`;
  if (value === undefined) return { problem: 'missing', remedy: `write ${choice}` };
  const meant = typeof value === 'string' ? suggestName(value, known) : null;
  const remedy = meant === null ? `write ${choice}` : `did you mean ${meant}?`;
  return { problem: known.length === 1 ? `must be ${choice}` : 'not one of the known values', remedy };
}

function sizeInWords(origin: string, relation: string, size: number | bigint): string {
  if (origin === 'string') return `${relation} ${size} characters long`;
  if (origin === 'array') return `a list of ${relation} ${size}`;
  return `${relation} ${size}`;
}

function remedyOf(issue: z.core.$ZodIssue): string {
  const remedy = issue.code === 'custom' ? issue.params?.['remedy'] : undefined;
  return typeof remedy === 'string' ? remedy : 'correct it';
}
