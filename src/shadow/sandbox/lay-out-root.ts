import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Enclosure, temporarySize, type View } from './enclosure.ts';
import { type Mount, mountsBelow, viewOptions } from './mount-table.ts';
import { quoteCommand } from './quote-for-shell.ts';

const devices = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];
const ownLinks = [
  { at: '/dev/fd', to: '/proc/self/fd' },
  { at: '/dev/stdin', to: '/proc/self/fd/0' },
  { at: '/dev/stdout', to: '/proc/self/fd/1' },
  { at: '/dev/stderr', to: '/proc/self/fd/2' },
  { at: '/var/tmp', to: '/tmp' },
  { at: '/var/run', to: '/run' },
];
const mib = 1024 ** 2;

/**
 * Commands that build the file tree of an enclosed program on `root` and make it the only one: an empty tree, into
 * which what may be seen is mounted piece by piece. They run in a mount namespace of their own, before any code
 * of the change does, so that nothing has to be hidden again. Proc is read-only: uid 0 may write there without any privilege.
 */
export function layOutRoot(enclosure: Enclosure, root: string, mounts: readonly Mount[]): readonly string[] {
  const { views, links, writable } = enclosure;
  const seen = [...views, ...writable.map((path) => ({ from: path, at: path }))];
  const [files, folders] = [seen.filter(isFile), seen.filter((view) => !isFile(view))];
  const places = [...folders.map(({ at }) => at), ...files.map(({ at }) => dirname(at))];
  return [
    memory(root, { mode: '755', size: 16 * mib }),
    command('mkdir', ...['proc', 'dev', 'tmp', 'run', 'var'].map((name) => `${root}/${name}`)),
    command('mount', '-n', '-t', 'proc', '-o', 'ro,nosuid,nodev,noexec', 'proc', `${root}/proc`),
    memory(`${root}/dev`, { mode: '755', size: mib }),
    ...devices.flatMap((name) => device(`/dev/${name}`, root)),
    command('mkdir', `${root}/dev/shm`),
    memory(`${root}/dev/shm`, { mode: '1777', size: temporarySize / 2 }),
    memory(`${root}/tmp`, { mode: '1777', size: temporarySize }),
    memory(`${root}/run`, { mode: '755', size: 16 * mib }),
    ...[...links, ...ownLinks].map(({ at, to }) => command('ln', '-s', to, `${root}${at}`)),
    command('mkdir', '-p', ...new Set(places.map((path) => `${root}${path}`))),
    ...files.map(({ at }) => `: > ${command(`${root}${at}`)}`),
    ...views.flatMap((view) => mountView(view, root, mounts)),
    ...writable.map((path) =>
      command('mount', '-n', '--rbind', '-o', viewOptions(path, mounts, 'rw'), path, `${root}${path}`),
    ),
    command('mount', '-n', '-o', 'remount,bind,ro,nosuid,nodev', `${root}/dev`),
    command('mount', '-n', '-o', 'remount,bind,ro,nosuid,nodev', root),
    command('cd', root),
    'pivot_root . .',
    'umount -n -l .',
    'cd /',
  ];
}

function memory(path: string, { mode, size }: { readonly mode: string; readonly size: number }): string {
  return command(
    'mount',
    ...['-n', '-t', 'tmpfs', '-o', `mode=${mode},nosuid,nodev,size=${size}`, 'tmpfs', path],
  );
}

/** A machine without one of them (a container, say) has none inside either. */
function device(path: string, root: string): readonly string[] {
  const at = `${root}${path}`;
  return [`if [ -e ${path} ]; then : > ${command(at)}; ${command('mount', '-n', '--bind', path, at)}; fi`];
}

/** Mounts that lie below come along writable, and are made read-only one by one. */
function mountView({ from, at }: View, root: string, mounts: readonly Mount[]): readonly string[] {
  const top = command(
    'mount',
    ...['-n', '--rbind', '-o', viewOptions(from, mounts, 'ro'), from, `${root}${at}`],
  );
  const below = mountsBelow(from, mounts).map((path) => {
    const options = `remount,bind,${viewOptions(path, mounts, 'ro')}`;
    return command('mount', '-n', '-o', options, `${root}${at}${path.slice(from.length)}`);
  });
  return [top, ...below];
}

function isFile({ from }: View): boolean {
  return !statSync(from).isDirectory();
}

function command(...words: readonly string[]): string {
  return quoteCommand(words);
}
