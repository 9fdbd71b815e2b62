import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { findFaketime } from '../../../src/shadow/instance/find-faketime.ts';

test('is looked for below the folder of the architecture, then in the next place, and may be missing', async () => {
  const folder = await mkdtemp('/tmp/sg-faketime-');
  try {
    const [first, second] = [join(folder, 'first'), join(folder, 'second')];
    expect(await findFaketime([first, second])).toBeNull();
    await put(second);
    expect(await findFaketime([first, second])).toBe(join(second, 'faketime/libfaketime.so.1'));
    await put(join(first, 'x86_64-linux-gnu'));
    expect(await findFaketime([first, second])).toBe(
      join(first, 'x86_64-linux-gnu/faketime/libfaketime.so.1'),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});

async function put(folder: string): Promise<void> {
  await mkdir(join(folder, 'faketime'), { recursive: true });
  await writeFile(join(folder, 'faketime/libfaketime.so.1'), '');
}
