import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { mountsBelow, readMounts, viewOptions } from '../../../src/shadow/sandbox/mount-table.ts';

const mounts = [
  { path: '/', options: ['rw', 'relatime'] },
  { path: '/home', options: ['rw', 'nosuid', 'nodev', 'noexec'] },
  { path: '/home/a/b', options: ['rw'] },
  { path: '/home2', options: ['rw'] },
];

test('mounts are read with their options, also where a path holds blanks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sg-mounts-'));
  const file = join(folder, 'mountinfo');
  writeFileSync(
    file,
    '22 1 8:1 / / rw,relatime - ext4 /dev/vda rw\n23 22 0:5 / /a\\040b\\134c ro,nodev - tmpfs x rw\n',
  );
  expect(readMounts(file)).toEqual([
    { path: '/', options: ['rw', 'relatime'] },
    { path: '/a b\\c', options: ['ro', 'nodev'] },
  ]);
  rmSync(folder, { recursive: true });
  expect(readMounts('/nowhere/mountinfo')).toEqual([]);
});

test('a view forbids again what the mount below it forbids', () => {
  expect(viewOptions('/usr', mounts, 'ro')).toBe('ro,nosuid,nodev');
  expect(viewOptions('/home/x', mounts, 'ro')).toBe('ro,nosuid,nodev,noexec');
  expect(viewOptions('/home/a/b/c', mounts, 'rw')).toBe('rw,nosuid,nodev');
  expect(viewOptions('/home2', mounts, 'ro')).toBe('ro,nosuid,nodev');
  expect(viewOptions('/x', [], 'ro')).toBe('ro,nosuid,nodev');
});

test('mounts below a path are found, and only below it', () => {
  expect(mountsBelow('/home', mounts)).toEqual(['/home/a/b']);
  expect(mountsBelow('/home/a/b', mounts)).toEqual([]);
});
