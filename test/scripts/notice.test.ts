import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { noticeOf, packageFolderOf } from '../../scripts/notice.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'shadowgate-test-notice-'));
});

afterEach(() => rm(root, { recursive: true, force: true }));

async function install(
  folder: string,
  manifest: Record<string, unknown>,
  files: Record<string, string> = {},
) {
  for (const [name, text] of Object.entries({ 'package.json': JSON.stringify(manifest), ...files })) {
    await mkdir(dirname(join(root, folder, name)), { recursive: true });
    await writeFile(join(root, folder, name), text);
  }
}

test.each([
  ['node_modules/zod/v4/index.js', ['node_modules/zod']],
  ['node_modules/@actions/core/lib/core.js', ['node_modules/@actions/core']],
  ['node_modules/a/node_modules/@b/c/x.js', ['node_modules/a/node_modules/@b/c']],
  ['src/gate-change.ts', []],
])('%s belongs to %j', (input, folder) => {
  expect(packageFolderOf(input)).toEqual(folder);
});

describe('noticeOf', () => {
  test('names every package once, in order, with its text', async () => {
    await install(
      'node_modules/b',
      { name: 'b', version: '2.0.0', license: 'ISC' },
      { LICENSE: 'ISC text of b' },
    );
    await install(
      'node_modules/@x/a',
      { name: '@x/a', version: '1.0.0', license: 'MIT' },
      { 'license.md': 'MIT text' },
    );
    const inputs = ['src/a.ts', 'node_modules/b/i.js', 'node_modules/b/j.js', 'node_modules/@x/a/i.js'];
    const notice = await noticeOf(root, inputs, ['/* two */\n\n/* one */', '/* one */']);
    expect(notice.match(/^\S+ \d\.\d\.\d \(.*\)$/gm)).toEqual(['@x/a 1.0.0 (MIT)', 'b 2.0.0 (ISC)']);
    expect(notice).toContain('ISC text of b');
    expect(notice.match(/\/\* one \*\//g)).toHaveLength(1);
  });

  test('of licences to choose from, one that is permissive is enough', async () => {
    const manifest = { name: 'forge', version: '1.0.0', license: '(BSD-3-Clause OR GPL-2.0)' };
    await install('node_modules/forge', manifest);
    expect(await noticeOf(root, ['node_modules/forge/i.js'], [])).toContain('forge 1.0.0');
  });

  test.each([
    ['copyleft', 'GPL-3.0-only', /bad \(GPL-3\.0-only\)/],
    ['a choice of copyleft only', '(GPL-2.0 OR LGPL-3.0)', /bad \(\(GPL-2\.0 OR LGPL-3\.0\)\)/],
    ['terms that hold together', 'MIT AND GPL-2.0', /bad \(MIT AND GPL-2\.0\)/],
    ['silence', undefined, /bad \(none stated\)/],
  ])('%s stops the build', async (_name, license, message) => {
    await install('node_modules/bad', { name: 'bad', version: '1.0.0', ...(license ? { license } : {}) });
    await expect(noticeOf(root, ['node_modules/bad/i.js'], [])).rejects.toThrow(message);
  });
});
