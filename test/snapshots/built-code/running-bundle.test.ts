// covers: tell-sources.ts
// covers: built-coverage.cjs
import { describe, expect, test } from '@jest/globals';
import type { BuildOptions } from 'esbuild';
import type { Probe, RuntimeSnapshot } from '../../../src/domain/runtime-snapshot.ts';
import { nodes, startAgentService } from '../../agent/agent-service.ts';
import { withBundle } from './built-folder.ts';

const files = {
  'src/main.ts': `import { createServer } from 'node:http';
import { feeOf } from './fee.ts';

const server = createServer((request, response) => {
  const text = new URL(request.url ?? '', 'http://x').searchParams.get('amount') ?? '';
  try {
    response.end(String(feeOf(text)));
  } catch (error) {
    response.end('none');
  }
});
server.listen(0, () => console.log('port ' + (server.address() as { port: number }).port));
`,
  'src/fee.ts': `type Share = number | null;

export function feeOf(text: string): number {
  const amount: number = Number(text);
  const share: Share = amount > 0 ? amount / 2 : null;
  if (share === null) {
    throw new RangeError('no amount: ' + amount);
  }
  console.log(text);
  return share
    + (text.length > 3
      ? 100
      : 1);
}

export function neverAsked(): number {
  return 1;
}
`,
};
const probe: Probe = {
  ...{ id: 'p001', file: 'src/fee.ts', line: 9, column: 3, lastLine: 9 },
  ...{ names: ['text', 'amount', 'share'], expressions: { double: '($.p(share) * 2)' } },
  ...{ statement: 'const share', statementLine: 5, moment: 'after' },
};

type Run = { readonly options: BuildOptions; readonly node: string; readonly mark?: string };

/** The snapshot of one run in which /?amount=8 and /?amount=-1 were asked: with probes, or with what the observe run sees. */
async function run({ options, node, mark = '' }: Run, armed: boolean): Promise<RuntimeSnapshot> {
  return withBundle(files, options, async (builtCode) => {
    const bundle = mark + (builtCode.find('dist/bundle.js')?.text ?? '');
    const running = await startAgentService({
      ...{ files: { 'dist/bundle.js': bundle }, entry: 'dist/bundle.js', node },
      channel: armed
        ? { builtCode, probes: [probe] }
        : { builtCode, coverageOf: ['src/fee.ts'], thrownErrors: true },
    });
    try {
      expect((await running.ask('/?amount=8', 'e1')).body).toBe('5');
      expect((await running.ask('/?amount=-1', 'e2')).body).toBe('none');
      return await running.channel.finish();
    } finally {
      await running.stop();
    }
  });
}

describe.each(nodes)('a bundle on $name', ({ node }) => {
  describe.each([
    ['as it is', {}],
    ['minified', { minify: true }],
    ['minified and down to ES2015', { minify: true, target: 'es2015' }],
  ] as const)('%s', (_, options) => {
    test('hits its probes, with variables by the names of the source', async () => {
      const { hits, probes } = await run({ options, node }, true);
      expect(probes).toEqual([expect.objectContaining({ probeId: 'p001', state: 'bound', hits: 1 })]);
      expect(hits).toHaveLength(1);
      expect(hits[0]).toMatchObject({
        exchangeId: 'e1',
        values: { text: { text: '8' }, share: { text: '4' }, double: { text: '8' } },
      });
    });

    test('tells the lines that ran, and where it threw with what, in words of the source', async () => {
      const { executedLines, events } = await run({ options, node }, false);
      const lines = executedLines['src/fee.ts'] ?? [];
      expect(lines).toEqual(expect.arrayContaining([4, 5, 7, 9, 10]));
      expect(lines).not.toContain(17);
      const thrown = events.filter((event) => event.kind === 'throw');
      expect(thrown).toHaveLength(1);
      expect(thrown[0]).toMatchObject({ class: 'RangeError', at: 'src/fee.ts:7', column: 5 });
      const [frame, caller] = thrown[0]?.frames ?? [];
      expect(frame).toMatchObject({
        at: 'src/fee.ts:7',
        values: { amount: { text: '-1' }, text: { text: '-1' } },
      });
      expect(caller).toMatchObject({ at: 'src/main.ts:7' });
    });
  });
});

test('a byte order mark moves nothing', async () => {
  const request = { options: { minify: true }, node: process.execPath, mark: '\uFEFF' };
  const { executedLines } = await run(request, false);
  expect(executedLines['src/fee.ts']).toEqual(expect.arrayContaining([4, 5, 7, 9, 10]));
  expect(executedLines['src/fee.ts']).not.toContain(17);
});
