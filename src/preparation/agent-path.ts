import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Where the Node agent lies: beside the bundle when Shadowgate runs from `dist/`, in the sources otherwise.
 * Takes the `import.meta.url` of the entry that runs.
 */
export function agentPathFrom(moduleUrl: string): string {
  const bundled = fileURLToPath(new URL('./agent.cjs', moduleUrl));
  return existsSync(bundled) ? bundled : fileURLToPath(new URL('../agent/node/agent.cjs', import.meta.url));
}

/** The folder of the Python agent, which lies beside the Node agent in `dist/` as in the sources. */
export function pythonAgentFor(agentPath: string): string {
  const bundled = join(dirname(agentPath), 'python');
  return existsSync(bundled) ? bundled : join(dirname(agentPath), '..', 'python');
}
