import { describe, expect, test } from '@jest/globals';
import { requestBody, responseBody } from '../../../src/recording/importing/har-bodies.ts';
import type { HarContent, HarPostData } from '../../../src/recording/importing/har-entry.ts';

const bytes = Buffer.from([0xff, 0xd8, 0x00, 0x01]);

describe('responseBody', () => {
  test.each<[string, HarContent | null, number, Buffer | string, boolean]>([
    ['text', { text: 'é☃' }, 200, 'é☃', true],
    ['base64', { text: bytes.toString('base64'), encoding: 'base64' }, 200, bytes, true],
    ['text that claims to be base64', { text: '{"a":1}', encoding: 'base64' }, 200, '{"a":1}', true],
    ['base64 that forgot to say so', { text: '/9gAAQ==', mimeType: 'image/jpeg', size: 4 }, 200, bytes, true],
    ['text that looks like base64', { text: 'abcd', mimeType: 'text/plain', size: 3 }, 200, 'abcd', true],
    ['bytes spoiled as text', { text: '\ufffd\ufffd', mimeType: 'image/jpeg' }, 200, '\ufffd\ufffd', false],
    ['no text though there was a body', { size: 100 }, 200, '', false],
    ['no text for 204, whatever the size', { size: 100 }, 204, '', true],
    ['a body in a file of its own', { _file: '../../etc/passwd', size: 3 }, 200, '', false],
    ['no content', null, 200, '', true],
  ])('%s', (_name, content, status, expected, isWhole) => {
    expect(responseBody(content, status)).toEqual({ bytes: Buffer.from(expected), isWhole });
  });
});

describe('requestBody', () => {
  test.each<[string, HarPostData | null, Buffer | string, boolean]>([
    ['text', { text: 'a=1' }, 'a=1', true],
    ['text rather than fields', { text: 'a=1', params: [['a', '2']] }, 'a=1', true],
    ['base64 by an extension', { text: bytes.toString('base64'), encoding: 'base64' }, bytes, true],
    [
      'fields',
      {
        params: [
          ['a b', 'c&d'],
          ['e', ''],
        ],
      },
      'a+b=c%26d&e=',
      true,
    ],
    ['fields that are encoded already', { params: [['a', 'c%26d']] }, 'a=c%26d', true],
    [
      'fields of a multipart form',
      { mimeType: 'multipart/form-data; boundary=b', params: [['a', '1']] },
      '',
      false,
    ],
    ['bytes spoiled as text', { text: 'a\ufffd' }, 'a\ufffd', false],
    ['nothing', null, '', true],
    ['an empty text', { text: '' }, '', true],
  ])('%s', (_name, postData, expected, isWhole) => {
    expect(requestBody(postData)).toEqual({ bytes: Buffer.from(expected), isWhole });
  });
});
