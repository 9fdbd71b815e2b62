import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formOf, formOfBytes, hasFormOf, haveSameForm } from '../../../src/comparison/text/text-form.ts';
import { recogniseValue } from '../../../src/comparison/values/recognise-value.ts';

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

test('two texts have the same form if they share its number, unless they share it by design', () => {
  fc.assert(
    fc.property(made, made, (one, another) => {
      const [form, other] = [formOf(one), formOf(another)];
      if (form === null || other === null || form !== other) return;
      expect(haveSameForm(one, another)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('texts that were made to share the number of a form are told apart', () => {
  const seen = new Map<number, string>();
  const symbols = '!#$%&()*+,-.:;<=>?@[]^_{|}~';
  let pair: readonly [string, string] | null = null;
  for (let drawn = 0; pair === null; drawn += 1) {
    let text = '!';
    for (let left = drawn * 2_654_435_761; text.length < 9; left = Math.floor(left / symbols.length))
      text += symbols[left % symbols.length];
    const form = formOf(text);
    if (form === null) continue;
    const earlier = seen.get(form);
    if (earlier !== undefined && earlier !== text) pair = [earlier, text];
    seen.set(form, text);
  }
  const [one, another] = pair;
  expect(formOf(one)).toBe(formOf(another));
  expect(haveSameForm(one, another)).toBe(false);
  const bytes = Buffer.from(one + another + one);
  const at = (index: number) => ({ from: index * one.length, to: (index + 1) * one.length });
  expect(hasFormOf(bytes, at(0), at(1))).toBe(false);
  expect(hasFormOf(bytes, at(0), at(2))).toBe(true);
});

test('a text in bytes has the form of another only if it has a form itself', () => {
  const hasForm = (known: string, text: string): boolean =>
    hasFormOf(
      Buffer.from(known + text),
      { from: 0, to: known.length },
      { from: known.length, to: known.length + text.length },
    );
  expect(hasForm('2026-01-10T10:00:00Z', '2023-11-14T22:13:20Z')).toBe(true);
  expect(hasForm('2026-01-10T10:00:00Z', '2023-13-14T22:13:20Z')).toBe(false);
  expect(hasForm('2026-01-10T10:00:00Z', '2023-11-14T24:13:20Z')).toBe(false);
  expect(hasForm('fzJx.a', 'eyJx.a')).toBe(false);
  const formOfText = (text: string) => formOfBytes(Buffer.from(text), 0, text.length);
  fc.assert(
    fc.property(made, made, (one, another) => {
      fc.pre(formOfText(one) !== null);
      if (hasForm(one, another)) expect(formOfText(another)).toBe(formOfText(one));
    }),
    { numRuns: 2000 },
  );
});
