import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { recogniseValue } from '../../src/comparison/recognise-value.ts';
import { formOf } from '../../src/comparison/text-form.ts';

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
const made = fc.oneof(
  fc.uuid(),
  fc.ulid(),
  fc
    .tuple(digits(4), digits(2), digits(2), digits(2), digits(2), digits(2))
    .map(
      ([year, month, day, hour, minute, second]) => `${year}-${month}-${day}T${hour}:${minute}:${second}Z`,
    ),
  fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((date) => date.toISOString()),
  digits(10),
  digits(13),
  fc.string(),
);

test('texts of one form are of one class', () => {
  const classes = new Map<number, string>();
  const classOf = (text: string): string => {
    const found = recogniseValue(text, false);
    return `${found.kind} ${found.kind === 'time' ? found.format : ''}`;
  };
  fc.assert(
    fc.property(made, (text) => {
      const form = formOf(text);
      if (form === null) return;
      const known = classes.get(form) ?? classOf(text);
      classes.set(form, known);
      expect(classOf(text)).toBe(known);
    }),
    { numRuns: 5000 },
  );
});

test.each<[string, string, boolean]>([
  ['2026-01-10T10:00:00.100Z', '2026-02-11T23:59:59.999Z', true],
  ['2026-01-10', '2026-13-10', false],
  ['2026-01-10T10:00:00Z', '2026-01-10T10:61:00Z', false],
  ['abc', 'abx', false],
])('%s and %s', (one, another, isAlike) => {
  const forms = [formOf(one), formOf(another)];
  expect(forms[0] !== null && forms[0] === forms[1]).toBe(isAlike);
});
