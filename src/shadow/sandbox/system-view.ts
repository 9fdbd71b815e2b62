import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { GateError } from '../../errors.ts';
import type { View } from './enclosure.ts';
import { contains, type PathRequest, toolchainFolders } from './toolchain-folders.ts';

export type SystemView = {
  readonly views: readonly View[];
  /** Symbolic links at the root of the tree, as this machine has them. */
  readonly links: readonly { readonly at: string; readonly to: string }[];
};

const programs = [
  '/usr',
  '/bin',
  '/sbin',
  '/lib',
  '/lib32',
  '/lib64',
  '/libx32',
  '/opt',
  '/nix/store',
  '/gnu/store',
];

/** Of /etc, what programs need to run; neither passwords, nor keys, nor what any service is configured with. */
const settings =
  /^(passwd|group|hosts|hostname|host\.conf|resolv\.conf|nsswitch\.conf|gai\.conf|protocols|services|localtime|timezone|mime\.types|alternatives|os-release|lsb-release|debian_version|ld\.so\..*|locale\..*|fonts|java.*|python.*|perl|php|ruby.*|dotnet|mono)$/;
const certificates = [
  ...['ssl/certs', 'ssl/openssl.cnf', 'ssl/cert.pem', 'ca-certificates', 'ca-certificates.conf'],
  ...['pki/ca-trust', 'pki/java', 'pki/tls/certs', 'pki/tls/cert.pem', 'pki/tls/openssl.cnf'],
];

/** Found out once a gate: the part of this machine that every enclosed program sees. `folder` gets the copy of /etc. */
export function viewSystem(request: PathRequest, folder: string): SystemView {
  const present = programs.filter(existsSync);
  const isLink = (path: string) => lstatSync(path).isSymbolicLink();
  const whole = present.filter((path) => !isLink(path));
  const tools = toolchainFolders(request).filter((path) => !present.includes(path));
  const shown = [...whole, ...tools].flatMap((path) => without(path, request.hidden));
  const etc = join(folder, 'etc');
  try {
    copySettings(etc);
  } catch (cause) {
    throw notWritable(etc, cause);
  }
  return {
    views: [{ from: etc, at: '/etc' }, ...outermost(shown).map((path) => ({ from: path, at: path }))],
    links: present.filter(isLink).map((at) => ({ at, to: readlinkSync(at) })),
  };
}

/** Views of single paths, such as the agent's; what is not there is left out. */
export function viewsOf(paths: readonly string[]): readonly View[] {
  const present = paths.filter(existsSync);
  return outermost(present.map((path) => realpathSync(path))).map((path) => ({ from: path, at: path }));
}

/** A folder that is shown already is not shown again. */
export function outermost(paths: readonly string[]): readonly string[] {
  const once = [...new Set(paths)];
  return once.filter((path) => !once.some((other) => other !== path && contains(other, path)));
}

/** A folder with something hidden in it is shown entry by entry. */
function without(path: string, hidden: readonly string[]): readonly string[] {
  if (hidden.includes(path)) return [];
  if (!hidden.some((each) => contains(path, each))) return [path];
  return readdirSync(path).flatMap((name) => without(join(path, name), hidden));
}

function copySettings(target: string): void {
  mkdirSync(target, { recursive: true, mode: 0o755 });
  const names = readdirSync('/etc').filter((name) => settings.test(name));
  for (const name of [...names, ...certificates]) {
    const [from, to] = [join('/etc', name), join(target, name)];
    if (!existsSync(from)) continue;
    mkdirSync(dirname(to), { recursive: true, mode: 0o755 });
    // The list of name servers is often a link into /run, which is not shown.
    const dereference = name === 'resolv.conf';
    cpSync(from, to, { recursive: true, verbatimSymlinks: !dereference, dereference });
  }
  // Container engines put their own over these, and cannot where there are none.
  for (const name of ['hosts', 'hostname', 'resolv.conf', 'passwd', 'group']) {
    if (!existsSync(join(target, name))) writeFileSync(join(target, name), '');
  }
}

function notWritable(folder: string, cause: unknown): GateError {
  return new GateError({
    code: 'folder-not-writable',
    message: `The settings that enclosed programs see cannot be put into ${folder} (${(cause as Error).message}).`,
    remedy: 'Free space there, or point TMPDIR at a folder that can be written to.',
    cause,
  });
}
