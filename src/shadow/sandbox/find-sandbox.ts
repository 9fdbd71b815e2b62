import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { type IsolationLevel, reaches } from '../../domain/isolation.ts';
import type { SandboxSettings } from '../../domain/service.ts';
import type { Environment } from '../instance/scrub-environment.ts';
import type { Teardown } from '../processes/teardown.ts';
import { type ContainerEngine, installedEngines, openEngine } from './container-engine.ts';
import { type Leaks, measureLeaks } from './measure-leaks.ts';
import { raiseWalls, type Sandbox, type Walls, withoutWalls } from './sandbox.ts';
import { type SystemView, viewSystem } from './system-view.ts';

export type SandboxRequest = {
  readonly settings: SandboxSettings;
  /** What no code of a change may see: the home, the checkout, what the gate itself writes. */
  readonly hidden: readonly string[];
  readonly workFolder: string;
  readonly environment: Environment;
  readonly teardown: Teardown;
};

const rungs = ['user-namespace', 'sudo-namespace', 'container'] as const;

/** What the tries on all rungs have in common. */
type Ground = SandboxRequest & { readonly system: SystemView; readonly folder: string };
type Tried =
  | { readonly kind: 'holds'; readonly probed: readonly string[]; readonly enclose: Sandbox['enclose'] }
  | { readonly kind: 'fails'; readonly why: string };

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
  const ground: Ground = { ...request, hidden, system, folder };
  const notReached: { readonly level: IsolationLevel; readonly why: string }[] = [];
  const { installNetwork } = settings;
  for (const level of rungs) {
    request.teardown.signal.throwIfAborted();
    if (!mayTake(level, settings)) {
      notReached.push({ level, why: `\`service.sandbox.level\` asks for no more than ${settings.level}` });
      continue;
    }
    const tried = level === 'container' ? await tryContainers(ground) : await tryRung(ground, level, null);
    if (tried.kind === 'holds') {
      const { probed, enclose } = tried;
      return { notReached, probed, open: [], level, isClosed: true, installNetwork, enclose };
    }
    notReached.push({ level, why: tried.why });
  }
  const leaks = await measureLeaks({ ...ground, enclose: withoutWalls.enclose });
  const [probed, open] = leaks.kind === 'measured' ? [leaks.tried, leaks.open] : [[], []];
  return { ...withoutWalls, installNetwork, notReached, probed, open };
}

/** The setting can only lower the level; what the machine cannot do is not asked of it. */
function mayTake(level: (typeof rungs)[number], { level: wanted }: SandboxSettings): boolean {
  return wanted === 'auto' || reaches(wanted, level);
}

async function tryRung(ground: Ground, level: Walls['level'], engine: Walls['engine']): Promise<Tried> {
  const walls: Walls = { ...ground, level, engine, readable: ground.settings.readable };
  const enclose: Sandbox['enclose'] = (needs) => raiseWalls(walls, needs);
  const leaks = await measureLeaks({ ...ground, enclose });
  const why = whyNot(leaks);
  if (leaks.kind === 'measured' && why === null) return { kind: 'holds', probed: leaks.tried, enclose };
  return { kind: 'fails', why: why ?? '' };
}

function whyNot(leaks: Leaks): string | null {
  if (leaks.kind === 'failed') return leaks.why;
  return leaks.open.length === 0 ? null : `the leak probe got out: ${leaks.open.join('; ')}`;
}

/** Each engine that is installed; what stands in the way of each is told. */
async function tryContainers(ground: Ground): Promise<Tried> {
  const reasons: string[] = [];
  for (const name of installedEngines()) {
    const tried = await tryEngine(ground, name);
    if (tried.kind === 'holds') return tried;
    reasons.push(tried.why);
  }
  return { kind: 'fails', why: reasons.join('; ') || 'neither podman nor docker is installed' };
}

/** Where an engine may not limit memory and processes, ours have to do, as on the other levels. */
async function tryEngine(ground: Ground, name: ContainerEngine['name']): Promise<Tried> {
  const options = ground.settings.containerOptions;
  try {
    const engine = await openEngine({ ...ground, name, options });
    const { command, environment } = engine;
    ground.teardown.record({ kind: 'containers', command, environment });
    const tried = await tryRung(ground, 'container', engine);
    if (tried.kind === 'holds' || !/cgroup|memory|pids/i.test(tried.why)) return named(name, tried);
    return named(name, await tryRung(ground, 'container', { ...engine, holdsLimits: false }));
  } catch (error) {
    return { kind: 'fails', why: (error as Error).message };
  }
}

function named(name: string, tried: Tried): Tried {
  return tried.kind === 'holds' ? tried : { ...tried, why: `${name}: ${tried.why}` };
}
