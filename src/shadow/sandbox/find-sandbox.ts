import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { type IsolationDetail, type IsolationLevel, reaches } from '../../domain/isolation.ts';
import type { SandboxSettings } from '../../domain/service.ts';
import type { Environment } from '../scrub-environment.ts';
import type { Teardown } from '../teardown.ts';
import { measureLeaks } from './measure-leaks.ts';
import { raiseWalls, type Sandbox, type Walls, withoutWalls } from './sandbox.ts';
import { viewSystem } from './system-view.ts';

export type SandboxRequest = {
  readonly settings: SandboxSettings;
  /** What no code of a change may see: the home, the checkout, what the gate itself writes. */
  readonly hidden: readonly string[];
  readonly workFolder: string;
  readonly environment: Environment;
  readonly teardown: Teardown;
};

const rungs = ['user-namespace', 'sudo-namespace'] as const;

/**
 * Finds out how far this machine can shut programs in, once a gate: tries the rungs of the ladder from the top, and takes
 * the first on which the leak probe finds no way out. What is reported is thus what was measured, not what was asked for.
 */
export async function findSandbox(request: SandboxRequest): Promise<Sandbox> {
  const { settings, workFolder } = request;
  const folder = join(workFolder, 'sandbox');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const hidden = request.hidden.filter(existsSync).map((path) => realpathSync(path));
  const system = viewSystem({ path: request.environment['PATH'] ?? '', hidden }, folder);
  const notReached: { readonly level: IsolationLevel; readonly why: string }[] = [];
  const { installNetwork } = settings;
  const measure = (enclose: Sandbox['enclose']) => measureLeaks({ ...request, hidden, folder, enclose });
  for (const level of rungs) {
    if (!mayTake(level, settings)) {
      notReached.push({ level, why: `\`service.sandbox.level\` asks for no more than ${settings.level}` });
      continue;
    }
    const walls: Walls = { level, system, readable: settings.readable, folder };
    const enclose: Sandbox['enclose'] = (needs) => raiseWalls(walls, needs);
    const leaks = await measure(enclose);
    if (leaks.kind === 'measured' && leaks.open.length === 0) {
      const detail: IsolationDetail = { notReached, probed: leaks.tried, open: [] };
      return { ...detail, level, isClosed: true, installNetwork, enclose };
    }
    notReached.push({
      level,
      why: leaks.kind === 'failed' ? leaks.why : `the leak probe got out: ${leaks.open.join('; ')}`,
    });
  }
  const leaks = await measure(withoutWalls.enclose);
  const [probed, open] = leaks.kind === 'measured' ? [leaks.tried, leaks.open] : [[], []];
  return { ...withoutWalls, installNetwork, notReached, probed, open };
}

/** The setting can only lower the level; what the machine cannot do is not asked of it. */
function mayTake(level: (typeof rungs)[number], { level: wanted }: SandboxSettings): boolean {
  return wanted === 'auto' || reaches(wanted, level);
}
