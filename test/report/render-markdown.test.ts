import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type MarkdownReport, renderMarkdown, reportMarker } from '../../src/report/render-markdown.ts';
import {
  aCluster,
  aFirstDivergence,
  aNoiseReport,
  anEvidence,
  aVerdict,
  evidenceDigest,
} from '../support/builders.ts';
import { hostileText, withTexts } from '../support/hostile-text.ts';

const golden = new URL('golden/report.golden', import.meta.url);

/** A gate that has everything to tell. */
const typical: MarkdownReport = {
  evidence: anEvidence({
    clusters: [
      aCluster({
        route: 'GET /products',
        pattern: 'status',
        kind: 'status-changed',
        severity: 'breaking',
        exchanges: 2,
        places: [],
        firstDivergence: aFirstDivergence({
          kind: 'throw',
          file: 'src/catalogue.js',
          baselineLine: null,
          candidateLine: 31,
          baselineStatement: null,
          candidateStatement: 'return page.items.map(toProduct);',
          variable: null,
          baseline: null,
          candidate: "TypeError: Cannot read properties of undefined (reading 'map')",
          equalInputs: [{ name: 'query', value: '"@home | <b>#1</b>"' }],
        }),
        example: {
          exchangeId: 'x000012',
          method: 'GET',
          target: '/products?q=%3Cimg%3E&page=2',
          place: 'status',
          baseline: '200',
          candidate: '500',
        },
      }),
      aCluster({ id: 'c02' }),
    ],
    flaky: [aCluster({ id: 'c03', exchanges: 1, firstDivergence: null, places: [] })],
    counts: { counted: 43, noise: 1240, ignored: 3, flaky: 1 },
    noise: [
      aNoiseReport({ findings: 1200 }),
      aNoiseReport({
        pattern: 'body/items/*/addedAt',
        findings: 40,
        learned: 'time, within 2 s of the answer',
      }),
    ],
    unusedIgnores: ['GET /carts/{id} body.generatedAt'],
    fidelity: { share: 0.987, compared: 300, examples: ['x000090 GET /search: order of 3 elements'] },
    shadow: { ...anEvidence().shadow, assumptions: ['`start` is the script "start" of package.json'] },
    warnings: ['3 exchanges are not whole in the recording.'],
  }),
  evidenceDigest,
  verdict: aVerdict({
    approvals: [
      {
        kind: 'dismissed',
        user: 'sara',
        reviewId: '1',
        reason: 'was on 3f2a91c, the pull request is now at 9bc01d2',
      },
      {
        kind: 'dismissed',
        user: 'dependabot[bot]',
        reviewId: '2',
        reason: 'is a bot, and only people approve',
      },
    ],
  }),
  limit: 65_536,
  links: { run: 'https://github.com/acme/shop/actions/runs/7' },
};

test('the whole report, as it is posted (UPDATE_GOLDEN=1 writes it anew)', async () => {
  const text = renderMarkdown(typical);
  if (process.env['UPDATE_GOLDEN'] === '1') await writeFile(golden, text);
  expect(text).toBe(await readFile(golden, 'utf8'));
});

describe('what no text from outside can do', () => {
  const hostile = fc
    .tuple(
      fc.array(hostileText, { minLength: 1, maxLength: 30 }),
      fc.constantFrom(65_536, 12_000, 4_096, 1_000),
    )
    .map(([texts, limit]) => {
      let used = 0;
      const next = () => texts[used++ % texts.length] ?? '';
      return { ...withTexts({ ...typical, links: {} }, next), limit };
    });

  test('forge a marker, a verdict, a heading, a mention, a link, an image, a tag or a table', () => {
    fc.assert(
      fc.property(hostile, (report) => {
        const text = renderMarkdown(report);
        expect(text.startsWith(`${reportMarker}\n`)).toBe(true);
        expect(text.split('<!--')).toHaveLength(2);
        expect(text.match(/Shadowgate: (passed|awaiting|blocked|inconclusive)/g)?.length).toBeGreaterThan(0);
        const headings = text.split('\n').filter((line) => /^\s{0,3}#/.test(line));
        expect(headings.filter((line) => line.startsWith('## '))).toEqual([
          '## ⏳ Shadowgate: awaiting approval',
        ]);
        expect(headings.every((line) => /^(## ⏳ |### [A-Z\d]|#### \d+\. <code>)/.test(line))).toBe(true);
        expect(text).not.toMatch(/@[a-z\d]|\]\(|<img|`|:\/\//i);
        const tags = new Set([...text.matchAll(/<(!--|\/?[a-z]*)/g)].map(([, name]) => name));
        for (const tag of tags) expect(tag).toMatch(/^(!--|\/?(code|br|details|summary|sub))$/);
        expect(text.split('<code>').length).toBe(text.split('</code>').length);
        expect(text).not.toMatch(/[^\P{C}\n]/u);
        expect(unevenTables(text)).toEqual([]);
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(report.limit);
      }),
      { numRuns: 80 },
    );
  });
});

/** Rows with another number of cells than the head of their table. */
function unevenTables(text: string): string[] {
  const cells = (row: string) => row.split('|').length;
  return text.split('\n\n').flatMap((block) => {
    const rows = block.split('\n').filter((line) => line.startsWith('|'));
    return rows.filter((row) => cells(row) !== cells(rows[0] ?? ''));
  });
}

describe('fitting', () => {
  const clusters = Array.from({ length: 500 }, (_, index) =>
    aCluster({
      id: `c${index}`,
      route: `GET /route/${index}`,
      example: { ...aCluster().example, baseline: '<'.repeat(400), candidate: '>'.repeat(400) },
    }),
  );
  const large = { ...typical, evidence: anEvidence({ clusters }) };

  test.each([1_048_576, 65_536, 20_000, 5_000])(
    '%p bytes hold verdict, reason and the worst difference',
    (limit) => {
      const text = renderMarkdown({ ...large, limit });
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
      expect(text).toContain('## ⏳ Shadowgate: awaiting approval');
      expect(text).toContain('Ask one senior to look at the evidence');
      expect(text).toContain('#### 1. <code>GET /route/0</code>');
      expect(text).toMatch(/and \d+ groups? more \([\w, ]+\), all of them in the evidence/);
      expect(text).toContain('9f86d081884c');
    },
  );

  test('a comment uses most of its room', () => {
    expect(renderMarkdown(large).length).toBeGreaterThan(10_000);
  });

  test('with no room at all the verdict is left', () => {
    expect(renderMarkdown({ ...large, limit: 100 })).toBe(
      `${reportMarker}\n## ⏳ Shadowgate: awaiting approval\n`,
    );
  });
});

test.each([
  ['https', 'https://example.org/a?b=1&c=2', true],
  ['a script', 'javascript:alert(1)', false],
  ['something that ends the attribute', 'https://example.org/"onload=', false],
])('links: %s', (_name, run, linked) => {
  expect(renderMarkdown({ ...typical, links: { run } }).includes('<a href=')).toBe(linked);
});
