import { describe, expect, test } from '@jest/globals';
import type { ChangedFile } from '../../../src/domain/change.ts';
import type { Hit, Probe } from '../../../src/domain/runtime-snapshot.ts';
import { planProbes } from '../../../src/snapshots/probes/plan-probes.ts';
import { executableLines } from '../../../src/snapshots/source/executable-lines.ts';
import { parseSource } from '../../../src/snapshots/source/parse-source.ts';
import { type AgentService, startAgentService } from '../agent-service.ts';
import { pythons, skipWithoutPython } from '../pythons.ts';

const shop = `import math
RATE = 0.1

class Cart:
    limits = {"gold": 100}

    def __init__(self, lines):
        self.lines = lines
        self.seen = 0

    @property
    def boom(self):
        raise RuntimeError("a property ran")

    def total(self, tier, extra=0):
        subtotal = 0
        for line in self.lines:
            subtotal += line["price"] * line["count"]
        if tier == "gold" and subtotal > self.limits["gold"]:
            discount = round(subtotal * RATE)
        elif tier == "silver":
            discount = 1
        else:
            discount = 0
        while extra > 2:
            extra -= 1
        try:
            check(subtotal)
        except ValueError as error:
            subtotal = -1
        self.note(
            subtotal,
            discount,
        )
        return subtotal - discount

    def note(self, amount, discount):
        self.seen += 1
        if amount < 0: return None
        self.last = amount

def check(amount):
    if amount > 1000:
        raise ValueError("too much")

def never():
    return 1
`;
const server = `
import json, shop
from http.server import BaseHTTPRequestHandler, HTTPServer
class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers['content-length'])))
        body = str(shop.Cart(asked['lines']).total(asked['tier'], asked.get('extra', 0))).encode()
        self.send_response(200)
        self.send_header('content-length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *given): pass
server = HTTPServer(('127.0.0.1', 0), Handler)
print('port', server.server_port, flush=True)
server.serve_forever()
`;

const lines = [
  { price: 50, count: 2 },
  { price: 55, count: 1 },
];
const ask = (running: AgentService, id: string, body: object) =>
  running.ask('/', id, JSON.stringify({ lines, ...body }));

/** Probes of the candidate as the gate plans them, when every statement of some lines was changed. */
function probesAt(changed: readonly string[], text = shop): readonly Probe[] {
  const written = text.split('\n');
  const marked = written.map((line) =>
    changed.some((one) => line.includes(one)) ? `${line} # changed` : line,
  );
  const blocks = written.flatMap((line, index) => {
    const range = { start: index + 1, end: index + 1 };
    return changed.some((one) => line.includes(one)) ? [{ baseline: range, candidate: range }] : [];
  });
  const file = { path: 'shop.py', previousPath: null, blocks } as unknown as ChangedFile;
  // A statement counts as changed only when it reads otherwise.
  const before = text
    .replaceAll(/(?<= )(round|sum)\(/g, 'int(')
    .replaceAll('> 2', '> 3')
    .replaceAll('-1', '-2');
  expect(marked.length).toBe(written.length);
  return planProbes([
    {
      file,
      baseline: before.replace('subtotal - d', 'subtotal + d').replace('seen += 1', 'seen += 2'),
      candidate: text,
    },
  ]).candidate;
}

async function hitsOf(python: string, probes: readonly Probe[], bodies: readonly object[]) {
  const running = await startAgentService({
    files: { 'server.py': server, 'shop.py': shop },
    entry: 'server.py',
    node: python,
    channel: { probes, suspects: ['e1'] },
  });
  try {
    const answers = [];
    for (const [at, body] of bodies.entries()) answers.push((await ask(running, `e${at + 1}`, body)).body);
    return { ...(await running.channel.finish()), answers };
  } finally {
    await running.stop();
  }
}

const valueAt = (hits: readonly Hit[], probe: Probe | undefined, name: string) =>
  hits.filter(({ probeId }) => probeId === probe?.id).map(({ values }) => values[name]?.text);

describe.each(pythons)('probes on $name', ({ python, minor }) => {
  test('see what statements of every kind come to, at the right moment', async () => {
    const probes = probesAt(['round(', '> 2', 'return subtotal', 'seen += 1', '= -1']);
    const { hits, answers, probes: states } = await hitsOf(python, probes, [{ tier: 'gold', extra: 4 }]);
    expect(answers).toEqual(['139']);
    const of = (statement: string, moment: string) =>
      probes.find((probe) => probe.statement.startsWith(statement) && probe.moment === moment);
    const rounded = of('discount = round', 'after');
    expect(valueAt(hits, rounded, 'discount')).toEqual(['16']);
    expect(valueAt(hits, rounded, 'subtotal')).toEqual(['155']);
    expect(valueAt(hits, rounded, 'RATE')).toEqual(['0.1']);
    expect(valueAt(hits, of('return subtotal', 'before'), 'return')).toEqual(['139']);
    expect(valueAt(hits, of('self.seen += 1', 'before'), 'self.seen')).toEqual(['0']);
    expect(valueAt(hits, of('self.seen += 1', 'after'), 'self.seen')).toEqual(['1']);
    expect(valueAt(hits, of('while extra > 2', 'before'), 'extra')).toEqual(['4', '3']);
    expect(valueAt(hits, of('def total', 'entry'), 'tier')).toEqual(['gold']);
    const never = of('subtotal = -1', 'after');
    expect(states.find(({ probeId }) => probeId === never?.id)).toMatchObject({ state: 'bound' });
    expect(hits.map(({ sequence }) => sequence)).toEqual(
      [...hits.map(({ sequence }) => sequence)].sort((a, b) => a - b),
    );
  });

  test('stand at the end of a function, in the handler that ran, and once before a call over several lines', async () => {
    const at = (line: string, more: Partial<Probe> = {}): Probe => {
      const index = shop.split('\n').findIndex((one) => one.includes(line));
      const column = (shop.split('\n')[index] ?? '').search(/\S/) + 1;
      const known = { file: 'shop.py', line: index + 1, column, statement: line, statementLine: index + 1 };
      return { id: line, names: [], expressions: {}, ...known, ...more };
    };
    const probes = [
      at('def note', { expressions: { 'self.last': 'self.last' } }),
      at('subtotal = -1', { names: ['subtotal', 'error', 'missing', 'discount'] }),
      at('self.note(', { expressions: { given: '[subtotal, self.boom, self.lines[0]["price"]]' } }),
      at('for line in self.lines', { names: ['line'] }),
      at('if amount < 0', { names: ['amount'] }),
    ];
    const { hits, answers } = await hitsOf(python, probes, [
      { tier: 'none' },
      { tier: 'none', lines: [{ price: 2000, count: 1 }] },
    ]);
    expect(answers).toEqual(['155', '-1']);
    const of = (id: string) => hits.filter(({ probeId }) => probeId === id).map(({ values }) => values);
    expect(of('def note')).toEqual([{ 'self.last': { type: 'number', text: '155' } }]);
    expect(of('subtotal = -1')).toEqual([
      {
        subtotal: { type: 'number', text: '2000' },
        error: expect.objectContaining({ type: 'error', class: 'ValueError', text: 'too much' }),
        missing: { type: 'not-captured', reason: 'not-in-scope' },
        discount: { type: 'number', text: '0' },
      },
    ]);
    expect(of('self.note(').map(({ given }) => given?.items?.map((one) => one.text))).toEqual([
      ['155', 'Unknown', '50'],
      ['-1', 'Unknown', '2000'],
    ]);
    expect(of('for line in self.lines')).toEqual([
      { line: { type: 'not-captured', reason: 'not-initialised' } },
      { line: { type: 'not-captured', reason: 'not-initialised' } },
    ]);
    expect(of('if amount < 0')).toHaveLength(2);
  });

  test('are spent on so many exchanges, and tell when they are disarmed', async () => {
    const probes = probesAt(['return subtotal']).filter(({ statement }) => statement.startsWith('return'));
    const running = await startAgentService({
      files: { 'server.py': server, 'shop.py': shop },
      entry: 'server.py',
      node: python,
      channel: { probes, agentLimits: { controlHits: 2 } },
    });
    try {
      for (const id of ['e1', 'e2', 'e3', 'e4'])
        expect((await ask(running, id, { tier: '' })).body).toBe('155');
      const { hits, probes: states } = await running.channel.finish();
      expect(hits.map(({ exchangeId }) => exchangeId)).toEqual(['e1', 'e2']);
      expect(states).toEqual([expect.objectContaining({ state: 'disarmed', hits: 2 })]);
    } finally {
      await running.stop();
    }
  });

  test('lines that ran are told, of the whole run and of each exchange', async () => {
    const running = await startAgentService({
      files: { 'server.py': server, 'shop.py': shop, 'unloaded.py': '' },
      entry: 'server.py',
      node: python,
      channel: { coverageOf: ['shop.py', 'unloaded.py'], coverageByExchange: true },
    });
    try {
      await ask(running, 'e1', { tier: 'gold' });
      await ask(running, 'e2', { tier: 'silver', extra: 3 });
      const { executedLines, reached } = await running.channel.finish();
      expect(Object.keys(executedLines)).toEqual(['shop.py']);
      const text = shop.split('\n');
      const parsed = parseSource('shop.py', shop);
      if (parsed.kind !== 'parsed') throw new Error('not parsed');
      const ran = new Set(executedLines['shop.py']);
      const missed = [...executableLines(parsed.program)].filter((line) => !ran.has(line));
      expect(missed.sort((a, b) => a - b).map((line) => text[line - 1]?.trim())).toEqual([
        'raise RuntimeError("a property ran")',
        'discount = 0',
        'subtotal = -1',
        'raise ValueError("too much")',
        'return 1',
      ]);
      const shown = (id: string) =>
        (reached ?? [])
          .filter((one) => one.exchangeId === id)
          .flatMap((one) => one.lines.map((line) => text[line - 1]?.trim()));
      expect(shown('e1')).toContain('discount = round(subtotal * RATE)');
      expect(shown('e2')).not.toContain('discount = round(subtotal * RATE)');
      expect(shown('e2')).toEqual(expect.arrayContaining(['discount = 1', 'extra -= 1', 'self.seen += 1']));
      expect(shown('e1')).not.toContain('RATE = 0.1');
    } finally {
      await running.stop();
    }
    expect(minor).toBeGreaterThan(8);
  });
});

skipWithoutPython();
