import { expect, test } from '@jest/globals';
import { startAgentService } from '../../agent/agent-service.ts';
import { withBundle } from './built-folder.ts';

const files = {
  'src/main.ts': `import { createServer } from 'node:http';
import { listRows } from './list.ts';

const server = createServer((_, response) => response.end(String(listRows(20_000))));
server.listen(0, () => console.log('port ' + (server.address() as { port: number }).port));
`,
  'src/list.ts': `type Row = { readonly id: number };

export function listRows(count: number): number {
  const rows: Row[] = [];
  for (let id = 0; id < count; id += 1) rows.push({ id });
  console.error(rows.length);
  return rows.length;
}
`,
};

test.each([{ minify: false }, { minify: true, keepNames: true }])(
  'what a bundle allocates is told of its sources: %p',
  (options) =>
    withBundle(files, options, async (builtCode) => {
      const running = await startAgentService({
        files: { 'dist/bundle.js': builtCode.find('dist/bundle.js')?.text ?? '' },
        entry: 'dist/bundle.js',
        channel: { builtCode, allocations: 'functions' },
      });
      try {
        for (const id of ['a', 'b']) await running.ask('/', id);
        const { events } = await running.channel.finish();
        const told = events.find((event) => event.kind === 'allocation');
        const most = told?.functions.toSorted((one, another) => another.bytes - one.bytes)[0];
        expect(most?.file).toMatch(/^src\/(list|main)\.ts$/);
        expect(most?.bytes).toBeGreaterThan(300_000);
        expect(told?.functions.map(({ file }) => file)).not.toContain('dist/bundle.js');
      } finally {
        await running.stop();
      }
    }),
);
