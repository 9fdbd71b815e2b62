import { mkdirSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { StepIsolation } from '../../domain/isolation.ts';
import type { BuildContext } from '../build/prepare-build.ts';
import type { Enclosure } from './enclosure.ts';
import type { Sandbox } from './sandbox.ts';
import { contains } from './toolchain-folders.ts';

type Place = Pick<BuildContext, 'folder' | 'home'> & { readonly sandbox: Sandbox };

/**
 * Walls around an install step. It may reach registries unless the settings forbid it, and a baseline may
 * write into the package manager's cache; the files that its environment names, such as certificates, it may read.
 */
export function encloseInstall(
  { folder, home, sandbox }: Place,
  environment: Readonly<Record<string, string>>,
): Enclosure | null {
  if (!sandbox.isClosed) return null;
  const cache = environment['npm_config_cache'];
  // That of a candidate lies in its home.
  const isApart = cache !== undefined && isAbsolute(cache) && !contains(home, cache);
  const caches = isApart ? [cache] : [];
  for (const each of caches) mkdirSync(each, { recursive: true });
  const named = Object.entries(environment).filter(([name, value]) => name !== 'PATH' && isAbsolute(value));
  return sandbox.enclose({
    network: stepIsolation(sandbox).install.network,
    writable: [folder, home, ...caches],
    readable: named.map(([, path]) => path),
    doors: [],
    isReached: false,
  });
}

/** Walls around a build step, which has no business in the network. Dependencies of what is built lie in its folder. */
export function encloseBuild({ folder, home, sandbox }: Place): Enclosure | null {
  return sandbox.enclose({
    network: 'closed',
    writable: [folder, home],
    readable: [],
    doors: [],
    isReached: false,
  });
}

/** How far the steps are shut in, for the evidence. Without walls the network is open to both, whatever the settings say. */
export function stepIsolation({ level, isClosed, installNetwork }: Sandbox): {
  readonly install: StepIsolation;
  readonly build: StepIsolation;
} {
  const installs = isClosed && installNetwork === 'none' ? 'closed' : 'open';
  return { install: { level, network: installs }, build: { level, network: isClosed ? 'closed' : 'open' } };
}
