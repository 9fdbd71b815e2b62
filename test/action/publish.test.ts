import { describe, expect, test } from '@jest/globals';
import { annotationsOf, publish, unexecutedLines } from '../../action/publish.ts';
import type { Outcome } from '../../action/session.ts';
import { withSession } from '../support/action-session.ts';
import {
  aCluster,
  aFirstDivergence,
  anEvidence,
  aPullRequest,
  aVerdict,
  evidenceDigest,
} from '../support/builders.ts';
import { aScene, openPull } from '../support/fake-github-scene.ts';
import { statusInForce } from '../support/fake-github-world.ts';
import { failureOf, withFakeGitHub } from '../support/github-connection.ts';

const sha = 'c'.repeat(40);
const judged: Outcome = {
  kind: 'judged',
  sha,
  evidence: anEvidence(),
  evidenceDigest,
  verdict: aVerdict(),
  evidenceFolder: '/evidence',
  warnings: ['somebody is unknown'],
};
const subject = { pullRequest: aPullRequest(), headSha: sha, fromFork: false, baseRevisions: [] };

function sceneWithPull() {
  const world = aScene();
  openPull(world);
  return world;
}

describe('publish', () => {
  test('outputs, summary, annotation, comment and status', async () => {
    const world = sceneWithPull();
    await withFakeGitHub(world, (fake) =>
      withSession(fake, {}, async (session, told) => {
        await publish(session, { subject, mode: 'gate', outcome: judged });
        expect(Object.fromEntries(told.outputs)).toEqual({
          verdict: 'awaiting-approval',
          findings: '41',
          evidence: '/evidence',
        });
        expect(told.summaries.join()).toContain('src/pricing.js');
        expect(told.annotations).toMatchObject([{ file: 'src/pricing.js', line: 15 }]);
        expect(told.warnings).toEqual(['somebody is unknown']);
        expect(told.lines.join('\n')).toContain('verdict: awaiting-approval');
        expect(world.comments).toHaveLength(1);
        expect(statusInForce(world, sha, 'shadowgate')).toMatchObject({
          state: 'pending',
          target_url: session.runner.runUrl,
        });
      }),
    );
  });

  test('mode replay tells only the runner', async () => {
    await withFakeGitHub(sceneWithPull(), (fake) =>
      withSession(fake, {}, async (session, told) => {
        await publish(session, { subject, mode: 'replay', outcome: judged });
        expect(told.summaries).toHaveLength(1);
        expect(fake.log).toEqual([]);
      }),
    );
  });

  test('the status comes after the comment, so that a failed comment leaves the gate shut', async () => {
    const world = sceneWithPull();
    await withFakeGitHub(world, (fake) =>
      withSession(fake, {}, async (session) => {
        fake.faults.push({ method: 'POST', path: /comments/, status: 500, times: 9 });
        const passed = { ...judged, verdict: aVerdict({ kind: 'passed' }) };
        await failureOf(publish(session, { subject, mode: 'gate', outcome: passed }));
        expect(statusInForce(world, sha, 'shadowgate')).toBeNull();
      }),
    );
  });

  test('without a pull request there is a status and no comment', async () => {
    const world = sceneWithPull();
    await withFakeGitHub(world, (fake) =>
      withSession(fake, {}, async (session) => {
        await publish(session, { subject: { ...subject, pullRequest: null }, mode: 'gate', outcome: judged });
        expect(world.comments).toEqual([]);
        expect(statusInForce(world, sha, 'shadowgate')?.state).toBe('pending');
      }),
    );
  });

  test('while another run replays, only the log tells', async () => {
    await withFakeGitHub(sceneWithPull(), (fake) =>
      withSession(fake, {}, async (session, told) => {
        await publish(session, {
          subject,
          mode: 'verdict',
          outcome: { kind: 'waiting', why: 'still running' },
        });
        expect([told.lines, told.summaries, fake.log]).toEqual([['still running'], [], []]);
        expect(Object.fromEntries(told.outputs)).toEqual({ verdict: 'inconclusive' });
      }),
    );
  });
});

describe('annotationsOf', () => {
  test('one a line, at most ten, worst first', () => {
    const clusters = Array.from({ length: 30 }, (_, index) =>
      aCluster({ firstDivergence: aFirstDivergence({ candidateLine: Math.floor(index / 2) + 1 }) }),
    );
    expect(annotationsOf(clusters).map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test.each([
    ['unknown', null],
    ['deleted by the change', aFirstDivergence({ candidateLine: null })],
  ])('none where the line is %s', (_name, firstDivergence) => {
    expect(annotationsOf([aCluster({ firstDivergence })])).toEqual([]);
  });
});

describe('unexecutedLines', () => {
  const branch = (first: number, lines: number) => ({
    ...{
      lines: Array.from({ length: lines }, (_, index) => first + index),
      function: 'price',
      came: 'guard' as const,
    },
    ...{ guard: { line: first - 1, source: 'if (gold)' }, exchangeId: 'x7', route: 'GET /a' },
  });
  const exerciseOf = (nearest: readonly ReturnType<typeof branch>[], removed?: true) => ({
    ...{ known: true, changedLines: 90, executedLines: 0, exchanges: 1 },
    neverExecuted: [{ file: 'src/a.js', lines: [1], nearest, ...(removed ? { removed } : {}) }],
  });

  test('points at the longest branches that never ran, ten at most, with the request to look at', () => {
    const nearest = Array.from({ length: 12 }, (_, index) => branch(10 * (index + 1), index < 11 ? 1 : 3));
    const notices = unexecutedLines({ exercise: exerciseOf(nearest) });
    expect(notices).toHaveLength(10);
    expect(notices[0]).toEqual({
      ...{ title: 'Never executed', level: 'notice', file: 'src/a.js', line: 120, endLine: 122 },
      text: '3 changed lines here were never executed by the replay: where if (gold) at :119 went the other way, as in GET /a x7.',
    });
    expect(notices[1]).not.toHaveProperty('endLine');
  });

  test('says nothing of lines that are gone, or where nobody could tell', () => {
    expect(unexecutedLines({ exercise: exerciseOf([branch(10, 1)], true) })).toEqual([]);
    expect(unexecutedLines({ exercise: { ...exerciseOf([branch(10, 1)]), known: false } })).toEqual([]);
  });
});
