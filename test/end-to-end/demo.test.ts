/** The demo as a newcomer runs it; what it must count is worked out here from the recording alone. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readExchanges } from '../../src/recording/file/recording-reader.ts';

const root = resolve(import.meta.dirname, '../..');
let temporary: string;

beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'demo-test-'));
});
afterEach(() => rm(temporary, { recursive: true, force: true }));

describe('npm run demo', () => {
  test('counts every exchange that shows the rounding, in one cluster, and names its line', async () => {
    const { code, output } = await ended(start());
    const showing = await exchangesThatRound();
    expect(showing).toBeGreaterThan(10);
    expect(code).toBe(0);
    expect(output).toContain('1 difference between before and after the change');
    expect(output).toContain(`${showing} of 360 requests`);
    expect(output).toMatch(/src\/pricing\.js:10 \(was :8\) {2}discount: \d+ → \d+/);
    expect(output).toContain('Math.round(subtotal * rate) → Math.floor(subtotal * rate)');
    expect(output).toContain('Shadowgate: awaiting approval');
    expect(output).toContain('Exit code 1 as expected');
    expect(output).toContain('Shadowgate: passed');
    expect(await readdir(temporary)).toEqual([]);
  }, 180_000);

  test('passes by itself when the bad commit is left out', async () => {
    const { code, output } = await ended(start('--without-bad-commit'));
    expect(code).toBe(0);
    expect(output).toContain('Shadowgate: passed');
    expect(output).not.toContain('difference between before and after');
    expect(await readdir(temporary)).toEqual([]);
  }, 180_000);

  test('with --keep leaves the repository, the evidence and the comment', async () => {
    const { code, output } = await ended(start('--keep', '--without-bad-commit'));
    expect(code).toBe(0);
    const [kept = ''] = await readdir(temporary);
    expect(output).toContain(`Kept in ${join(temporary, kept)}`);
    expect((await readdir(join(temporary, kept))).sort()).toEqual(['comment.md', 'evidence', 'shop']);
  }, 180_000);

  test('leaves nothing behind when it is interrupted in the middle of a replay', async () => {
    const demo = start();
    const output = await textOf(demo, 'observe run:');
    demo.kill('SIGINT');
    const [code] = await once(demo, 'exit');
    expect(output).toContain('observe run:');
    expect(code).toBe(130);
    expect(await readdir(temporary)).toEqual([]);
  }, 180_000);
});

/** Exchanges whose recorded answer holds a discount that rounding down would change. */
async function exchangesThatRound(): Promise<number> {
  let count = 0;
  for await (const { responseBody } of readExchanges(join(root, 'examples/shop/recording.sgrec'))) {
    const text = Buffer.from(responseBody).toString();
    if (text.startsWith('{') && roundsUp(JSON.parse(text))) count += 1;
  }
  return count;
}

function roundsUp(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { subtotal, discount } = value as { subtotal?: number; discount?: number };
  const here =
    subtotal !== undefined && discount !== undefined && discount > exactDiscount(subtotal, discount);
  return here || Object.values(value).some(roundsUp);
}

/** The rates are 5 % and 10 %; in twentieths of a cent nothing is lost. */
function exactDiscount(subtotal: number, discount: number): number {
  const twentieths = Math.round((discount / subtotal) * 20);
  return Math.floor((subtotal * twentieths) / 20);
}

function start(...options: string[]): ChildProcess {
  return spawn(process.execPath, ['examples/demo.ts', ...options], {
    cwd: root,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: temporary,
      TMPDIR: temporary,
      XDG_CACHE_HOME: join(root, 'node_modules/.cache'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function ended(demo: ChildProcess): Promise<{ readonly code: number; readonly output: string }> {
  const [output, [code]] = await Promise.all([textOf(demo, null), once(demo, 'exit')]);
  return { code, output };
}

/** What the demo prints, until a text stands in it or, for null, until its end. */
function textOf(demo: ChildProcess, until: string | null): Promise<string> {
  const { promise, resolve: done } = Promise.withResolvers<string>();
  let text = '';
  const take = (chunk: Buffer) => {
    text += chunk.toString();
    if (until !== null && text.includes(until)) done(text);
  };
  demo.stdout?.on('data', take);
  demo.stderr?.on('data', take);
  demo.on('close', () => done(text));
  return promise;
}
