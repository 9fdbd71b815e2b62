import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { agentPathFrom, pythonAgentFor } from '../../src/preparation/agent-path.ts';

test('the agent beside a bundle is taken, for it is of the same version', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shadowgate-test-agent-'));
  try {
    writeFileSync(join(folder, 'agent.cjs'), '');
    const bundle = pathToFileURL(join(folder, 'cli.js')).href;
    expect(agentPathFrom(bundle)).toBe(join(folder, 'agent.cjs'));
    mkdirSync(join(folder, 'python'));
    expect(pythonAgentFor(agentPathFrom(bundle))).toBe(join(folder, 'python'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('run from the sources, it is the agent of the sources', () => {
  const path = agentPathFrom(new URL('../../src/cli/main.ts', import.meta.url).href);
  expect(path).toBe(join(import.meta.dirname, '../../src/agent/node/agent.cjs'));
  expect(statSync(path).isFile()).toBe(true);
  expect(statSync(join(pythonAgentFor(path), 'sitecustomize.py')).isFile()).toBe(true);
});
