import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { redactJson } from '../../../src/recording/redaction/redact-json.ts';
import { somePseudonyms } from '../some-pseudonyms.ts';

const pseudonyms = somePseudonyms();
const { token } = pseudonyms;
const redact = (text: string): string | undefined => redactJson(Buffer.from(text), pseudonyms)?.toString();

describe('redactJson', () => {
  test.each([
    [
      'a member',
      '{ "user":"ann",\n\t"password" : "one" }',
      `{ "user":"ann",\n\t"password" : "${token('one')}" }`,
    ],
    [
      'a number that is a secret',
      '{"pin":1234,"max_tokens":100}',
      `{"pin":${token('1234')},"max_tokens":100}`,
    ],
    [
      'every string below',
      '{"secret":{"a":"one","n":7},"tokens":["two"]}',
      `{"secret":{"a":"${token('one')}","n":7},"tokens":["${token('two')}"]}`,
    ],
    ['not what a session object holds', '{"session":{"state":"open"}}', '{"session":{"state":"open"}}'],
    ['an escaped name and value', '{"pass\\u0077ord":"o\\"ne"}', `{"pass\\u0077ord":"${token('o"ne')}"}`],
    [
      'repeated members',
      '{"token":"one","token":"two"}',
      `{"token":"${token('one')}","token":"${token('two')}"}`,
    ],
    [
      'a credential with its scheme',
      '{"authorization":"Bearer one"}',
      `{"authorization":"Bearer ${token('one')}"}`,
    ],
    [
      'JSON in a string',
      '{"body":"{\\"token\\":\\"one\\"}"}',
      `{"body":"{\\"token\\":\\"${token('one')}\\"}"}`,
    ],
    [
      'GraphQL in a string',
      '{"query":"mutation{login(password:\\"one\\")}"}',
      `{"query":"mutation{login(password:\\"${token('one')}\\")}"}`,
    ],
    [
      'lines of JSON',
      '{"token":"one"}\n{"token":"two"}\n',
      `{"token":"${token('one')}"}\n{"token":"${token('two')}"}\n`,
    ],
    [
      'nothing in null, booleans and empty text',
      '{"token":null,"password":true,"pin":""}',
      '{"token":null,"password":true,"pin":""}',
    ],
    ['with a byte order mark before it', '\ufeff{"token":"one"}', `\ufeff{"token":"${token('one')}"}`],
  ])('replaces %s', (_name, text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  test.each([
    '{"a":1',
    '{"a" 1}',
    '{a:1}',
    '[1,]',
    '"open',
    'nil',
    '{"a":01}',
    '"\\x"',
    `${'['.repeat(1000)}${']'.repeat(1000)}`,
  ])('%.20s is no JSON that we read', (text) => {
    expect(redact(text)).toBeUndefined();
  });

  test('leaves every byte of JSON without a secret, whatever it holds', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 2, '\t'), (json, space) => {
        const text = JSON.stringify(JSON.parse(json), null, space);
        const fresh = somePseudonyms();
        const result = redactJson(Buffer.from(text), fresh);
        fc.pre(!/pass|token|secret|key|auth|sid|sig|pin|pan|otp/i.test(text));
        expect(result?.toString()).toBe(text);
      }),
    );
  });

  test('replaces a secret member wherever it stands, and stays JSON', () => {
    fc.assert(
      fc.property(fc.json(), fc.string({ minLength: 1 }), (json, secret) => {
        const text = `{"a":${json},"deep":[[{"client_secret":${JSON.stringify(secret)}}]],"b":1}`;
        const parsed = JSON.parse(redact(text) ?? '');
        expect(parsed.deep).toEqual([[{ client_secret: token(secret) }]]);
        expect(parsed.b).toBe(1);
      }),
    );
  });
});
