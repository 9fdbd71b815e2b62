import { expect, test } from '@jest/globals';
import { redactMultipart } from '../../../src/recording/redaction/redact-multipart.ts';
import { somePseudonyms } from '../some-pseudonyms.ts';

const pseudonyms = somePseudonyms();
const { token } = pseudonyms;

function form(password: string, binary: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from('--b7\r\nContent-Disposition: form-data; name="user"\r\n\r\nann\r\n'),
    Buffer.from(`--b7\r\nContent-Disposition: form-data; name="password"\r\n\r\n${password}\r\n`),
    Buffer.from('--b7\r\nContent-Disposition: form-data; name="token"; filename="t.bin"\r\n\r\n'),
    binary,
    Buffer.from('\r\n--b7--\r\n'),
  ]);
}

test.each([
  ['a plain boundary', 'multipart/form-data; boundary=b7'],
  ['a quoted boundary', 'multipart/form-data; boundary="b7"'],
])('fields with a secret name are replaced, files are not: %s', (_name, contentType) => {
  const binary = Buffer.from([0, 255, 13, 10, 45, 45]);
  const redacted = redactMultipart(form('hunter2', binary), contentType, pseudonyms);
  expect(redacted).toEqual(form(token('hunter2'), binary));
});

test('without a boundary it is searched as text', () => {
  const body = Buffer.from('{"password":"one"}');
  expect(redactMultipart(body, 'multipart/form-data', pseudonyms).toString()).toBe(
    `{"password":"${token('one')}"}`,
  );
});
