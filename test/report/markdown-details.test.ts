import { describe, expect, test } from '@jest/globals';
import type { Detail } from '../../src/report/fit-to-limit.ts';
import { markdownApprovals, markdownFacts, markdownFolds } from '../../src/report/markdown-details.ts';
import { aCluster, aNoiseReport, anEvidence, aVerdict } from '../support/builders.ts';

const detail: Detail = { full: 3, brief: 3, valueLength: 100, entries: 2, folded: true };

describe('approvals', () => {
  test('are shown with what became of them', () => {
    const [heading, table] = markdownApprovals(
      [
        {
          kind: 'dismissed',
          user: 'sara',
          reviewId: '1',
          reason: 'was on 3f2a91c, the pull request is now at 9bc01d2',
        },
        { kind: 'counted', user: 'kim', reviewId: '2', reason: 'approved 9bc01d2 as a senior (role admin)' },
      ],
      detail,
    );
    expect(heading).toBe('### Approvals');
    expect(table?.split('\n').slice(2)).toEqual([
      '| <code>sara</code> | does not count | was on 3f2a91c, the pull request is now at 9bc01d2 |',
      '| <code>kim</code> | counts | approved 9bc01d2 as a senior (role admin) |',
    ]);
  });

  test('are left out when there is none', () => {
    expect(markdownApprovals([], detail)).toEqual([]);
  });
});

test('facts are a table', () => {
  const [, table] = markdownFacts(anEvidence(), detail);
  expect(table).toContain(
    '| Replayed | 312 of 320 exchanges on 14 routes; left out: 8 (request body not whole) |',
  );
});

describe('folds', () => {
  const titles = (sections: readonly string[]) =>
    sections.map((each) => /<summary>(.*)<\/summary>/.exec(each)?.[1]);

  test('one for values that were put in, with examples made harmless', () => {
    const example = 'x0007 path segment 2: recorded <b>o-17</b> → baseline o-21, from x0003 body/id';
    const replay = {
      ...({ timing: 'recorded', speed: 1, concurrency: 8, seed: 7, askedFirst: {} } as const),
      pauses: { kept: 0, totalMs: 0, boundMs: 50 },
      lag: { exchanges: 1, medianMs: 0, p95Ms: 0, maxMs: 0, boundMs: 100, shareOver: 0 },
      values: { substituted: 1204, unresolved: 1, examples: [example] },
    };
    const folds = markdownFolds(anEvidence({ replay }), aVerdict(), detail);
    const title = 'Values: 1,204 of the recording replaced by those of each instance, 1 sent as recorded';
    expect(titles(folds)).toContain(title);
    expect(folds.join('\n')).toContain('recorded &#60;b&#62;o-17');
    expect(folds.join('\n')).not.toContain('<b>');
  });

  test('one each for rules, signs, noise and what is flaky', () => {
    const evidence = anEvidence({
      flaky: [aCluster()],
      counts: { counted: 41, noise: 40, ignored: 0, flaky: 1 },
    });
    expect(titles(markdownFolds(evidence, aVerdict(), detail))).toEqual([
      '2 rules of the policy',
      'Signs of AI assistance in 2 commits',
      'Noise: 40 differences that baseline and secondary show too',
      'Flaky: 1 difference that did not come back',
    ]);
  });

  test('rows beyond the most are counted', () => {
    const evidence = anEvidence({ noise: Array.from({ length: 5 }, () => aNoiseReport()) });
    const noise = markdownFolds(evidence, aVerdict(), detail).find((section) => section.includes('Noise'));
    expect(noise).toContain('| and 3 more |  |  |  |  |');
  });

  test('none when there is no room, and none that is empty', () => {
    expect(markdownFolds(anEvidence(), aVerdict(), { ...detail, folded: false })).toEqual([]);
    expect(
      titles(markdownFolds(anEvidence({ noise: [], provenance: null }), aVerdict({ rules: [] }), detail)),
    ).toEqual([]);
  });
});
