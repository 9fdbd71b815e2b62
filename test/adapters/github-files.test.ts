import { expect, test } from '@jest/globals';
import { readFileAt, tipOf } from '../../src/adapters/github-files.ts';
import { aScene, baseTip } from '../support/fake-github-scene.ts';
import { clientOf, failureOf, withFakeGitHub } from '../support/github-connection.ts';

const path = '.github/shadowgate.yml';

test('text comes back whole, and from the commit that was asked for', async () => {
  const world = aScene();
  const text = `# größer\n${'rules: []\n'.repeat(30)}`;
  world.files.set(baseTip, new Map([[path, text]]));
  world.files.set('d'.repeat(40), new Map([[path, 'other']]));
  await withFakeGitHub(world, async (fake) => {
    const client = clientOf(fake);
    expect(await readFileAt(client, baseTip, path)).toBe(text);
    expect(await readFileAt(client, 'd'.repeat(40), path)).toBe('other');
    expect(await readFileAt(client, baseTip, 'absent.yml')).toBeNull();
  });
});

test.each([
  ['a folder', '.github'],
  ['a file above 1 MB', 'large.yml'],
])('%s is refused rather than taken for an empty file', async (_name, asked) => {
  const world = aScene();
  world.files.set(
    baseTip,
    new Map([
      [path, 'x'],
      ['large.yml', 'x'.repeat(1_000_001)],
    ]),
  );
  await withFakeGitHub(world, async (fake) => {
    expect(await failureOf(readFileAt(clientOf(fake), baseTip, asked))).toMatchObject({
      code: 'github-failed',
    });
  });
});

test('the tip of a branch, also of one with slashes; an unknown branch is a failure', async () => {
  const world = aScene();
  world.branches.set('release/2.x', 'e'.repeat(40));
  await withFakeGitHub(world, async (fake) => {
    const client = clientOf(fake);
    expect(await tipOf(client, 'main')).toBe(baseTip);
    expect(await tipOf(client, 'release/2.x')).toBe('e'.repeat(40));
    expect((await failureOf(tipOf(client, 'gone')))['message']).toContain('no branch gone');
  });
});
