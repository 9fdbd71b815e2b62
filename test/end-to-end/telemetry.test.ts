// covers: run-telemetry.ts
// covers: comparable-spans.ts
/** Services instrumented with the real SDK of OpenTelemetry, gated with their spans as a part of what they do. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { compareSources } from '../../src/compare-sources.ts';
import type { Evidence } from '../../src/domain/evidence.ts';
import type { Ports } from '../../src/ports.ts';
import { createRecording } from '../../src/recording/recording-writer.ts';
import { recordedJson } from '../support/gate-two-versions.ts';
import { instrumentedService } from '../support/instrumented-service.ts';
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

async function sourceOf(text: string): Promise<string> {
  number += 1;
  const path = join(folder, `source-${number}`);
  await mkdir(path);
  await writeFile(join(path, 'server.cjs'), text);
  return `dir:${path}`;
}

async function compare(
  baseline: string,
  candidate: string,
  service = 'telemetry: receive',
): Promise<Evidence> {
  ports = somePorts(folder);
  const { evidence } = await compareSources(
    {
      baseline: await sourceOf(baseline),
      candidate: await sourceOf(candidate),
      recordingPath: join(folder, 'orders.sgrec'),
      repositoryFolder: folder,
      evidenceFolder: join(folder, `evidence-${number}`),
      settingsFile: {
        path: 'shadowgate.yml',
        text: `version: 1\nservice: { start: node server.cjs, ${service} }\n`,
      },
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

  test('tell another statement, and not what varies by itself', async () => {
    const drawn = 'String(process.hrtime.bigint()) + Math.random()';
    const baseline = await instrumentedService({ lookups: 'once', note: drawn });
    const candidate = baseline.replace('WHERE id = $1', 'WHERE id > $1');
    expect(shown(await compare(baseline, candidate))).toEqual([
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
