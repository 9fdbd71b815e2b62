import { expect, test } from '@jest/globals';
import { inMultipart } from '../../../src/replay/values/multipart-fields.ts';

const type = 'multipart/form-data; boundary="b 1"';
const body = (field: string) =>
  Buffer.concat([
    Buffer.from(`--b 1\r\nContent-Disposition: form-data; name="doc"\r\n\r\n${field}\r\n`),
    Buffer.from('--b 1\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n'),
    Buffer.from([0xff, 0x00, 0x37]),
    Buffer.from('\r\n--b 1--\r\n'),
  ]);

test('fields are replaced, files keep their bytes', () => {
  const seen: string[] = [];
  const sent = inMultipart(body('17'), type, (name, text) => {
    seen.push(`${name}=${text}`);
    return '4711';
  });
  expect(seen).toEqual(['doc=17']);
  expect(sent).toEqual(body('4711'));
});

test.each([
  ['no boundary', 'multipart/form-data', null],
  ['another boundary', 'multipart/form-data; boundary=other', body('17')],
])('%s', (_name, contentType, expected) => {
  expect(inMultipart(body('17'), contentType, () => 'x')).toEqual(expected);
});
