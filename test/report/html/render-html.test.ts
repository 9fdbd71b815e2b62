// covers: cluster-details.ts
// covers: cluster-markup.ts
// covers: compared-markup.ts
// covers: cost-markup.ts
// covers: exchange-markup.ts
// covers: failure-markup.ts
// covers: findings-markup.ts
// covers: ground-markup.ts
// covers: held-markup.ts
// covers: report-style.ts
// covers: verdict-markup.ts
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Finding } from '../../../src/domain/divergence.ts';
import type { Evidence } from '../../../src/domain/evidence.ts';
import type { ClusterDetails, DetailsById } from '../../../src/report/html/cluster-details.ts';
import { findingsMarkup } from '../../../src/report/html/findings-markup.ts';
import { renderHtml } from '../../../src/report/html/render-html.ts';
import {
  aCluster,
  aCostRow,
  anEvidence,
  aQuietEvidence,
  aVerdict,
  evidenceDigest,
} from '../../support/builders.ts';
import { hostileText, withTexts } from '../../support/hostile-text.ts';

const aFinding: Finding = {
  id: 'f0001',
  exchangeId: 'x000087',
  route: 'GET /carts/{id}',
  divergence: {
    kind: 'value-changed',
    place: 'body/discount',
    pattern: 'body/discount',
    baseline: { type: 'number', text: '16', length: 2 },
    candidate: { type: 'number', text: '15', length: 2 },
  },
  severity: 'risky',
  severityRule: 'value-changed',
  disposition: { kind: 'counted', reason: 'seen in 2 of 2 runs' },
};

const someDetails: ClusterDetails = {
  held: [
    { name: 'discount', baseline: '16', candidate: '15', differs: true },
    { name: 'tier', baseline: '"silver"', candidate: '"silver"', differs: false },
  ],
  findings: [
    aFinding,
    {
      ...aFinding,
      id: 'f0002',
      divergence: {
        ...aFinding.divergence,
        ...{ kind: 'write-added', place: 'query/postgresql/orders', baseline: null },
      },
    },
  ],
  frames: [{ at: 'src/pricing.js:15', function: 'price', variables: [{ name: 'rate', value: '0.1' }] }],
};

const failure: NonNullable<Evidence['clusters'][number]['failure']> = {
  role: 'candidate',
  error: 'TypeError: no name',
  at: 'src/user.js:12',
  told: false,
  otherAt: 'src/user.js:9',
  variables: [{ name: 'user', baseline: '{name: "a"}', candidate: 'undefined' }],
};

function rendered(evidence: Evidence, details: DetailsById = new Map()): string {
  return renderHtml({ evidence, evidenceDigest, verdict: aVerdict(), details });
}

const full = anEvidence({
  clusters: [
    aCluster({ failure, confidence: 'seen in 2 of 2 runs' }),
    aCluster({ id: 'c02', pattern: 'body/total', follows: 'c01', followsThrough: 'answer' }),
    aCluster({
      id: 'c03',
      route: 'GET /orders',
      pattern: 'cost/latency',
      kind: 'latency-changed',
      firstDivergence: null,
    }),
  ],
  flaky: [aCluster({ id: 'c04' })],
  cost: [aCostRow(), aCostRow({ route: 'GET /orders' })],
  warnings: ['a log says:\nsecond line'],
});

describe('what it holds', () => {
  const page = rendered(full, new Map([['c01', someDetails]]));

  test('the verdict with what to do stands before the differences', () => {
    expect(page.indexOf('awaiting approval')).toBeLessThan(page.indexOf('id="differences"'));
    expect(page).toContain('→ Ask one senior to look at the evidence');
  });

  test('every group of findings has its section, consequences below their cause', () => {
    for (const { id } of full.clusters)
      expect(page).toMatch(new RegExp(`<section class="[a-z ]+" id="${id}"`));
    expect(page).toContain('1 further difference that follows from it');
  });

  test('both statements and both states stand side by side, marked by words', () => {
    expect(page).toContain('− src/pricing.js:9</span> <code>const discount = Math.round(subtotal * rate);');
    expect(page).toContain('+ src/pricing.js:15</span> <code>const discount = Math.floor(subtotal * rate);');
    expect(page).toMatch(
      /<code>discount<\/code><\/th><td><strong class="differs">≠ differs<\/strong><\/td><td><code>16<\/code><\/td><td><code>15<\/code>/,
    );
    expect(page).toMatch(/<code>tier<\/code><\/th><td><span class="equal">= equal/);
  });

  test('differences of the exchange stand by where they were seen', () => {
    expect(page).toContain('<caption>Answer</caption>');
    expect(page).toContain('<caption>On the way to it</caption>');
    expect(page).toContain('query postgresql orders');
  });

  test('an error comes with the variables of both builds and its functions', () => {
    expect(page).toContain('TypeError: no name');
    expect(page).toContain('<code>{name: &quot;a&quot;}</code></td><td><code>undefined</code>');
    expect(page).toContain('price at src/pricing.js:15');
  });

  test('the evidence that an approval is bound to is named in full', () => {
    expect(page).toContain(evidenceDigest);
  });

  test('without side files it shows what the document itself names', () => {
    expect(rendered(full)).toContain('<caption>Variables, 1 of 3 different</caption>');
  });

  test('no difference is said as such', () => {
    expect(rendered(aQuietEvidence())).toContain('No difference stands');
  });
});

describe('how long it is', () => {
  const many = anEvidence({
    clusters: Array.from({ length: 800 }, (_, index) =>
      aCluster({ id: `c${index}`, route: `GET /r${index}` }),
    ),
  });

  test('what has no room for a page is listed, and what is not listed is counted', () => {
    const page = findingsMarkup(many, new Map(), 20_000).source();
    const pages = page.match(/class="page /g)?.length ?? 0;
    expect(pages).toBeGreaterThan(1);
    expect(page.match(/<li id="c/g)).toHaveLength(500);
    expect(page).toContain(
      `and ${800 - pages} groups more (${800 - pages} risky), all of them in the evidence`,
    );
    expect(page).toContain(`The last ${800 - pages - 500} stand in the evidence alone.`);
  });

  test('a huge value does not make it huge', () => {
    const huge = aCluster({ example: { ...aCluster().example, baseline: 'x'.repeat(5_000_000) } });
    expect(rendered(anEvidence({ clusters: [huge] })).length).toBeLessThan(100_000);
  });
});

describe('what traffic says', () => {
  const elements =
    /^<(!doctype html|\/?(html|head|meta|title|style|body|a|main|header|footer|section|nav|div|h[1-4]|p|ul|ol|li|dl|dt|dd|table|caption|thead|tbody|tr|th|td|details|summary|code|pre|em|strong|span|br|time))\b/;
  const attributes =
    /\s(?!(lang|charset|http-equiv|content|name|class|id|href|scope|role|tabindex|datetime|aria-[a-z]+)="")/;

  test('cannot make an element, an attribute or an address', () => {
    fc.assert(
      fc.property(fc.infiniteStream(hostileText), (stream) => {
        const next = () => stream.next().value ?? '';
        // Names of what is measured are a closed set, like all that a checked document cannot hold otherwise.
        const evidence = { ...withTexts(full, next), cost: [aCostRow({ route: next(), reason: next() })] };
        const page = rendered(evidence, new Map([['c01', withTexts(someDetails, next)]]));
        const tags = (page.match(/<[^>]*>/g) ?? []).map((tag) => tag.replaceAll(/"[^"]*"/g, '""'));
        expect(tags.filter((tag) => !elements.test(tag))).toEqual([]);
        expect(tags.slice(1).filter((tag) => attributes.test(tag))).toEqual([]);
        for (const [, address] of page.matchAll(/href="([^"]*)"/g)) expect(address).toMatch(/^#/);
      }),
      { numRuns: 30 },
    );
  });
});
