import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  installSettings,
  npmSettingsWithoutCredentials,
  scrubEnvironment,
} from '../instance/scrub-environment.ts';
import { describePlatform } from '../processes/platform.ts';
import { encloseInstall } from '../sandbox/enclose-step.ts';
import { linkEntry } from './cache-entries.ts';
import { copyTree } from './copy-tree.ts';
import { type InstallKey, installKey, installThroughCache } from './install-cache.ts';
import { staysInside } from './link-dependencies.ts';
import { bothTakeLinks, installTheSame } from './preparation-steps.ts';
import type { BuildContext } from './prepare-build.ts';
import { runStep } from './run-step.ts';
import { stepEnvironment } from './step-environment.ts';

/** The key of the install of a checkout; null when there is nothing to install. */
export async function keyOfInstall(context: BuildContext): Promise<InstallKey | null> {
  const { folder, definition } = context;
  if (definition.install === null) return null;
  const platform = await describePlatform(scrubEnvironment(context.environment));
  return installKey({ folder, command: definition.install, directory: definition.directory, platform });
}

/**
 * The first step of preparing. Where both sides install the same, the candidate waits for the baseline; where neither
 * builds, and so writes into its dependencies, both are given links to the one copy in the cache, unless that leads
 * back into the sources. Otherwise each has a copy of its own. Answers what else the build must be able to read.
 */
export async function installDependencies(
  context: BuildContext,
  command: string,
  keyed: InstallKey,
): Promise<readonly string[]> {
  const { pair, space } = context;
  const isShared = pair !== undefined && (await installTheSame(pair));
  const takesLinks = isShared && (await bothTakeLinks(pair));
  if (isShared && space === 'candidate') await pair.installed;
  const mayLink = takesLinks && (space === 'baseline' || (await pair.installed));
  const linked = mayLink ? await link(context, keyed) : null;
  if (linked === null) await installOrRestore(context, command, keyed);
  const readable = linked ?? (takesLinks && space === 'baseline' ? await link(context, keyed) : null);
  if (space === 'baseline') pair?.tellInstalled(readable !== null);
  return readable === null ? [] : [readable];
}

async function link(
  { cacheFolder, label, folder, onProgress }: BuildContext,
  keyed: InstallKey,
): Promise<string | null> {
  if (keyed.kind !== 'key') return null;
  // Both sides are given the same entry, that of the baseline.
  const place = { cacheFolder, space: 'baseline', name: `install-${keyed.key}` } as const;
  const linked = await linkEntry(place, folder, staysInside);
  if (linked !== null) onProgress({ kind: 'build', label, step: 'cached' });
  return linked;
}

async function installOrRestore(context: BuildContext, command: string, keyed: InstallKey): Promise<void> {
  const { label, home, onProgress } = context;
  // npm finds its settings in HOME, and HOME is private: they are handed on without the lines that hold credentials.
  await writeFile(join(home, '.npmrc'), await npmSettingsWithoutCredentials(context.environment));
  const install = async () => {
    const sandbox = await context.sandbox;
    const environment = await installEnvironment(context);
    onProgress({ kind: 'build', label, step: 'install' });
    await runStep({
      ...context,
      name: `Installing ${context.name}`,
      command,
      folder: context.serviceFolder,
      environment,
      timeoutMs: context.definition.installTimeoutMs,
      limits: context.definition.limits,
      enclosure: encloseInstall({ ...context, sandbox }, environment),
      failure: 'install-failed',
      remedy:
        'Make the command work in a clean checkout, or set `install` under `service`; no credentials are passed to it.',
    });
  };
  const outcome = await installThroughCache({ ...context, install }, keyed);
  if (outcome.kind === 'restored') onProgress({ kind: 'build', label, step: 'cached' });
  else if (outcome.notCached !== null) {
    onProgress({ kind: 'note', text: `The install of ${context.name} is not cached: ${outcome.notCached}.` });
  }
}

async function installEnvironment(context: BuildContext): Promise<Readonly<Record<string, string>>> {
  const quiet = { npm_config_audit: 'false', npm_config_fund: 'false', npm_config_update_notifier: 'false' };
  // Git hooks have no place in a checkout without git; husky, which many projects run on install, asks for this.
  const settings = installSettings(context.environment);
  const own = context.space === 'candidate' ? await ownPackages(context, settings) : settings;
  return { ...own, ...stepEnvironment(context), ...quiet, HUSKY: '0' };
}

/**
 * Scripts of a candidate may write what they like into the package manager's cache, from which a baseline is installed
 * later: it has one of its own, gone with its home. It is empty, unless packages are to come from the cache alone.
 */
async function ownPackages(
  { home }: BuildContext,
  settings: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const called = (name: string) => Object.entries(settings).filter(([each]) => each.toLowerCase() === name);
  const caches = called('npm_config_cache');
  const own = join(home, 'packages');
  const isOffline = called('npm_config_offline').some(([, value]) => value === 'true');
  const from = caches.at(-1)?.[1];
  if (isOffline && from !== undefined && existsSync(from)) await copyTree(from, own);
  const others = Object.entries(settings).filter(([name]) => name.toLowerCase() !== 'npm_config_cache');
  return { ...Object.fromEntries(others), npm_config_cache: own };
}
