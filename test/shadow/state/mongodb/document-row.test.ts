import { expect, test } from '@jest/globals';
import { rowOfDocument } from '../../../../src/shadow/state/mongodb/document-row.ts';
import { parseDocuments } from '../../../../src/shadow/state/mongodb/parse-documents.ts';

/*
 * covers: parse-documents.ts
 * covers: given-mongodb.ts
 * covers: mongodb-client.ts
 * covers: mongodb-library.ts
 * covers: read-mongodb.ts
 */

test('each type of extended JSON is shown as what it is', () => {
  const row = rowOfDocument({
    _id: { $oid: '507f1f77bcf86cd799439011' },
    count: { $numberLong: '9007199254740993' },
    price: { $numberDecimal: '1.10' },
    at: { $date: { $numberLong: '0' } },
    raw: { $binary: { base64: 'AP8=', subType: '00' } },
    name: 'a',
    open: true,
    gone: null,
    lines: [{ sku: 'x' }],
  });
  expect(row.key).toBe('["{\\"$oid\\":\\"507f1f77bcf86cd799439011\\"}"]');
  expect(row.values).toEqual({
    _id: { type: 'text', text: '507f1f77bcf86cd799439011' },
    count: { type: 'number', text: '9007199254740993' },
    price: { type: 'number', text: '1.10' },
    at: { type: 'text', text: '1970-01-01T00:00:00.000Z' },
    raw: { type: 'bytes', text: 'AP8=' },
    name: { type: 'text', text: 'a' },
    open: { type: 'boolean', text: 'true' },
    gone: { type: 'null', text: '' },
    lines: { type: 'json', text: '[{"sku":"x"}]' },
  });
});

test('a seed is an array of documents, or one document a line', async () => {
  expect(await parseDocuments('a.json', '[{"_id": "x"}, {"_id": "y"}]')).toEqual([
    { _id: 'x' },
    { _id: 'y' },
  ]);
  expect(await parseDocuments('a.ndjson', '{"_id": "x"}\n\n{"_id": "y"}\n')).toEqual([
    { _id: 'x' },
    { _id: 'y' },
  ]);
  await expect(parseDocuments('a.json', '{"_id": ')).rejects.toMatchObject({ code: 'state-unavailable' });
});
