import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { outermost, viewSystem, viewsOf } from '../../../src/shadow/sandbox/system-view.ts';
import { contains, toolchainFolders } from '../../../src/shadow/sandbox/toolchain-folders.ts';

// covers: toolchain-folders.ts

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'sg-view-')));
});
afterEach(() => rmSync(folder, { recursive: true }));

const make = (...paths: readonly string[]) => {
  for (const path of paths) mkdirSync(join(folder, path), { recursive: true });
};
const found = (path: string, hidden: readonly string[] = ['home']) =>
  toolchainFolders({
    path: path
      .split(delimiter)
      .map((each) => join(folder, each))
      .join(delimiter),
    hidden: hidden.map((each) => join(folder, each)),
  }).map((each) => each.slice(folder.length + 1));

describe('of the folders on PATH', () => {
  test('a toolchain is shown whole, wherever it lies', () => {
    make('home/.nvm/versions/node/v20/bin', 'home/.nvm/versions/node/v20/lib');
    expect(found('home/.nvm/versions/node/v20/bin')).toEqual([
      'home/.nvm/versions/node/v20/bin',
      'home/.nvm/versions/node/v20',
    ]);
    make('home/.pyenv/shims', 'home/.pyenv/versions');
    expect(found('home/.pyenv/shims')).toContain('home/.pyenv');
    make('app/node_modules/.bin');
    expect(found('app/node_modules/.bin')).toEqual(['app/node_modules']);
  });

  test('what may hold credentials is not, and neither is a home or a checkout', () => {
    make(
      'home/.cargo/bin',
      'home/.cargo/registry',
      'home/.local/bin',
      'home/.local/lib',
      'home/.local/share',
    );
    expect(found('home/.cargo/bin')).toEqual(['home/.cargo/bin']);
    expect(found('home/.local/bin')).toEqual(['home/.local/bin', 'home/.local/lib']);
    make(
      'home/bin',
      'home/lib',
      'repo/bin',
      'repo/lib',
      'repo/.git',
      'other/bin',
      'other/lib',
      'other/secret',
    );
    expect(found('home/bin')).toEqual(['home/bin']);
    expect(found('repo/bin')).toEqual(['repo/bin']);
    expect(found('other/bin', ['other/secret'])).toEqual(['other/bin']);
    expect(found('home')).toEqual([]);
  });

  test('what is not there is left out, and links are followed', () => {
    make('tool/1/bin', 'tool/1/lib');
    symlinkSync(join(folder, 'tool/1/bin'), join(folder, 'current'));
    expect(found(['nothing', 'current'].join(delimiter))).toEqual(['current', 'tool/1/bin', 'tool/1']);
    // Beside /bin lies /lib, but the whole machine is no toolchain.
    expect(toolchainFolders({ path: '/bin', hidden: [] })).not.toContain('/');
    expect(toolchainFolders({ path: `.${delimiter}${delimiter}bin`, hidden: [] })).toEqual([]);
  });
});

test('a path is contained by itself, what lies above it and the root', () => {
  expect(['/a', '/a/b', '/', '/a/b/c', '/a/bc'].map((each) => contains(each, '/a/b'))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});

test('what lies in a shown folder is not shown again', () => {
  expect(outermost(['/a/b', '/a', '/ab', '/a'])).toEqual(['/a', '/ab']);
  expect(viewsOf([join(folder, 'gone'), folder])).toEqual([{ from: folder, at: folder }]);
});

const onLinux = existsSync('/proc/self/mountinfo') ? test : test.skip;

onLinux('the system is shown without passwords, and around what is hidden', () => {
  const hidden = ['/usr/share'];
  const { views } = viewSystem({ path: '/usr/bin', hidden }, folder);
  const shown = views.map(({ at }) => at);
  expect(shown).toContain('/etc');
  expect(shown).toContain('/usr/bin');
  expect(shown).not.toContain('/usr');
  expect(shown.some((each) => contains(each, '/usr/share'))).toBe(false);
  const settings = readdirSync(join(folder, 'etc'));
  expect(settings).toContain('passwd');
  expect(settings.filter((name) => /shadow|sudoers|ssh/.test(name))).toEqual([]);
});
