import { expect, test } from '@jest/globals';
import { instanceRoles } from '../../../src/domain/observation.ts';
import { instanceFolders } from '../../../src/shadow/instance/instance-folders.ts';

test('every role has folders of its own, and their paths are equally long', () => {
  const all = instanceRoles.map((role) => instanceFolders('/tmp/shadowgate-x', role));
  expect(all[0]?.app).toBe('/tmp/shadowgate-x/b/app');
  expect(new Set(all.map((each) => each.app)).size).toBe(instanceRoles.length);
  for (const kind of ['whole', 'app', 'data', 'temporary', 'home'] as const) {
    expect(new Set(all.map((each) => each[kind].length)).size).toBe(1);
  }
});
