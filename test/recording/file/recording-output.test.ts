import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { encodeFrame, encodeFrameHead } from '../../../src/recording/file/recording-format.ts';
import { RecordingOutput } from '../../../src/recording/file/recording-output.ts';
import { temporaryFolder } from '../temporary-folder.ts';

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

  test('writes a frame by pieces, its head last, and nothing of one that fails', async () => {
    const output = await RecordingOutput.create(inFolder('pieces'));
    await output.write(Buffer.from('one'), 1);
    const head = (length: number, checksum: number) =>
      encodeFrameHead({ tag: 'BLCK', storedLength: length, rawLength: 9, records: 1 }, checksum);
    const pieces = (fails: boolean) =>
      (async function* () {
        yield Buffer.from('sto');
        if (fails) throw Object.assign(new Error('no'), { code: 'ENOSPC' });
        yield Buffer.from('red');
      })();
    await output.writePieces({ pieces: pieces(false), head }, 1);
    const failed = output.writePieces({ pieces: pieces(true), head }, 1);
    await expect(failed).rejects.toMatchObject({ code: 'recording-write-failed' });
    await output.close();
    const whole = encodeFrame('BLCK', Buffer.from('stored'), { rawLength: 9, records: 1 });
    expect(readFileSync(inFolder('pieces'))).toEqual(Buffer.concat([Buffer.from('one'), whole]));
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
