import { readFile, realpath } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import type { PreparedBuild } from '../build/prepare-build.ts';

/** What a user installs to have a service on Node instrumented without a change of its code. */
export const autoInstrumentation = '@opentelemetry/auto-instrumentations-node';

/** The auto-instrumentation as a build would load it. */
export type FoundInstrumentation = {
  readonly version: string;
  /** Real path of what is given to `--require`. */
  readonly path: string;
};

/**
 * Used once for each build when `telemetry: auto` is asked for: what Node would find from the folder of the service, without running it. Null
 * when that is nothing, or lies outside of what its instances can read.
 */
export async function findAutoInstrumentation(build: PreparedBuild): Promise<FoundInstrumentation | null> {
  const path = resolveFrom(join(build.folder, build.definition.directory));
  if (path === null) return null;
  const home = path.slice(0, path.lastIndexOf(autoInstrumentation) + autoInstrumentation.length);
  const readable = await Promise.all([build.folder, ...(build.readable ?? [])].map(realOrNull));
  const isReadable = readable.some((folder) => folder !== null && !relative(folder, path).startsWith('..'));
  return isReadable ? { path, version: await versionOf(home) } : null;
}

function resolveFrom(folder: string): string | null {
  try {
    return createRequire(join(folder, 'from-here.js')).resolve(`${autoInstrumentation}/register`);
  } catch {
    return null;
  }
}

function realOrNull(folder: string): Promise<string | null> {
  return realpath(folder).catch(() => null);
}

/** Untrusted like all that a build holds, and short. */
async function versionOf(home: string): Promise<string> {
  const text = await readFile(join(home, 'package.json'), 'utf8').catch(() => '{}');
  try {
    const { version } = JSON.parse(text) as { readonly version?: unknown };
    return typeof version === 'string' && /^[\w.+-]{1,60}$/.test(version) ? version : 'unknown';
  } catch {
    return 'unknown';
  }
}
