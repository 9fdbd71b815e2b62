import { expect, test } from '@jest/globals';
import { recallHead, rememberHead } from '../../../../src/replay/sending/prepared/known-heads.ts';
import { knownHead } from '../../../../src/replay/sending/prepared/response-head.ts';

function headOf(text: string, length: number) {
  const headers = [['Content-Length', String(length)]] as const;
  return { text, head: knownHead({ status: 200, isCurrent: true, headers }) };
}

test('a head that is whole is new once and known from then on, whatever comes behind it', () => {
  const { text, head } = headOf('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n', 3);
  expect(recallHead(Buffer.from(`${text}abc`))).toEqual({ kind: 'new', text });
  rememberHead(text, head);
  for (const body of ['abc', 'abc', 'xyz', '']) {
    expect(recallHead(Buffer.from(`${text}${body}`))).toMatchObject({ kind: 'known', head });
  }
});

test('of two that differ in one byte each is known as itself, in any order', () => {
  const one = headOf('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n', 4);
  const other = headOf('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n', 5);
  for (const { text, head } of [one, other]) rememberHead(text, head);
  for (const { text, head } of [one, other, other, one, one]) {
    expect(recallHead(Buffer.from(`${text}1234`))).toMatchObject({ kind: 'known', head });
  }
});

test('a head that is not whole is neither, though it begins like one that is known', () => {
  const { text, head } = headOf('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n', 6);
  rememberHead(text, head);
  expect(recallHead(Buffer.from(`${text}123456`))).toMatchObject({ kind: 'known' });
  expect(recallHead(Buffer.from(text.slice(0, -1)))).toBeNull();
  expect(recallHead(Buffer.alloc(0))).toBeNull();
});
