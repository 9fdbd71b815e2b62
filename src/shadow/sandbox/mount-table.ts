import { readFileSync } from 'node:fs';

/** One mount as the kernel shows it. */
export type Mount = { readonly path: string; readonly options: readonly string[] };

/** The mounts that this process sees, in the order in which they were made; empty where the system has no /proc. */
export function readMounts(file = '/proc/self/mountinfo'): readonly Mount[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  return text
    .trim()
    .split('\n')
    .map((line) => line.split(' '))
    .map((fields) => ({ path: unescaped(fields[4] ?? ''), options: (fields[5] ?? '').split(',') }));
}

/**
 * The options that a read-only view of a path needs. What the mount below it forbids must be forbidden again, or the
 * kernel refuses the view to an unprivileged user.
 */
export function viewOptions(path: string, mounts: readonly Mount[], access: 'ro' | 'rw'): string {
  const { options } = mountOf(path, mounts);
  return [access, 'nosuid', 'nodev', ...(options.includes('noexec') ? ['noexec'] : [])].join(',');
}

/** Mounts below a path: each is a view of its own, to be made read-only by itself. */
export function mountsBelow(path: string, mounts: readonly Mount[]): readonly string[] {
  return [...new Set(mounts.map((mount) => mount.path).filter((each) => each.startsWith(`${path}/`)))];
}

/** Of two mounts on one path the later one is seen. */
function mountOf(path: string, mounts: readonly Mount[]): Mount {
  const holds = (mount: Mount) =>
    mount.path === '/' || mount.path === path || path.startsWith(`${mount.path}/`);
  let found: Mount = { path: '/', options: [] };
  for (const mount of mounts) if (holds(mount) && mount.path.length >= found.path.length) found = mount;
  return found;
}

/** Blanks, tabs, line ends and backslashes stand as three octal digits. */
function unescaped(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
