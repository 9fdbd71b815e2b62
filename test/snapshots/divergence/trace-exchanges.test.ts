import { describe, expect, test } from '@jest/globals';
import type { FirstDivergence } from '../../../src/domain/evidence-trace.ts';
import type { RuntimeSnapshot } from '../../../src/domain/runtime-snapshot.ts';
import { traceExchanges } from '../../../src/snapshots/divergence/trace-exchanges.ts';
import { type ProbePlan, planProbes } from '../../../src/snapshots/probes/plan-probes.ts';
import { startAgentService } from '../../agent/agent-service.ts';
import { changeBetween } from '../change-between.ts';

const server = (pricing: string): string => `
import http from 'node:http';
${pricing}
http
  .createServer((request, response) => {
    const url = new URL(request.url, 'http://service');
    const order = { tier: url.searchParams.get('tier'), items: url.searchParams.getAll('item').map(Number) };
    response.end(JSON.stringify(quote(order)));
  })
  .listen(0, function () { console.log('port ' + this.address().port); });
`;

const original = server(`
const rates = { gold: 0.1, silver: 0.05 };
const notes = []; const note = (...given) => notes.push(given);
function quote(order) {
  const subtotal = order.items.reduce((sum, item) => sum + item, 0);
  const rate = rates[order.tier] ?? 0;
  const discount = Math.round(subtotal * rate);
  note(subtotal, rate);
  if (subtotal > 1000) {
    return { total: 1000, capped: true };
  }
  return { total: subtotal - discount, at: Date.now() };
}`);

const orders = { gold: '/?tier=gold&item=100&item=55', plain: '/?item=20', large: '/?tier=silver&item=5000' };

async function capture(
  source: string,
  plan: ProbePlan['candidate'],
  suspects: readonly string[],
): Promise<RuntimeSnapshot> {
  const service = await startAgentService({
    files: { 'src/server.mjs': source },
    entry: 'src/server.mjs',
    channel: { probes: plan, suspects },
  });
  try {
    for (const [name, target] of Object.entries(orders)) await service.ask(target, name);
    return await service.channel.finish();
  } finally {
    await service.stop();
  }
}

async function trace(changed: string, suspects: readonly string[]) {
  const file = changeBetween('src/server.mjs', original, changed);
  const probes = planProbes([{ file, baseline: original, candidate: changed }]);
  const [baseline, candidate] = await Promise.all([
    capture(original, probes.baseline, suspects),
    capture(changed, probes.candidate, suspects),
  ]);
  expect(candidate.hits.length).toBeGreaterThan(0);
  const shown = { exchanges: Object.keys(orders), affected: new Set(suspects) };
  return traceExchanges({
    baseline,
    candidate,
    probes,
    volatile: null,
    suspects,
    ...shown,
    perturbed: new Set(),
  });
}

type Expected = Partial<FirstDivergence>;
const mutants: readonly (readonly [string, string, string, keyof typeof orders, Expected])[] = [
  [
    'a changed rounding',
    'Math.round(subtotal * rate)',
    'Math.floor(subtotal * rate)',
    'gold',
    { kind: 'value', variable: 'discount', baseline: '16', candidate: '15', candidateLine: 9 },
  ],
  [
    'a changed default',
    '?? 0;',
    '?? 0.05;',
    'plain',
    { kind: 'value', variable: 'rate', baseline: '0', candidate: '0.05', candidateLine: 8 },
  ],
  [
    'a changed constant of the module',
    'gold: 0.1,',
    'gold: 0.2,',
    'gold',
    { kind: 'value', variable: 'rates.gold', baseline: '0.1', candidate: '0.2', candidateLine: 4 },
  ],
  [
    'a changed guard',
    'subtotal > 1000',
    'subtotal > 9000',
    'large',
    { kind: 'branch', variable: 'condition', baseline: 'true', candidate: 'false', candidateLine: 11 },
  ],
  [
    'a changed return',
    'total: 1000, capped',
    'total: 999, capped',
    'large',
    { kind: 'value', variable: 'return.total', baseline: '1000', candidate: '999', candidateLine: 12 },
  ],
  [
    'a changed part of what is returned beside one that a call computes',
    'total: subtotal - discount,',
    'total: subtotal + discount,',
    'gold',
    { kind: 'value', variable: 'return.total', baseline: '139', candidate: '171', candidateLine: 14 },
  ],
  [
    'swapped arguments of a call for its effect',
    'note(subtotal, rate)',
    'note(rate, subtotal)',
    'gold',
    { kind: 'value', variable: 'arguments of note[0]', baseline: '155', candidate: '0.1' },
  ],
  [
    'a guard turned round of which the condition runs code',
    'if (subtotal > 1000) {',
    'if (!order.items.includes(5000)) {',
    'plain',
    { kind: 'branch', candidateLine: 11, baseline: 'line 14 reached once', candidate: 'line 14 not reached' },
  ],
  [
    'a removed guard',
    '  if (subtotal > 1000) {\n    return { total: 1000, capped: true };\n  }\n',
    '',
    'large',
    { kind: 'statement', baselineLine: 11, candidateLine: null },
  ],
  [
    'an added statement',
    '  if (subtotal > 1000) {',
    '  order.items.push(1);\n  if (subtotal > 1000) {',
    'gold',
    { kind: 'value', variable: 'order.items.length', candidateStatement: 'order.items.push(1);' },
  ],
];

const refactors: readonly (readonly [string, (source: string) => string])[] = [
  ['a renamed local', (source) => source.replaceAll('discount', 'reduction')],
  [
    'an extracted helper',
    (source) =>
      source
        .replace('Math.round(subtotal * rate)', 'discountOf(subtotal, rate)')
        .replace(
          'function quote',
          'function discountOf(sum, share) {\n  return Math.round(sum * share);\n}\nfunction quote',
        ),
  ],
  [
    'a conditional in place of a default',
    (source) =>
      source.replace(
        'const rate = rates[order.tier] ?? 0;',
        'let rate = 0;\n  if (order.tier in rates) {\n    rate = rates[order.tier];\n  }',
      ),
  ],
  [
    'a loop in place of a reduction',
    (source) =>
      source.replace(
        'const subtotal = order.items.reduce((sum, item) => sum + item, 0);',
        'let subtotal = 0;\n  for (const item of order.items) {\n    subtotal += item;\n  }',
      ),
  ],
  ['another clock', (source) => source.replace('Date.now()', 'new Date().getTime()')],
];

describe('the first place where two builds part', () => {
  test.concurrent.each(mutants)('%s', async (_, before, after, suspect, expected) => {
    expect(original).toContain(before);
    const traces = await trace(original.replace(before, after), [suspect]);
    const found = traces.get(suspect)?.firstDivergence;
    expect(found).toMatchObject({ file: 'src/server.mjs', ...expected });
  });

  test.concurrent.each(refactors)('%s is none', async (_, refactor) => {
    const changed = refactor(original);
    expect(changed).not.toBe(original);
    const traces = await trace(changed, []);
    const claims = [...traces.values()].map(({ firstDivergence }) => firstDivergence);
    expect(claims).toEqual(claims.map(() => null));
  });

  test('inputs that were equal are named', async () => {
    const traces = await trace(original.replace('Math.round', 'Math.floor'), ['gold']);
    expect(traces.get('gold')?.firstDivergence?.equalInputs).toEqual([
      { name: 'subtotal', value: '155' },
      { name: 'rate', value: '0.1' },
    ]);
    expect(traces.get('plain')?.firstDivergence).toBeNull();
  });
});
