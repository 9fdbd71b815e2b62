import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createTeardown } from '../../../src/shadow/processes/teardown.ts';
import { openScene, type Scene } from '../temporary-build.ts';

let scene: Scene;
let undone: string[];
beforeEach(async () => {
  scene = await openScene();
  undone = [];
});
afterEach(() => scene.close());

const undo = (name: string) => () => {
  undone.push(name);
};
const make = (undoTimeoutMs?: number) =>
  createTeardown({
    journalFolder: join(scene.folder, 'other-journal'),
    ...(undoTimeoutMs ? { undoTimeoutMs } : {}),
  });

describe('the teardown', () => {
  test('undoes in reverse, and only once', async () => {
    const teardown = make();
    for (const name of ['one', 'two', 'three']) teardown.defer(name, undo(name));
    await Promise.all([teardown.run(), teardown.run()]);
    await teardown.run();
    expect(undone).toEqual(['three', 'two', 'one']);
  });

  test('leaves out what was undone before', async () => {
    const teardown = make();
    const early = teardown.defer('one', undo('one'));
    teardown.defer('two', undo('two'));
    await Promise.all([early(), early()]);
    await teardown.run();
    expect(undone).toEqual(['one', 'two']);
  });

  test('goes on after a failure, and names every one at the end', async () => {
    const teardown = make();
    teardown.defer('one', undo('one'));
    teardown.defer('two', () => {
      throw new Error('stuck.');
    });
    teardown.defer('three', () => Promise.reject(new Error('stuck too.')));
    await expect(teardown.run()).rejects.toMatchObject({
      code: 'teardown-failed',
      message: expect.stringContaining('three: stuck too. two: stuck.'),
    });
    expect(undone).toEqual(['one']);
  });

  test('does not wait for ever', async () => {
    const teardown = make(20);
    teardown.defer('one', undo('one'));
    teardown.defer('two', () => new Promise(() => {}));
    await expect(teardown.run()).rejects.toThrow('two: not undone within 20 ms.');
    expect(undone).toEqual(['one']);
  });

  test('starts nothing once the end has begun: undoes it at once and says so', async () => {
    const teardown = make();
    expect(teardown.signal.aborted).toBe(false);
    await teardown.run();
    expect(teardown.signal.aborted).toBe(true);
    expect(() => teardown.defer('late', undo('late'))).toThrow(
      expect.objectContaining({ code: 'interrupted' }),
    );
    expect(undone).toEqual(['late']);
  });

  test('keeps its journal when something could not be undone', async () => {
    const teardown = make();
    teardown.record({ kind: 'folder', path: '/nowhere' });
    teardown.defer('one', () => Promise.reject(new Error('stuck.')));
    await expect(teardown.run()).rejects.toMatchObject({ code: 'teardown-failed' });
    await access(join(scene.folder, 'other-journal', `${teardown.marker}.ndjson`));
  });

  test('by force kills what carries its marker, at once', async () => {
    const teardown = make();
    const env = { SHADOWGATE_RUN: teardown.marker };
    const child = spawn('/bin/sleep', ['300'], { env, detached: true, stdio: 'ignore' });
    const other = spawn('/bin/sleep', ['300'], { env: {}, detached: true, stdio: 'ignore' });
    teardown.force();
    expect(await once(child, 'close')).toEqual([null, 'SIGKILL']);
    expect(other.exitCode ?? other.signalCode).toBeNull();
    other.kill('SIGKILL');
  });
});
