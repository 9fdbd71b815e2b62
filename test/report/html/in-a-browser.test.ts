import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { renderHtml } from '../../../src/report/html/render-html.ts';
import { aCluster, anEvidence, aVerdict, evidenceDigest } from '../../support/builders.ts';
import { startBrowser } from '../../support/real-browser.ts';

const attacks = [
  '<script>document.title = "taken"</script>',
  '</style><img src="https://evil.example/x.png" onerror="document.title=1">',
  '"><a href="javascript:alert(1)">x</a>',
  '</code></pre></details></main><iframe src="https://evil.example">',
  '\u202e</title><link rel=stylesheet href=//evil.example/x.css>',
];

let browser: Browser | null;
let folder: string;
beforeAll(async () => {
  browser = await startBrowser();
  folder = await mkdtemp(join(tmpdir(), 'report-'));
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

test('a real browser opens it without a word, without a request and without an element of the attacker', async () => {
  if (browser === null) return;
  const evidence = anEvidence({
    clusters: attacks.map((text, index) =>
      aCluster({
        id: `c${index}`,
        route: text,
        confidence: text,
        example: { ...aCluster().example, target: text, baseline: text, candidate: null, curl: text },
      }),
    ),
    warnings: attacks,
  });
  const path = join(folder, 'report.html');
  await writeFile(path, renderHtml({ evidence, evidenceDigest, verdict: aVerdict(), details: new Map() }));
  const page = await browser.newPage({ viewport: { width: 380, height: 800 } });
  const [said, asked]: [string[], string[]] = [[], []];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(path).href);

  expect(said).toEqual([]);
  expect(asked).toEqual([pathToFileURL(path).href]);
  expect(await page.title()).toBe('Shadowgate: awaiting approval');
  expect(await page.locator('script, iframe, img, link, object, form, [onerror]').count()).toBe(0);
  expect(await page.locator('main > section section.page').count()).toBe(attacks.length);
  const wrong = await page.locator('a:not([href^="#"])').count();
  expect(wrong).toBe(0);
  const [shown, wide] = [
    await page.locator('body').textContent(),
    await page.evaluate('document.documentElement.scrollWidth'),
  ];
  expect(shown).toContain(attacks[0]);
  expect(wide).toBe(380);
});
