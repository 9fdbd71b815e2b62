import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { encloseBuild, encloseInstall, stepIsolation } from '../../../src/shadow/sandbox/enclose-step.ts';
import { raiseWalls, type Sandbox, withoutWalls } from '../../../src/shadow/sandbox/sandbox.ts';
import { openScene, type Scene } from '../temporary-build.ts';

// covers: sandbox.ts

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

function closed(installNetwork: Sandbox['installNetwork']): Sandbox {
  const walls = {
    level: 'user-namespace',
    engine: null,
    system: { views: [{ from: '/usr', at: '/usr' }], links: [] },
    readable: ['/usr/share', '/etc'],
    folder: scene.folder,
  } as const;
  const enclose: Sandbox['enclose'] = (needs) => raiseWalls(walls, needs);
  return { ...withoutWalls, level: 'user-namespace', isClosed: true, installNetwork, enclose };
}

const place = () => ({ folder: join(scene.folder, 'b'), home: join(scene.folder, 'h') });

test('an install may reach registries, write into the cache and read what it is told of', () => {
  const cache = join(scene.folder, 'cache');
  const environment = { PATH: '/bin', npm_config_cache: cache, NODE_EXTRA_CA_CERTS: '/proc/version' };
  const enclosure = encloseInstall({ ...place(), sandbox: closed('registries') }, environment);
  expect(enclosure).toMatchObject({ network: 'open', isReached: false, doors: [] });
  expect(enclosure?.writable).toEqual([...Object.values(place()), cache]);
  expect(existsSync(cache)).toBe(true);
  // What the system shows already is not shown twice.
  expect(enclosure?.views.map(({ at }) => at)).toEqual(['/usr', '/etc', '/proc/version']);
  expect(encloseInstall({ ...place(), sandbox: closed('none') }, environment)?.network).toBe('closed');
});

test('a build may reach nothing', () => {
  const enclosure = encloseBuild({ ...place(), sandbox: closed('registries') });
  expect(enclosure).toMatchObject({ network: 'closed', isReached: false, writable: Object.values(place()) });
});

test('what the steps got is told as it is, also where there are no walls', () => {
  expect(stepIsolation(closed('registries'))).toEqual({
    install: { level: 'user-namespace', network: 'open' },
    build: { level: 'user-namespace', network: 'closed' },
  });
  expect(stepIsolation(closed('none')).install.network).toBe('closed');
  const open = { level: 'scrubbed-environment', network: 'open' };
  expect(stepIsolation({ ...withoutWalls, installNetwork: 'none' })).toEqual({ install: open, build: open });
  expect(encloseBuild({ ...place(), sandbox: withoutWalls })).toBeNull();
  expect(encloseInstall({ ...place(), sandbox: withoutWalls }, {})).toBeNull();
});
