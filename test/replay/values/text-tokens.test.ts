import { describe, expect, test } from '@jest/globals';
import { inText } from '../../../src/replay/values/text-tokens.ts';

const spot = { place: 'body', resource: '', idOf: 'nothing' } as const;
const swap = (text: string, from: string, to: string) =>
  inText(text, spot, (token) => (token.text === from ? to : null));
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('a text of a request', () => {
  test.each([
    ['the whole of it', 'abc12345', 'abc12345', 'X'],
    ['a word', 'Bearer abc12345, more', 'abc12345', 'Bearer X, more'],
    ['a part of a word', 'urn:abc12345', 'abc12345', 'urn:X'],
    ['what is assigned', 'sid=abc12345;x', 'abc12345', 'sid=X;x'],
    ['base64 with its padding', '{post(id:"UG9zdDo0MQ=="){n}}', 'UG9zdDo0MQ==', '{post(id:"X"){n}}'],
    ['nothing inside a longer word', 'zabc12345z', 'abc12345', 'zabc12345z'],
    ['JSON in base64', base64('{"after":"abc12345"}'), 'abc12345', base64('{"after":"X"}')],
    ['words in base64', base64('Post:abc12345'), 'abc12345', base64('Post:X')],
    ['base64 in base64', base64(base64('Post:abc12345')), 'abc12345', base64(base64('Post:X'))],
    [
      'base64url without padding',
      Buffer.from('{"a":"abc12345?"}').toString('base64url'),
      'abc12345',
      Buffer.from('{"a":"X?"}').toString('base64url'),
    ],
  ])('%s is replaced', (_name, text, from, expected) => {
    expect(swap(text, from, 'X')).toBe(expected);
  });

  test('numbers inside JSON in base64 are told with what they are ids of', () => {
    const cursor = base64('{"orderId":17}');
    const sent = inText(cursor, spot, ({ text, resource }) =>
      text === '17' && resource === 'order' ? '4711' : null,
    );
    expect(sent).toBe(base64('{"orderId":4711}'));
  });
});
