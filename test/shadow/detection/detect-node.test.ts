import { describe, expect, test } from '@jest/globals';
import { detectNode } from '../../../src/shadow/detection/detect-node.ts';
import { serviceFiles } from '../../../src/shadow/detection/service-files.ts';

type Files = Readonly<Record<string, unknown>>;

function detect(files: Files, directory = '.') {
  const read = async (path: string) => {
    const content = files[path];
    if (content === undefined) return null;
    return typeof content === 'string' ? content : JSON.stringify(content);
  };
  return detectNode(serviceFiles(directory, read));
}

describe('how a Node service starts', () => {
  test.each([
    [
      'its script',
      { 'package.json': { scripts: { start: 'node x.js --fast' } }, 'server.js': '' },
      'node x.js --fast',
    ],
    [
      'its script, with one before it',
      { 'package.json': { scripts: { start: 'x', prestart: 'y' } } },
      'npm run start',
    ],
    [
      'a script that asks npm',
      { 'package.json': { scripts: { start: 'node $npm_package_main' } } },
      'npm run start',
    ],
    [
      'main',
      { 'package.json': { main: './lib/run.js' }, 'lib/run.js': '', 'server.js': '' },
      'node lib/run.js',
    ],
    ['main without ending', { 'package.json': { main: 'lib/run' }, 'lib/run.js': '' }, 'node lib/run.js'],
    ['main as a folder', { 'package.json': { main: 'lib' }, 'lib/index.js': '' }, 'node lib/index.js'],
    [
      'main with odd characters',
      { 'package.json': { main: "a b'c.js" }, "a b'c.js": '' },
      `node 'a b'\\''c.js'`,
    ],
    ['main that is not there', { 'package.json': { main: 'dist/x.js' }, 'app.js': '' }, 'node app.js'],
    ['server before index', { 'index.js': '', 'server.mjs': '' }, 'node server.mjs'],
    ['a file in src', { 'package.json': {}, 'src/server.ts': '' }, 'node src/server.ts'],
  ])('by %s', async (_, files, start) => {
    expect((await detect(files))?.start?.value).toBe(start);
  });

  test('is unknown where nothing tells, and no Node is seen where nothing is of Node', async () => {
    expect((await detect({ 'package.json': { name: 'x' } }))?.start).toBeNull();
    expect(await detect({ 'go.mod': '' })).toBeNull();
  });

  test('is not guessed from a broken package.json', async () => {
    for (const text of ['{"scripts":', '{"scripts":["start"]}']) {
      await expect(detect({ 'package.json': text, 'server.js': '' })).rejects.toMatchObject({
        code: 'service-unknown',
      });
    }
  });
});

describe('how a Node service is installed and built', () => {
  const needs = { dependencies: { a: '1' }, scripts: { start: 'x', build: 'tsc' } };

  test.each([
    ['package-lock.json', '{}', 'npm ci', 'npm run build'],
    ['npm-shrinkwrap.json', '{}', 'npm ci', 'npm run build'],
    ['pnpm-lock.yaml', '', 'pnpm i --frozen-lockfile', 'pnpm run build'],
    ['yarn.lock', '# yarn lockfile v1', 'yarn install --frozen-lockfile', 'yarn run build'],
    ['yarn.lock', '__metadata:\n  version: 8', 'yarn install --immutable', 'yarn run build'],
    ['bun.lock', '{}', 'bun install --frozen-lockfile', 'bun run build'],
  ])('by %s (%s): %s', async (lock, text, install, build) => {
    const found = await detect({ 'package.json': needs, [lock]: text });
    expect(found?.install).toEqual({
      value: install,
      because: `install: \`${install}\`, because of ${lock}.`,
    });
    expect(found?.build?.value).toBe(build);
  });

  test('without a lock file says that versions are not held', async () => {
    const found = await detect({ 'package.json': { devDependencies: { a: '1' } } });
    expect(found?.install?.value).toBe('npm install');
    expect(found?.install?.because).toContain('there is no lock file');
  });

  test('in the root of a workspace, for a service further down', async () => {
    const files = { 'package-lock.json': '{}', 'apps/one/package.json': needs };
    expect((await detect(files, 'apps/one'))?.install).toEqual({
      value: 'cd ../.. && npm ci',
      because: 'install: `cd ../.. && npm ci`, because of ../../package-lock.json.',
    });
  });

  test('not at all when nothing is needed', async () => {
    const found = await detect({ 'package.json': { scripts: { start: 'x' } }, 'package-lock.json': '{}' });
    expect(found?.install?.value).toBeNull();
    expect(found?.build?.value).toBeNull();
  });

  test('with Yarn of today, which may have no node_modules, starts through it', async () => {
    const found = await detect({ 'package.json': needs, 'yarn.lock': '__metadata:' });
    expect(found?.start?.value).toBe('yarn run start');
  });
});
