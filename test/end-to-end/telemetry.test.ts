// covers: run-telemetry.ts
// covers: comparable-spans.ts
/** Services instrumented with the real SDK of OpenTelemetry, gated with their spans as a part of what they do. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { compareSources } from '../../src/compare-sources.ts';
import type { Evidence } from '../../src/domain/evidence.ts';
import type { Ports } from '../../src/ports.ts';
import { createRecording } from '../../src/recording/file/recording-writer.ts';
import { arrangeClusters } from '../../src/report/arrange-clusters.ts';
import { recordedJson } from '../support/gate-two-versions.ts';
import { autoInstrumentationPackage, instrumentedService } from '../support/instrumented-service.ts';
import { somePorts } from '../support/some-ports.ts';

const counts = [1, 2, 3, 4, 5, 6];
let folder: string;
let number = 0;
let ports: Ports;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sg-spans-'));
  const header = { createdAt: '2026-11-01T10:00:00.000Z', recorder: 'test', keyId: '00000000' };
  const writer = await createRecording(join(folder, 'orders.sgrec'), header);
  for (const [index, count] of counts.entries()) {
    const items = Array.from({ length: count }, (_, item) => item);
    const recorded = recordedJson(index, `/orders/${count}`, { items });
    const traceparent = ['traceparent', `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-00`] as const;
    await writer.append({ ...recorded, requestHeaders: [traceparent] });
  }
  await writer.close({ seen: counts.length, recorded: counts.length, truncated: 0, dropped: 0 });
});
afterEach(() => ports.teardown.run());
afterAll(() => rm(folder, { recursive: true, force: true }));

async function sourceOf(text: string, others: Readonly<Record<string, string>> = {}): Promise<string> {
  number += 1;
  const path = join(folder, `source-${number}`);
  await mkdir(path);
  for (const [name, content] of Object.entries({ 'server.cjs': text, ...others })) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), content);
  }
  return `dir:${path}`;
}

type Files = Readonly<Record<string, string>>;
type Options = { readonly telemetry?: string; readonly besides?: Files; readonly start?: string };

async function compare(
  baseline: string,
  candidate: string,
  { telemetry = 'receive', besides = {}, start = 'node server.cjs' }: Options = {},
): Promise<Evidence> {
  ports = somePorts(folder);
  const service = `{ start: ${start}, telemetry: ${telemetry} }`;
  const { evidence } = await compareSources(
    {
      baseline: await sourceOf(baseline, besides),
      candidate: await sourceOf(candidate, besides),
      recordingPath: join(folder, 'orders.sgrec'),
      repositoryFolder: folder,
      evidenceFolder: join(folder, `evidence-${number}`),
      settingsFile: { path: 'shadowgate.yml', text: `version: 1\nservice: ${service}\n` },
    },
    ports,
  );
  return evidence;
}

const shown = ({ clusters }: Evidence): readonly string[] =>
  clusters.map(({ kind, pattern, exchanges }) => `${exchanges} ${kind} ${pattern}`).sort();

describe('spans of a service', () => {
  test.each(['proto', 'http'] as const)(
    'are received whole (%s), and a harmless change gives nothing',
    async (form) => {
      const service = { lookups: 'each', form } as const;
      const evidence = await compare(
        await instrumentedService(service),
        await instrumentedService({ ...service, comment: 'said anew' }),
      );
      const spans = counts.reduce((sum, count) => sum + 1 + count, 0);
      const received = { spans, elsewhere: 0, refused: 0, traced: counts.length, incomplete: 0 };
      expect(evidence.shadow.telemetry).toEqual({
        ...{ mode: 'receive', compared: counts.length, injected: null, notes: [] },
        roles: [
          { role: 'baseline', ...received },
          { role: 'secondary', ...received },
          { role: 'candidate', ...received },
        ],
      });
      expect([shown(evidence), evidence.flaky]).toEqual([[], []]);
      // The exporter's own calls are ours, and no call of the service.
      expect(evidence.warnings.filter((warning) => warning.includes('v1/traces'))).toEqual([]);
    },
  );

  test('name a query for each row instead of one for all, though every answer is the same', async () => {
    const evidence = await compare(
      await instrumentedService({ lookups: 'once' }),
      await instrumentedService({ lookups: 'each' }),
    );
    // With one row, one query is one query for each.
    expect(shown(evidence)).toEqual(['5 span-repeated span/GET ~1orders~1{count}/client SELECT items']);
    const [cluster] = evidence.clusters;
    expect([cluster?.severity, cluster?.example.baseline]).toEqual(['risky', '1']);
    expect(cluster?.route).toBe('GET /orders/{id}');
  });

  test('and tell it once where the queries themselves are seen too', async () => {
    const evidence = await compare(
      await instrumentedService({ lookups: 'once', asksDatabase: true }),
      await instrumentedService({ lookups: 'each', asksDatabase: true }),
    );
    const query = '4 effect-repeated query/sqlite/items';
    const spans = '5 span-repeated span/GET ~1orders~1{count}/client SELECT items';
    expect(shown(evidence)).toEqual([query, spans]);
    // Of the two, the query stands, and the spans under it.
    expect(arrangeClusters(evidence.clusters).map(({ cluster, inAnswer }) => [cluster, inAnswer])).toEqual([
      [
        expect.objectContaining({ kind: 'effect-repeated' }),
        [expect.objectContaining({ kind: 'span-repeated', followsThrough: 'answer' })],
      ],
    ]);
  });

  test('tell another statement, and not what varies by itself, of a service that no agent is in', async () => {
    const drawn = 'String(process.hrtime.bigint()) + Math.random()';
    const baseline = await instrumentedService({ lookups: 'once', form: 'http', note: drawn });
    const candidate = baseline.replace('WHERE id = $1', 'WHERE id > $1');
    const evidence = await compare(baseline, candidate, { start: 'env NODE_OPTIONS= node server.cjs' });
    expect(evidence.shadow.instances.map(({ agent }) => agent)).toEqual(Array(3).fill('absent'));
    expect(shown(evidence)).toEqual([
      '6 span-changed span/GET ~1orders~1{count}/client SELECT items/db.statement',
    ]);
  });

  test('that one build loses are said to be incomplete, and are no finding', async () => {
    const baseline = await instrumentedService({ lookups: 'each' });
    // The root of every other trace is never sent.
    const candidate = baseline.replace('span.end();', 'if (count % 2 === 0) span.end();');
    const evidence = await compare(baseline, candidate);
    expect(shown(evidence)).toEqual([]);
    expect(evidence.shadow.telemetry).toMatchObject({ compared: 3 });
    expect(evidence.warnings.join('\n')).toContain('Telemetry incomplete: in 3 of 6 exchanges');
  });
});

describe('a service that is not instrumented', () => {
  const plain = `
const { createServer } = require('node:http');
createServer((request, response) => {
  const count = Number(request.url.split('/').pop());
  response.setHeader('content-type', 'application/json');
  response.setHeader('x-trace', request.headers.traceparent ?? 'none');
  const items = Array.from({ length: count }, (_, item) => item);
  response.end(JSON.stringify({ items, drawn: Math.random() }));
}).listen(Number(process.env.PORT), '127.0.0.1');
`;

  test('is with auto, beside the agent, and what it draws and echoes stays equal', async () => {
    const besides = await autoInstrumentationPackage('0.82.0');
    const evidence = await compare(plain, `${plain}// a remark\n`, { telemetry: 'auto', besides });
    expect(evidence.shadow.telemetry).toMatchObject({
      ...{ mode: 'auto', injected: '0.82.0', compared: counts.length, notes: [] },
    });
    expect(evidence.shadow.instances.map(({ agent }) => agent)).toEqual(Array(3).fill('connected'));
    expect([shown(evidence), evidence.flaky]).toEqual([[], []]);
  });

  test('is told what to install, once, and gated all the same', async () => {
    const evidence = await compare(plain, plain, { telemetry: 'auto' });
    const told = evidence.warnings.filter((warning) => warning.includes('npm install @opentelemetry/'));
    expect(told).toHaveLength(1);
    expect(evidence.shadow.telemetry).toMatchObject({ injected: null, compared: 0 });
    expect(shown(evidence)).toEqual([]);
  });

  test('gets no trace and no variable where telemetry is off', async () => {
    const asked = "request.headers.traceparent?.endsWith('-00') && !('OTEL_TRACES_EXPORTER' in process.env)";
    const evidence = await compare(
      plain,
      plain.replace('_, item) => item', `_, item) => (${asked} ? item : -1)`),
      {
        telemetry: 'off',
      },
    );
    expect(shown(evidence)).toEqual([]);
    expect(evidence.shadow.telemetry).toBeUndefined();
  });
});
