import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { SandboxSettings } from '../../domain/service.ts';
import type { Environment } from '../instance/scrub-environment.ts';
import { systemPath } from './quote-for-shell.ts';

/** How docker or podman of this machine is called: in a journal too, from which a later gate removes what was left. */
export type EngineCall = {
  /** The program with its own options, to be followed by `run` and the like. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
};

/** An engine that answers, and has the empty image. */
export type ContainerEngine = EngineCall & {
  readonly name: 'podman' | 'docker';
  readonly image: string;
  /** Options of `run` from the settings. */
  readonly runOptions: readonly string[];
  /** Whether it holds memory and processes; not every machine lets it. */
  readonly holdsLimits: boolean;
};

export type EngineRequest = {
  readonly name: ContainerEngine['name'];
  readonly options: SandboxSettings['containerOptions'];
  readonly environment: Environment;
  /** Folder of the gate for the sandbox's own files. */
  readonly folder: string;
};

/** Two blocks of zeros end an archive; with nothing before them it is empty. */
const emptyArchive = Buffer.alloc(1024);
/**
 * Named by its content, so that whatever bears the name is what we would make. It stays with the engine for the next
 * gate: it holds no bytes and nothing of anybody.
 */
const emptyImage = `localhost/shadowgate-empty:${createHash('sha256').update(emptyArchive).digest('hex').slice(0, 12)}`;
/** Where an engine finds its settings, its storage and its server. None of it holds a secret. */
const engineVariables =
  /^(HOME|XDG_(RUNTIME_DIR|DATA_HOME|CONFIG_HOME)|DBUS_SESSION_BUS_ADDRESS|DOCKER_(HOST|CONTEXT|CONFIG|CERT_PATH|TLS_VERIFY)|CONTAINER_HOST)$/;
const patienceMs = 20_000;

/** The engines that are installed here, the one that needs no server first. */
export function installedEngines(): readonly ContainerEngine['name'][] {
  const folders = systemPath.split(':');
  return (['podman', 'docker'] as const).filter((name) =>
    folders.some((folder) => existsSync(join(folder, name))),
  );
}

/** Asks an engine for the empty image, and makes that where it is not there yet. Rejects with what the engine said. */
export async function openEngine(request: EngineRequest): Promise<ContainerEngine> {
  const { name, options, folder } = request;
  const variables = Object.entries(request.environment).filter(([variable]) =>
    engineVariables.test(variable),
  );
  const environment = { ...(Object.fromEntries(variables) as Record<string, string>), PATH: systemPath };
  const call: EngineCall = { command: [name, ...options.engine], environment };
  const hasImage = await ask(call, ['image', 'inspect', emptyImage]).then(
    () => true,
    () => false,
  );
  if (!hasImage) {
    const archive = join(folder, 'empty.tar');
    writeFileSync(archive, emptyArchive);
    await ask(call, ['import', archive, emptyImage]);
  }
  return { ...call, name, image: emptyImage, runOptions: options.run, holdsLimits: true };
}

/**
 * Removes the containers that carry a label (`name=value`), running or not, and waits until they are gone. Most are gone
 * already: they are started so that the engine removes them when they end.
 */
export async function removeContainers(call: EngineCall, label: string): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const listed = await ask(call, ['ps', '--all', '--quiet', '--filter', `label=${label}`]);
    const ids = listed.split('\n').filter((id) => id !== '');
    if (ids.length === 0) return;
    if (performance.now() > deadline) throw new Error(`containers ${ids.join(', ')} cannot be removed.`);
    // The engine may be removing one of them itself at this moment, and then refuses: the next look tells.
    await ask(call, ['rm', '--force', '--volumes', ...ids]).catch(() => wait(100));
  }
}

function ask({ command, environment }: EngineCall, words: readonly string[]): Promise<string> {
  const [program = '', ...options] = command;
  const limits = { env: environment, timeout: patienceMs, killSignal: 'SIGKILL', encoding: 'utf8' } as const;
  return new Promise((resolve, reject) => {
    execFile(program, [...options, ...words], limits, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      const said = stderr.trim().split('\n').at(-1)?.slice(0, 300) || error.message.slice(0, 300);
      reject(new Error(`${program}: ${said}`, { cause: error }));
    });
  });
}
