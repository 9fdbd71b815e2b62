import { describe, expect, test } from '@jest/globals';
import type { CapturedValue, Probe } from '../../../src/domain/runtime-snapshot.ts';
import { nodes, startAgentService } from '../agent-service.ts';

// covers: capture.cjs
// covers: capture-collection.cjs
// covers: inspect-object.cjs
// covers: intrinsics.cjs
// covers: digest.cjs
// covers: encode.cjs

const source = `
const http = require('http');
let calls = 0;
const calledByAgent = /^Error\\n[^\\n]*\\n[^\\n]*agent.node/;
const bomb = () => { calls += 1; throw new Error('called'); };
class Trapped {
  get accessor() { return bomb(); }
  toJSON() { return bomb(); }
  toString() { return bomb(); }
  valueOf() { return bomb(); }
  [Symbol.toPrimitive]() { return bomb(); }
  get [Symbol.toStringTag]() { return bomb(); }
  [Symbol.for('nodejs.util.inspect.custom')]() { return bomb(); }
  static [Symbol.hasInstance]() { return bomb(); }
}
class Listing extends Array { [Symbol.iterator]() { return bomb(); } map() { return bomb(); } }
class Store extends Map { entries() { return bomb(); } forEach() { return bomb(); } get size() { return bomb(); } [Symbol.iterator]() { return bomb(); } }
const handler = new Proxy({}, { get: () => bomb });
function values() {
  const own = Object.defineProperty({ plain: 1 }, 'getter', { enumerable: true, get: bomb });
  const proxy = new Proxy({ a: 1 }, handler);
  const inherits = Object.create(new Proxy({}, handler));
  const trapped = new Trapped();
  const listing = Listing.of(1, 2);
  const store = new Map([['a', 1]]);
  Object.setPrototypeOf(store, Store.prototype);
  const circle = { name: 'circle' };
  circle.self = circle;
  const million = new Array(1000000).fill(7);
  const long = 'x'.repeat(1000000);
  let deep = {};
  for (let i = 0; i < 5000; i += 1) deep = { deep };
  const result = trapped;
  return { own, proxy, inherits, trapped, listing, store, circle, million, long, deep, result }; //place
}
http.createServer((request, response) => {
  values();
  response.end(String(calls));
}).listen(0, function () {
  console.log('port ' + this.address().port);
  for (const prototype of [Object.prototype, Array.prototype, String.prototype, Number.prototype]) {
    Object.defineProperty(prototype, 'toJSON', { configurable: true, value: bomb });
  }
  for (const name of ['push', 'map', 'join', 'slice', 'forEach', 'indexOf', 'concat', 'splice']) {
    const real = Array.prototype[name];
    Array.prototype[name] = function (...rest) { if (calledByAgent.test(new Error().stack)) calls += 1; return real.apply(this, rest); };
  }
  for (const name of ['get', 'set', 'has', 'entries', 'delete']) {
    const real = Map.prototype[name];
    Map.prototype[name] = function (...rest) { if (calledByAgent.test(new Error().stack)) calls += 1; return real.apply(this, rest); };
  }
  for (const name of ['slice', 'indexOf', 'toLowerCase', 'replace']) {
    const real = String.prototype[name];
    String.prototype[name] = function (...rest) { if (calledByAgent.test(new Error().stack)) calls += 1; return real.apply(this, rest); };
  }
});
`;
const line = source.split('\n').findIndex((text) => text.endsWith('//place')) + 1;
const names = 'own proxy inherits trapped listing store circle million long deep'.split(' ');
const probe: Probe = {
  id: 'p001',
  file: 'server.cjs',
  line,
  column: 3,
  names,
  expressions: {
    sum: '($.p(result) + 1)',
    read: '$.g(own,"getter")',
    through: '$.g(proxy,"a")',
  },
  statement: 'return',
  statementLine: line,
};

describe.each(nodes)('hostile values on $name', ({ node }) => {
  test('see no call, and what was not captured is said', async () => {
    const running = await startAgentService({
      files: { 'server.cjs': source },
      entry: 'server.cjs',
      node,
      channel: { probes: [probe], suspects: ['e1', 'e2'] },
    });
    try {
      expect((await running.ask('/', 'e1')).body).toBe('0');
      expect((await running.ask('/', 'e2')).body).toBe('0');
      const snapshot = await running.channel.finish();
      expect(snapshot.hits).toHaveLength(2);
      const values: Readonly<Record<string, CapturedValue>> = snapshot.hits[0]?.values ?? {};
      expect(values['own']?.fields).toEqual({
        plain: { type: 'number', text: '1' },
        getter: { type: 'not-captured', reason: 'getter' },
      });
      expect(values['proxy']).toEqual({ type: 'not-captured', reason: 'proxy' });
      expect(values['inherits']?.type).toBe('object');
      expect(values['trapped']).toMatchObject({ type: 'object', class: 'Trapped' });
      expect(values['listing']?.items?.map(({ text }) => text)).toEqual(['1', '2']);
      expect(values['store']).toMatchObject({ type: 'map', length: 1 });
      expect(values['circle']?.fields?.['self']).toEqual({ type: 'reference', text: 'circle' });
      expect(values['million']).toMatchObject({ type: 'array', length: 1_000_000, reason: 'budget' });
      expect(values['million']?.items).toHaveLength(50);
      expect(values['long']).toMatchObject({ length: 1_000_000, reason: 'length' });
      expect(values['long']?.text).toHaveLength(256);
      expect(JSON.stringify(values['deep'])).toContain('"reason":"depth"');
      expect(values['sum']).toEqual({ type: 'not-captured', reason: 'getter' });
      expect(values['read']).toEqual({ type: 'not-captured', reason: 'getter' });
      expect(values['through']).toEqual({ type: 'not-captured', reason: 'proxy' });
    } finally {
      await running.stop();
    }
  });
});
