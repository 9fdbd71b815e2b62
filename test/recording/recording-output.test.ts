import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { RecordingOutput } from '../../src/recording/recording-output.ts';
import { temporaryFolder } from './temporary-folder.ts';

const inFolder = temporaryFolder();

describe('RecordingOutput', () => {
  test('writes frames one behind the other and knows where the next begins', async () => {
    const output = await RecordingOutput.create(inFolder('a'));
    await output.write(Buffer.from('one'), 1);
    await output.write(Buffer.from('two'), 2);
    expect(output.length).toBe(6);
    await output.sync();
    await output.close();
    expect(readFileSync(inFolder('a'), 'utf8')).toBe('onetwo');
  });

  test('empties what was there before', async () => {
    for (const text of ['a long text', 'short']) {
      const output = await RecordingOutput.create(inFolder('b'));
      await output.write(Buffer.from(text), 0);
      await output.close();
    }
    expect(readFileSync(inFolder('b'), 'utf8')).toBe('short');
  });

  test('says what is safe and what to do when the disk is full', async () => {
    const output = await RecordingOutput.create('/dev/full');
    await expect(output.write(Buffer.from('one'), 5)).rejects.toMatchObject({
      code: 'recording-write-failed',
      message: '/dev/full cannot be written (ENOSPC); 0 exchanges in it are safe and can be read.',
      remedy: expect.stringContaining('Free some space'),
    });
    expect(output.length).toBe(0);
    await output.close();
  });
});
