import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { openSchema } from '../../src/preparation/open-schema.ts';
import { quotesProto } from '../support/quote-service.ts';

const read = (path: string) => readFile(path).catch(() => null);

test('descriptors are read from where the settings come', async () => {
  expect(await openSchema([], read)).toBeNull();
  const schema = await openSchema([quotesProto], read);
  expect(schema?.answers.size).toBe(4);
});

test('one that is missing or cannot be read ends the gate, with its name or its fault', async () => {
  await expect(openSchema(['none.proto'], read)).rejects.toMatchObject({
    code: 'config-unreadable',
    message: expect.stringContaining('none.proto'),
  });
  await expect(openSchema(['a.proto'], async () => Buffer.from('mess age'))).rejects.toMatchObject({
    code: 'config-unreadable',
  });
});
