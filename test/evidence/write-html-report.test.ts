// covers: read-cluster-details.ts
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Finding } from '../../src/domain/divergence.ts';
import type { EvidenceTrace } from '../../src/domain/evidence-trace.ts';
import { openEvidenceFolder, readEvidence, writeEvidence } from '../../src/evidence/evidence-files.ts';
import { readClusterDetails } from '../../src/evidence/read-cluster-details.ts';
import { writeHtmlReport } from '../../src/evidence/write-html-report.ts';
import { aCluster, anEvidence, aVerdict } from '../support/builders.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'html-report-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function aFinding(exchangeId: string, id: string, service?: string): Finding {
  return {
    ...(service === undefined ? {} : { service }),
    id,
    exchangeId,
    route: 'GET /carts/{id}',
    divergence: {
      kind: 'value-changed',
      place: `body/${id}`,
      pattern: `body/${id}`,
      baseline: null,
      candidate: null,
    },
    severity: 'risky',
    severityRule: 'value-changed',
    disposition: { kind: 'counted', reason: 'seen in 2 of 2 runs' },
  };
}

function aTrace(exchangeId: string): EvidenceTrace {
  const hit = (text: string) => ({
    ...{ probeId: 'p1', exchangeId, occurrence: 0, sequence: 1 },
    values: { discount: { type: 'number' as const, text } },
  });
  const failure = { role: 'candidate' as const, error: 'Error: no', at: 'a.js:1', told: true, otherAt: null };
  const frame = { at: 'a.js:1', function: 'f', values: { n: { type: 'number' as const, text: '7' } } };
  return {
    exchangeId,
    pairs: [{ probeId: 'p1', baseline: hit('16'), candidate: hit('15'), equal: false }],
    firstDivergence: null,
    failures: [{ ...failure, variables: [], frames: [frame] }],
    perturbed: false,
  };
}

const failure = {
  role: 'candidate',
  error: 'Error: no',
  at: 'a.js:1',
  told: true,
  otherAt: null,
  variables: [],
} as const;

test('of the side files it reads what belongs to the examples', async () => {
  const stored = { ...aCluster().example, exchangeId: '' };
  const clusters = [
    aCluster({ failure }),
    aCluster({ id: 'c02', findings: ['f0009'], example: stored, firstDivergence: null }),
  ];
  const { evidence } = await writeEvidence(folder, anEvidence({ clusters }), {
    'findings.ndjson': [
      aFinding('x000087', 'f0001'),
      aFinding('x1', 'f0002'),
      aFinding('', 'f0009'),
      aFinding('', 'f0010'),
    ],
    'traces.ndjson': [aTrace('x1'), aTrace('x000087')],
  });
  const details = await readClusterDetails(folder, evidence);
  expect(details.get('c01')?.findings.map(({ id }) => id)).toEqual(['f0001']);
  expect(details.get('c01')?.held).toEqual([
    { name: 'discount', baseline: '16', candidate: '15', differs: true },
  ]);
  expect(details.get('c01')?.frames).toEqual([
    { at: 'a.js:1', function: 'f', variables: [{ name: 'n', value: '7' }] },
  ]);
  expect(details.get('c02')?.findings.map(({ id }) => id)).toEqual(['f0009']);
});

test('an exchange of one service is not taken for that of another', async () => {
  const clusters = [aCluster({ service: 'shop' }), aCluster({ id: 'c02', service: 'stock' })];
  const { evidence } = await writeEvidence(folder, anEvidence({ clusters }), {
    'findings.ndjson': [aFinding('x000087', 'f0001', 'shop'), aFinding('x000087', 'f0002', 'stock')],
  });
  const details = await readClusterDetails(folder, evidence);
  expect([...details.values()].map(({ findings }) => findings.map(({ id }) => id))).toEqual([
    ['f0001'],
    ['f0002'],
  ]);
});

test('the report lies beside the evidence, which stays what was approved', async () => {
  const onFile = await writeEvidence(folder, anEvidence(), {
    'findings.ndjson': [aFinding('x000087', 'f0001')],
  });
  const path = await writeHtmlReport(folder, { ...onFile, verdict: aVerdict() }, neverWarned);
  expect(path).toBe(join(folder, 'report.html'));
  expect(await readFile(join(folder, 'report.html'), 'utf8')).toContain(onFile.evidenceDigest);
  expect((await readdir(folder)).toSorted()).toEqual(['evidence.json', 'findings.ndjson', 'report.html']);
  expect((await readEvidence(folder)).evidenceDigest).toBe(onFile.evidenceDigest);
});

test('that of an earlier gate goes before a new one starts', async () => {
  await writeFile(join(folder, 'report.html'), 'old');
  await openEvidenceFolder(folder);
  expect(await readdir(folder)).toEqual([]);
});

test('a folder that cannot be written costs the page, with a warning, and not the verdict', async () => {
  const onFile = await writeEvidence(folder, anEvidence(), {});
  await rm(folder, { recursive: true });
  const warnings: string[] = [];
  const writing = writeHtmlReport(folder, { ...onFile, verdict: aVerdict() }, (text) => warnings.push(text));
  expect(await writing).toBeNull();
  expect(warnings).toEqual([expect.stringMatching(/report\.html cannot be written \(ENOENT\)/)]);
});

function neverWarned(text: string): void {
  throw new Error(text);
}
