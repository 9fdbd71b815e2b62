import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { findSandbox } from '../../src/shadow/sandbox/find-sandbox.ts';
import type { Sandbox } from '../../src/shadow/sandbox/sandbox.ts';
import type { Scene } from '../shadow/temporary-build.ts';
import { triedOptions } from './container-options.ts';

let tried = triedOptions;

/** The sandbox of level `container`, for a scene; null, with the reason printed, where no engine of this machine makes one. */
export async function containerSandbox(scene: Scene): Promise<Sandbox | null> {
  const reasons: string[] = [];
  for (const containerOptions of tried) {
    const sandbox = await findSandbox({
      settings: { level: 'container', readable: [], installNetwork: 'registries', containerOptions },
      hidden: [],
      workFolder: mkdtempSync(join(scene.folder, 'w-')),
      environment: process.env,
      teardown: scene.teardown,
    });
    if (sandbox.level === 'container') {
      tried = [containerOptions];
      return sandbox;
    }
    reasons.push(sandbox.notReached.at(-1)?.why ?? '');
  }
  console.log(`skipped: level container cannot be reached here: ${reasons.join('; ')}`);
  return null;
}
