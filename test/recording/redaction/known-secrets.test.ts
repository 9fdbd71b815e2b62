import { describe, expect, test } from '@jest/globals';
import { applyEdits } from '../../../src/recording/redaction/byte-edits.ts';
import { KnownSecrets } from '../../../src/recording/redaction/known-secrets.ts';

function knowing(...values: readonly string[]): KnownSecrets {
  const secrets = new KnownSecrets();
  for (const [number, value] of values.entries()) secrets.remember(value, `<${number}>`);
  return secrets;
}

function replaced(secrets: KnownSecrets, text: string): string {
  return applyEdits(Buffer.from(text), secrets.findIn(Buffer.from(text))).toString();
}

describe('known secrets', () => {
  test.each([
    ['alone', 'abc12345', '<0>'],
    ['at both ends and in the middle of words', 'abc12345xabc12345', '<0>x<0>'],
    ['beside other bytes', 'é"abc12345"☃', 'é"<0>"☃'],
    ['not when a part is missing', 'abc1234', 'abc1234'],
  ])('are found %s', (_name, text, expected) => {
    expect(replaced(knowing('abc12345'), text)).toBe(expected);
  });

  test('are found percent-encoded as well', () => {
    expect(replaced(knowing('a+b/c==123'), 'x?y=a%2Bb%2Fc%3D%3D123&z=a+b/c==123')).toBe('x?y=<0>&z=<0>');
  });

  test.each([
    ['a word', 'checkout'],
    ['a short number', '20240601'],
    ['a short value', 'a1b2c3'],
  ])('%s is too common to be looked for', (_name, value) => {
    const secrets = knowing(value);
    expect(secrets.findIn(Buffer.from(`${value} ${value}`))).toEqual([]);
    expect(secrets.tokenOf(value)).toBe('<0>');
  });

  test('where one holds another, the outer one counts, in whatever order they came', () => {
    expect(
      replaced(knowing('inner1234', 'outer-inner1234-outer'), 'a outer-inner1234-outer b inner1234'),
    ).toBe('a <1> b <0>');
    expect(replaced(knowing('tail-inner1234', 'inner1234'), 'tail-inner1234')).toBe('<0>');
  });

  test('the least recently met are forgotten, so that memory is bounded', () => {
    const secrets = new KnownSecrets(10);
    secrets.remember('first-secret-1', '<first>');
    for (let number = 0; number < 30; number += 1) {
      secrets.tokenOf('first-secret-1');
      secrets.remember(`another-secret-${number}`, `<${number}>`);
    }
    expect(secrets.tokenOf('first-secret-1')).toBe('<first>');
    expect(secrets.tokenOf('another-secret-0')).toBeUndefined();
    expect(replaced(secrets, 'first-secret-1 another-secret-0 another-secret-29')).toBe(
      '<first> another-secret-0 <29>',
    );
  });

  test('long tokens are known as given out, short ones might be a secret', () => {
    const secrets = new KnownSecrets();
    secrets.remember('4111111111111111', '7238949636175892');
    secrets.remember('1234', '6196');
    expect(secrets.isIssued('7238949636175892')).toBe(true);
    expect(secrets.isIssued('6196')).toBe(false);
  });
});
