import { describe, expect, test } from '@jest/globals';
import type { AgentDeterminism } from '../../../src/domain/determinism.ts';
import { type AgentService, startAgentService } from '../agent-service.ts';
import { pythons, skipWithoutPython } from '../pythons.ts';

const instant = Date.UTC(2024, 1, 29, 23, 59, 58, 750);
const startsAt = Date.UTC(2024, 1, 1);
const steady: AgentDeterminism = {
  ...{ clock: 'recorded', durations: 'coarse', random: 'seeded' },
  ...{ seed: 'a', startsAt, shiftMs: 0 },
};

/** Each path is an expression of the service's own, evaluated there. */
const service = `
import asyncio, datetime, json, os, random, secrets, subprocess, sys, tempfile, threading, time, uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime as moment, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import choice, randint
from urllib.parse import unquote
begun = [time.time(), str(uuid.uuid4()), random.random()]
pool = ThreadPoolExecutor(1)
class Own(moment): pass
def elsewhere(work):
    found = []
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start(); thread.join()
    return found[0]
async def later(seconds):
    started = time.monotonic()
    await asyncio.sleep(seconds)
    return time.monotonic() - started
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps(eval(unquote(self.path[1:]))).encode()
        self.send_response(200)
        self.send_header('content-length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *given): pass
server = ThreadingHTTPServer(('127.0.0.1', 0), Handler)
print('port', server.server_port, flush=True)
server.serve_forever()
`;

function start(python: string, determinism: AgentDeterminism | null = steady): Promise<AgentService> {
  return startAgentService({
    files: { 'server.py': service },
    entry: 'server.py',
    node: python,
    channel: { determinism },
    env: { TZ: 'UTC' },
  });
}

let exchanges = 0;
async function value(running: AgentService, expression: string, id?: string): Promise<unknown> {
  exchanges += 1;
  const target = `/${encodeURIComponent(expression)}`;
  return JSON.parse((await running.ask(target, id ?? `x${exchanges}`, undefined, instant)).body);
}

describe.each(pythons)('determinism on $name', ({ python }) => {
  test('the clock of an exchange starts when production got it, and shows whole seconds only', async () => {
    const running = await start(python);
    try {
      const is = async (expression: string, expected: unknown) =>
        expect([expression, await value(running, expression)]).toEqual([expression, expected]);
      await is('[time.time(), time.time_ns()]', [instant / 1000, instant * 1e6]);
      await is('[str(datetime.datetime.now()), str(moment.utcnow()), str(date.today())]', [
        '2024-02-29 23:59:58.750000',
        '2024-02-29 23:59:58.750000',
        '2024-02-29',
      ]);
      await is('[str(moment.now(timezone.utc)), str(moment.today())]', [
        '2024-02-29 23:59:58.750000+00:00',
        '2024-02-29 23:59:58.750000',
      ]);
      await is('[type(moment.now()) is moment, type(Own.now()) is Own, isinstance(Own.now(), moment)]', [
        ...[true, true, true],
      ]);
      await is('[time.strftime("%H:%M:%S"), time.gmtime().tm_sec, time.ctime()]', [
        ...['23:59:58', 58, 'Thu Feb 29 23:59:58 2024'],
      ]);
      await is('[time.gmtime(5).tm_sec, str(moment.fromtimestamp(5, timezone.utc))]', [
        ...[5, '1970-01-01 00:00:05+00:00'],
      ]);
      await is('time.sleep(0.12) or time.time()', instant / 1000);
      await is('time.sleep(1) or time.time()', instant / 1000 + 1);
      await is('(lambda a: time.sleep(0.1) or time.monotonic() - a)(time.monotonic())', 0);
      await is('self.date_time_string()', 'Thu, 29 Feb 2024 23:59:58 GMT');
    } finally {
      await running.stop();
    }
  });

  test('what waits goes on waiting by the real clock', async () => {
    const running = await start(python);
    const before = performance.now();
    try {
      expect(await value(running, 'asyncio.run(later(0.2))')).toBe(0);
      expect(await value(running, 'threading.Event().wait(0.2)')).toBe(false);
      const quick = 'subprocess.run([sys.executable, "-S", "-c", ""], timeout=20).returncode';
      expect(await value(running, quick)).toBe(0);
      expect(performance.now() - before).toBeGreaterThan(400);
    } finally {
      await running.stop();
    }
  });

  const draws =
    '[random.random(), randint(1, 10**6), choice(range(10**6)), str(uuid.uuid4()), secrets.token_hex(4), ' +
    'os.urandom(6).hex(), random.Random().random(), random.SystemRandom().random(), str(uuid.uuid1())]';

  test('chance is that of the seed and the exchange, whatever ran before', async () => {
    const [one, two, other] = await Promise.all([
      start(python),
      start(python),
      start(python, { ...steady, seed: 'b' }),
    ]);
    try {
      expect(await value(one, 'begun')).toEqual(await value(two, 'begun'));
      await value(two, draws, 'before');
      const first = await value(one, draws, 'e1');
      expect(await value(two, draws, 'e1')).toEqual(first);
      expect(await value(one, draws, 'e2')).not.toEqual(first);
      const others = (await value(other, draws, 'e1')) as readonly unknown[];
      expect(others.filter((each, at) => each === (first as readonly unknown[])[at])).toEqual([]);
      expect(new Set(first as readonly unknown[]).size).toBe(9);
    } finally {
      await Promise.all([one.stop(), two.stop(), other.stop()]);
    }
  });

  test('a generator that the service seeds itself is that of Python', async () => {
    const running = await start(python);
    try {
      expect(await value(running, 'random.seed(3) or random.random()')).toBe(0.237_964_627_091_891_37);
      expect(await value(running, 'random.Random(3).random()')).toBe(0.237_964_627_091_891_37);
    } finally {
      await running.stop();
    }
  });

  test('threads, pools and tasks of an exchange have its clock and its chance', async () => {
    const running = await start(python);
    try {
      for (const expression of [
        'elsewhere(time.time)',
        'pool.submit(time.time).result()',
        'asyncio.run(asyncio.to_thread(time.time))',
      ]) {
        expect([expression, await value(running, expression)]).toEqual([expression, instant / 1000]);
      }
      const inThread = await value(running, 'elsewhere(random.random)', 'same');
      expect(await value(running, 'random.random()', 'same')).toBe(inThread);
      expect(await value(running, '[len(tempfile.mkdtemp()) > 3, begun[0]]')).toEqual([
        ...[true, startsAt / 1000],
      ]);
    } finally {
      await running.stop();
    }
  });

  test('nothing is held when the plan says so', async () => {
    const running = await start(python, null);
    try {
      expect(Number(await value(running, 'time.time()'))).toBeGreaterThan(1.7e9);
      expect(await value(running, 'random.random()', 'e')).not.toBe(
        await value(running, 'random.random()', 'e'),
      );
    } finally {
      await running.stop();
    }
  });

  test('functions of Python that a class holds are called as before, and stay what they are when copied', async () => {
    const running = await start(python);
    try {
      const held =
        '(lambda kept: [kept.clock(), kept.local(0)[0], len(kept.chance(4)), kept.connect(":memory:").total_changes])' +
        '(type("Kept", (), {"clock": time.time, "local": time.localtime, "chance": __import__("os").urandom,' +
        ' "connect": __import__("sqlite3").connect})())';
      expect(await value(running, held)).toEqual([instant / 1000, 1970, 4, 0]);
      const copied =
        '[__import__("copy").deepcopy(time.time) is time.time,' +
        ' __import__("pickle").loads(__import__("pickle").dumps(time.time)) is time.time]';
      expect(await value(running, copied)).toEqual([true, true]);
    } finally {
      await running.stop();
    }
  });

  test('a forked worker may be the first to import multiprocessing', async () => {
    const forked = `
import os
if os.fork() == 0:
    import multiprocessing
    os._exit(7)
print('port', 1 if os.waitstatus_to_exitcode(os.wait()[1]) == 7 else 0, flush=True)
__import__('time').sleep(60)
`;
    const channel = { determinism: steady };
    const running = await startAgentService({
      files: { 'a.py': forked },
      entry: 'a.py',
      node: python,
      channel,
    });
    try {
      expect(running.output()).toContain('port 1');
    } finally {
      await running.stop();
    }
  });
});

skipWithoutPython();
