/** `shadowgate record` in front of a real service, and what it does when it cannot listen or cannot write. */
// covers: record-until.ts
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { readExchanges, summariseRecording } from '../../src/recording/file/recording-reader.ts';
import { type CommandLine, createCommandLine, type Running } from '../support/run-shadowgate.ts';

let shadowgate: CommandLine;
let service: Server;
let upstream: string;

beforeAll(async () => {
  shadowgate = await createCommandLine();
  service = createServer((request, response) => {
    const padding = request.url?.startsWith('/large') ? randomBytes(40_000).toString('base64') : '';
    response.setHeader('content-type', 'application/json');
    response.setHeader('set-cookie', 'sid=secret-of-the-service-4711; Path=/');
    response.end(JSON.stringify({ target: request.url, padding }));
  }).listen(0, '127.0.0.1');
  await once(service, 'listening');
  upstream = `http://127.0.0.1:${portOf(service)}`;
});
afterEach(async () => expect(await shadowgate.leftovers()).toEqual([]));
afterAll(async () => {
  await shadowgate.cleanUp();
  service.close();
});

describe('recording', () => {
  test('from the first request to Ctrl-C: served, recorded, redacted, counted', async () => {
    const out = join(shadowgate.folder, 'traffic.sgrec');
    const running = record(out, ['--service', 'shop', '--maximum-body', '1000']);
    const origin = await originOf(running);
    const headers = { authorization: 'Bearer secret-of-the-client-4712' };
    const answers = [await fetch(`${origin}/a`, { headers }), await fetch(`${origin}/large`)];
    expect(await answers[0]?.json()).toEqual({ target: '/a', padding: '' });
    expect((await answers[1]?.text())?.length).toBeGreaterThan(50_000);
    running.signal('SIGINT');
    const finished = await running.finished;
    expect(finished.stdout).toContain('2 of 2 requests recorded, 1 of them with a body cut, 0 dropped');
    expect(finished.stderr).toBe('');
    expect(finished.exitCode).toBe(0);
    expect(await summariseRecording(out)).toMatchObject({
      exchanges: 2,
      completeness: 0.5,
      header: { service: 'shop' },
    });
    expect((await targetsIn(out)).sort()).toEqual(['/a', '/large']);
    for (const secret of ['secret-of-the-service', 'secret-of-the-client']) {
      expect(await everythingIn(out)).not.toContain(secret);
    }
  });

  test('SIGTERM ends it as well, with nothing seen', async () => {
    const running = record(join(shadowgate.folder, 'nothing.sgrec'));
    await originOf(running);
    running.signal('SIGTERM');
    expect(await running.finished).toMatchObject({ exitCode: 0 });
  });

  test('the same key gives the same tokens in two recordings', async () => {
    const tokens: string[] = [];
    for (const name of ['first', 'second']) {
      const out = join(shadowgate.folder, `${name}.sgrec`);
      const running = record(out, [], { SHADOWGATE_REDACTION_KEY: 'a key of some length' });
      await (await fetch(`${await originOf(running)}/a`)).text();
      running.signal('SIGINT');
      await running.finished;
      for await (const { responseHeaders } of readExchanges(out)) {
        tokens.push(responseHeaders.find(([header]) => header.toLowerCase() === 'set-cookie')?.[1] ?? '');
      }
    }
    expect(tokens).toHaveLength(2);
    expect(tokens[0]).toBe(tokens[1]);
    expect(tokens[0]).toMatch(/^sid=.+; Path=\/$/);
  });
});

describe('what cannot be done is said before anything is served', () => {
  test('a port that is taken, and the recording that exists stays as it is', async () => {
    const out = join(shadowgate.folder, 'precious.sgrec');
    await writeFile(out, 'precious');
    const finished = await shadowgate.run([
      ...['record', '--upstream', upstream, '--listen', String(portOf(service)), '--out', out, '--force'],
    ]);
    expect(finished.stderr).toMatch(
      /^error port-taken: Port \d+ on 127\.0\.0\.1 .*\n {2}→ Choose another port/,
    );
    expect(finished.exitCode).toBe(2);
    expect(await readFile(out, 'utf8')).toBe('precious');
  });

  test('a recording that exists is not overwritten unasked', async () => {
    const out = join(shadowgate.folder, 'here.sgrec');
    await writeFile(out, 'precious');
    const finished = await record(out).finished;
    expect(finished.stderr).toMatch(/^error bad-usage: .*here\.sgrec exists already\.\n {2}→ .*--force/);
    expect(finished.exitCode).toBe(2);
    expect(await readFile(out, 'utf8')).toBe('precious');
  });

  test.each([
    ['a folder that is not there', '/nowhere/out.sgrec', 'ENOENT'],
    ['a full disk', '/dev/full', 'ENOSPC'],
  ])('%s', async (_name, out, code) => {
    const finished = await record(out, ['--force']).finished;
    expect(finished.stderr).toMatch(`error recording-write-failed: ${out} cannot be written (${code});`);
    expect(finished.exitCode).toBe(2);
  });

  test.each([
    [
      ['--upstream', '127.0.0.1:3000', '--listen', '0'],
      /'--upstream <url>' argument '127\.0\.0\.1:3000'.*http:/,
    ],
    [['--upstream', 'http://127.0.0.1:3000/api', '--listen', '0'], /\/api is no origin that can be recorded/],
    [
      ['--upstream', 'http://127.0.0.1:3000', '--listen', '70000'],
      /'70000' is invalid.*highest port is 65535/,
    ],
    [['--upstream', 'http://127.0.0.1:3000', '--listen', '-1'], /'-1' is invalid.*whole number/],
  ])('%j', async (options, message) => {
    const finished = await shadowgate.run(['record', ...options, '--out', 'never.sgrec']);
    expect(finished.stderr).toMatch(message);
    expect(finished.exitCode).toBe(2);
  });
});

/** A limit on the size of files stands for a full disk: the write fails in the same way, at a place we can choose. */
describe('when the disk is full half-way', () => {
  test('serving goes on, it is said once, and nothing recorded before is lost', async () => {
    const out = join(shadowgate.folder, 'full.sgrec');
    const running = record(out, [], {}, 60);
    const origin = await originOf(running);
    await (await fetch(`${origin}/before`)).text();
    await untilFileHolds(out, 1);
    let served = 1;
    const failed = running.printed(/error recording-write-failed/).then(() => true);
    while (
      !(await Promise.race([
        failed,
        fetch(`${origin}/large`)
          .then((answer) => answer.text())
          .then(() => false),
      ]))
    ) {
      served += 1;
    }
    for (let index = 0; index < 5; index += 1) {
      const answer = await fetch(`${origin}/after`);
      expect(await answer.json()).toEqual({ target: '/after', padding: '' });
    }
    running.signal('SIGINT');
    const finished = await running.finished;
    expect(finished.exitCode).toBe(2);
    const warnings = finished.stderr.split('nothing more is recorded').length - 1;
    expect(warnings).toBe(1);
    expect(finished.stderr).toMatch(/\(EFBIG\); \d+ exchanges in it are safe and can be read/);
    const requests = Number(
      /(\d+) requests were served; the recording of them is not whole/.exec(finished.stderr)?.[1],
    );
    expect(requests).toBeGreaterThanOrEqual(served + 5);
    expect((await targetsIn(out))[0]).toBe('/before');
    expect(await summariseRecording(out)).toMatchObject({
      damage: expect.stringContaining('without an end mark'),
    });
  });
});

function record(
  out: string,
  options: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
  fileSizeLimit?: number,
): Running {
  const command = ['record', '--upstream', upstream, '--listen', '0', '--out', out, ...options];
  return shadowgate.start(command, { env, ...(fileSizeLimit === undefined ? {} : { fileSizeLimit }) });
}

async function originOf(running: Running): Promise<string> {
  return (await running.printed(/recording (http:\/\/127\.0\.0\.1:\d+) → /))[1] ?? '';
}

/** The recorder flushes by the second; a reader takes what is whole so far. */
async function untilFileHolds(path: string, exchanges: number): Promise<void> {
  for (;;) {
    if ((await summariseRecording(path)).exchanges >= exchanges) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function targetsIn(path: string): Promise<string[]> {
  const targets: string[] = [];
  for await (const { target } of readExchanges(path)) targets.push(target);
  return targets;
}

async function everythingIn(path: string): Promise<string> {
  const parts: string[] = [];
  for await (const { requestBody, responseBody, ...head } of readExchanges(path)) {
    parts.push(
      JSON.stringify(head),
      Buffer.from(requestBody).toString(),
      Buffer.from(responseBody).toString(),
    );
  }
  return parts.join('\n');
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
