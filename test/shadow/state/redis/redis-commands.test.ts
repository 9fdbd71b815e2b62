import { expect, test } from '@jest/globals';
import { splitWords } from '../../../../src/shadow/state/redis/redis-commands.ts';

test.each([
  ['SET a b', ['SET', 'a', 'b']],
  ["  SET  \"two words\" 'it\\'s'", ['SET', 'two words', "it's"]],
  ['SET a "line\\n\\"quoted\\" \\\\"', ['SET', 'a', 'line\n"quoted" \\']],
  ['SET a ""', ['SET', 'a', '']],
  ['# a comment', []],
  ['   ', []],
])('%s', (line, words) => {
  expect(splitWords(line).map(String)).toEqual(words);
});

test('bytes are written in hexadecimal', () => {
  expect(splitWords('SET a "\\xff\\x00"')[2]).toEqual(Buffer.from([255, 0]));
});
