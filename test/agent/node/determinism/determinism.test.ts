import { describe, expect, test } from '@jest/globals';
import type { AgentDeterminism } from '../../../../src/domain/determinism.ts';
import { type AgentService, nodes, nodeUnderTest, startAgentService } from '../../agent-service.ts';

// covers: determinism.cjs
// covers: virtual-clock.cjs
// covers: virtual-date.cjs
// covers: virtual-durations.cjs
// covers: date-header.cjs
// covers: seeded-random.cjs
// covers: seeded-streams.cjs
// covers: replace-method.cjs

const instant = Date.UTC(2024, 1, 29, 23, 59, 58, 750);
const startsAt = Date.UTC(2024, 1, 1);
const steady: AgentDeterminism = {
  ...{ clock: 'recorded', durations: 'coarse', random: 'seeded' },
  ...{ seed: 'a', startsAt, shiftMs: 0 },
};

/** Each path is an expression of the service's own, evaluated there. */
const service = `
import http from 'node:http';
import crypto, { getRandomValues, randomBytes, randomFill, randomFillSync, randomInt, randomUUID } from 'node:crypto';
import { hrtime } from 'node:process';
import { performance as named } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import vm from 'node:vm';
const begun = { now: Date.now(), id: randomUUID(), text: Date() };
let stamp = {};
const evaluate = (text) => eval('(async () => (' + text + '))()');
const server = http.createServer(async (request, response) => {
  try {
    response.end(JSON.stringify(await evaluate(decodeURIComponent(request.url.slice(1)))));
  } catch (error) {
    response.end(JSON.stringify({ code: error.code, name: error.name }));
  }
});
server.listen(0, () => console.log('port ' + server.address().port));
`;

function start(node: string, determinism: AgentDeterminism | null = steady): Promise<AgentService> {
  return startAgentService({
    files: { 'server.mjs': service },
    entry: 'server.mjs',
    node,
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

describe.each(nodes)('determinism on $name', ({ node }) => {
  test('the clock of an exchange starts when production got it, and shows whole seconds only', async () => {
    const running = await start(node);
    try {
      const is = async (expression: string, expected: unknown) =>
        expect([expression, await value(running, expression)]).toEqual([expression, expected]);
      await is('[Date.now(), +new Date(), Date.parse(Date())]', [instant, instant, instant - 750]);
      await is('Date()', 'Thu Feb 29 2024 23:59:58 GMT+0000 (Coordinated Universal Time)');
      await is('(await sleep(120), Date.now())', instant);
      await is('(await sleep(1000), Date.now())', instant + 1000);
      await is('[new Date(5).getTime(), new Date(2020, 1).getFullYear(), +new Date("2020-01-01")]', [
        5,
        2020,
        Date.UTC(2020, 0),
      ]);
      await is('(await sleep(120), hrtime()[0] - hrtime()[0] + (named.now() - performance.now()))', 0);
      await is(
        'await (async (a, b) => (await sleep(80), [performance.now() - a, String(process.hrtime.bigint() - b)]))(performance.now(), process.hrtime.bigint())',
        [0, '0'],
      );
      await is('await (async (a) => (await sleep(80), process.hrtime(a)))(process.hrtime())', [0, 0]);
      await is('process.hrtime("now")', { code: 'ERR_INVALID_ARG_TYPE', name: 'TypeError' });
    } finally {
      await running.stop();
    }
  });

  test('Date stays what it was in every other respect', async () => {
    const running = await start(node);
    try {
      const holds = async (expression: string) =>
        expect([expression, await value(running, expression)]).toEqual([expression, true]);
      await holds('new Date() instanceof Date && new Date().constructor === Date');
      await holds(
        'Date.name === "Date" && Date.length === 7 && Date.now.name === "now" && Date.now.length === 0',
      );
      await holds(
        '/native code/.test(Date) && /native code/.test(Date.now) && /native code/.test(Math.random)',
      );
      await holds('Object.prototype.toString.call(new Date()) === "[object Date]"');
      await holds('structuredClone(new Date()) instanceof Date');
      await holds('(class Day extends Date { twice() { return 2 * this } }, true)');
      await holds(
        '(() => { class Day extends Date {} const day = new Day(); return day instanceof Day && +day === Date.now() })()',
      );
      await holds('Reflect.construct(Date, []).getTime() === Date.now()');
      await holds(
        'JSON.stringify(Object.getOwnPropertyDescriptor(globalThis, "Date")) === JSON.stringify({writable: true, enumerable: false, configurable: true})',
      );
      await holds('vm.runInNewContext("new Date()") - Date.now() > 1e10');
      await holds(
        'typeof Temporal === "undefined" || Temporal.Now.instant().epochMilliseconds === Date.now()',
      );
    } finally {
      await running.stop();
    }
  });

  test('a busy loop ends, by the same count everywhere', async () => {
    const running = await start(node);
    try {
      const loop =
        '(() => { let n = 0; const end = Date.now() + 50; while (Date.now() < end) n += 1; return n })()';
      const startedAt = performance.now();
      const counts = [await value(running, loop), await value(running, loop)];
      expect(counts).toEqual([counts[0], counts[0]]);
      expect(performance.now() - startedAt).toBeLessThan(3000);
    } finally {
      await running.stop();
    }
  });

  test('time outside exchanges is a stream of its own, and the Date header tells the time of the exchange', async () => {
    const running = await start(node);
    try {
      expect(await value(running, 'begun.now')).toBe(startsAt);
      await value(running, '(setTimeout(() => { stamp.now = Date.now() }, 20), 1)');
      expect(await value(running, '(await sleep(60), stamp.now)')).toBe(instant);
      const { headers, body } = await running.ask('/Object.keys(request%20%3F%3F%20%7B%7D)');
      expect(body).toContain('name');
      expect(headers.date).toBe(new Date(startsAt).toUTCString());
      const shown = async (at: number) => (await running.ask('/1', 'x-date', undefined, at)).headers.date;
      for (const at of [instant, instant + 2000, instant + 2300, instant])
        expect(await shown(at)).toBe(new Date(at).toUTCString());
      for (const none of [Number.NaN, -instant, 1e20])
        expect(await shown(none)).toBe(new Date(startsAt).toUTCString());
    } finally {
      await running.stop();
    }
  });

  const draws = [
    'Math.random()',
    'randomUUID()',
    'crypto.randomUUID({ disableEntropyCache: true })',
    'crypto.webcrypto.randomUUID()',
    'randomBytes(8).toString("hex")',
    '(await promisify(randomBytes)(8)).toString("hex")',
    'randomBytes(300).toString("hex")',
    'randomInt(1e9)',
    'randomInt(5, 1e12)',
    'await promisify(randomInt)(1e9)',
    'randomFillSync(Buffer.alloc(8), 2, 4).toString("hex")',
    '[...randomFillSync(new Uint16Array(6), 1, 3)]',
    '[...(await promisify(randomFill)(new Uint8Array(6), 2))]',
    '[...new Uint8Array(await promisify(randomFill)(new ArrayBuffer(6)))]',
    '[...getRandomValues(new Uint32Array(3))]',
    '[...crypto.webcrypto.getRandomValues(new Int16Array(3))]',
  ];

  test('what is drawn depends on seed and exchange, and on nothing else', async () => {
    const running = [await start(node), await start(node), await start(node, { ...steady, seed: 'b' })];
    const [one, same, other] = running as [AgentService, AgentService, AgentService];
    try {
      for (const draw of draws) {
        const twice = `[${draw}, ${draw}]`;
        const id = `x ${draw}`;
        const drawn = await value(one, twice, id);
        expect([draw, drawn]).toEqual([draw, [expect.anything(), expect.anything()]]);
        const [first, second] = drawn as [unknown, unknown];
        expect([draw, await value(same, twice, id)]).toEqual([draw, [first, second]]);
        expect([draw, first]).not.toEqual([draw, second]);
        expect([draw, first]).not.toEqual([draw, ((await value(other, twice, id)) as unknown[])[0]]);
        expect([draw, first]).not.toEqual([draw, ((await value(one, twice, `${id}'`)) as unknown[])[0]]);
      }
      const version4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
      expect(await value(one, 'randomUUID()')).toMatch(version4);
      expect(await value(one, 'begun.id')).toBe(await value(same, 'begun.id'));
    } finally {
      for (const each of running) await each.stop();
    }
  });

  test('what is refused is refused as before, and what was not asked for is left alone', async () => {
    const running = await start(node);
    const plain = await start(node, null);
    try {
      for (const call of [
        'randomBytes(-1)',
        'randomBytes("8")',
        'randomInt(5, 5)',
        'randomInt(1, 2, 3)',
        'randomFillSync("text")',
        'randomFillSync(Buffer.alloc(2), 1, 5)',
        'randomFill(Buffer.alloc(2), 1)',
        'randomUUID({ disableEntropyCache: 1 })',
        'getRandomValues(new Float32Array(2))',
        'getRandomValues(new Uint8Array(70000))',
      ]) {
        const refusal = await value(plain, call);
        expect([call, refusal]).toEqual([call, expect.objectContaining({ name: expect.any(String) })]);
        expect([call, await value(running, call)]).toEqual([call, refusal]);
      }
      expect(await value(running, '[...randomFillSync(new Uint8Array(6), 2, 0)]')).toEqual([
        0, 0, 0, 0, 0, 0,
      ]);
      expect(await value(running, 'randomBytes(0).length')).toBe(0);
      expect(await value(running, '[...randomFillSync(Buffer.alloc(8), 6)].slice(0, 6)')).toEqual([
        0, 0, 0, 0, 0, 0,
      ]);
    } finally {
      await running.stop();
      await plain.stop();
    }
  });

  test('parallel exchanges do not disturb each other', async () => {
    const running = await start(node);
    try {
      const draw =
        '(async (all) => { for (let n = 0; n < 20; n += 1) { all.push(Math.random(), randomUUID()); await sleep(0); } return all })([])';
      const alone = await value(running, draw, 'x-parallel');
      const together = await Promise.all([1, 2, 3, 4].map(() => value(running, draw, 'x-parallel')));
      expect(together).toEqual([alone, alone, alone, alone]);
    } finally {
      await running.stop();
    }
  });

  test('a pool that one exchange fills is the same, whichever fills it', async () => {
    const running = [await start(node), await start(node)];
    const [one, another] = running as [AgentService, AgentService];
    try {
      const fill = 'randomFillSync(Buffer.alloc(2688)).toString("base64")';
      const filled = [await value(one, fill, 'x-a'), await value(one, fill, 'x-b')];
      expect([await value(another, fill, 'x-b'), await value(another, fill, 'x-a')]).toEqual(filled);
      expect(filled[0]).not.toEqual(filled[1]);
    } finally {
      for (const each of running) await each.stop();
    }
  });

  test('chance is even', async () => {
    const running = await start(node);
    try {
      const spread =
        '(() => { const all = Array(16).fill(0); for (let n = 0; n < 160000; n += 1) all[Math.floor(Math.random() * 16)] += 1; return all })()';
      const bytes =
        '(() => { const all = Array(16).fill(0); for (const byte of randomBytes(160000)) all[byte >> 4] += 1; return all })()';
      for (const draw of [spread, bytes]) {
        for (const count of (await value(running, draw)) as number[]) {
          expect(count).toBeGreaterThan(9_500);
          expect(count).toBeLessThan(10_500);
        }
      }
    } finally {
      await running.stop();
    }
  });

  test('a service whose platform is frozen runs all the same', async () => {
    const frozen = await startAgentService({
      files: { 'server.mjs': service },
      entry: 'server.mjs',
      node,
      channel: { determinism: steady },
      env: { NODE_NO_WARNINGS: '1' },
      flags: ['--frozen-intrinsics'],
    });
    try {
      expect(typeof (await value(frozen, 'Date.now()'))).toBe('number');
      expect(await value(frozen, 'randomUUID().length')).toBe(36);
    } finally {
      await frozen.stop();
    }
  });
});

test('all can be left real', async () => {
  const node = nodeUnderTest;
  const running = await start(node, { ...steady, clock: 'real', durations: 'real', random: 'real' });
  try {
    expect(await value(running, 'Date.now()')).toBeGreaterThan(instant + 1e9);
    const id = 'x-real';
    expect(await value(running, 'randomUUID()', id)).not.toBe(await value(running, 'randomUUID()', id));
    const [before, after] = (await value(
      running,
      '[performance.now(), (await sleep(20), performance.now())]',
    )) as number[];
    expect((after ?? 0) - (before ?? 0)).toBeGreaterThan(10);
  } finally {
    await running.stop();
  }
});
