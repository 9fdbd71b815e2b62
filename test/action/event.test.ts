import { describe, expect, test } from '@jest/globals';
import { readEvent } from '../../action/event.ts';
import { GateError } from '../../src/errors.ts';
import { aScene, baseTip, openPull } from '../support/fake-github-scene.ts';
import { pullRequestEvent } from '../support/github-events.ts';

function eventText(options: Parameters<typeof openPull>[1] = {}): string {
  const world = aScene();
  const pull = openPull(world, options);
  pull.labels = ['ai-assisted'];
  return JSON.stringify(pullRequestEvent(world, pull));
}

describe('readEvent', () => {
  test.each([
    ['pull_request', 'push'],
    ['pull_request_review', 'review'],
    ['pull_request_target', 'target'],
  ])('%s names the pull request and its commits', (name, trigger) => {
    expect(readEvent(name, eventText())).toEqual({
      kind: 'pull-request',
      trigger,
      pullRequest: {
        number: 7,
        title: 'Round discounts half up',
        body: '',
        author: 'dev',
        authorIsBot: false,
        headBranch: 'topic',
        baseBranch: 'main',
        labels: ['ai-assisted'],
      },
      headSha: 'c'.repeat(40),
      baseSha: baseTip,
      fromFork: false,
    });
  });

  test('a fork is told', () => {
    expect(readEvent('pull_request', eventText({ fork: true }))).toMatchObject({ fromFork: true });
  });

  test.each([
    ['a new title', { title: { from: 'Round' } }, 'edit'],
    ['another base branch', { base: { ref: { from: 'stack' } } }, 'push'],
  ])('%s is told from the other', (_name, changes, trigger) => {
    const event = { ...(JSON.parse(eventText()) as object), action: 'edited', changes };
    expect(readEvent('pull_request', JSON.stringify(event))).toMatchObject({ trigger });
    expect(readEvent('pull_request_review', JSON.stringify(event))).toMatchObject({ trigger: 'review' });
  });

  test('the end of another workflow names the commit it ran on, and nothing else is taken from it', () => {
    const run = { head_sha: 'c'.repeat(40), pull_requests: [{ number: 9 }] };
    expect(readEvent('workflow_run', JSON.stringify({ workflow_run: run }))).toEqual({
      kind: 'workflow-run',
      headSha: 'c'.repeat(40),
    });
  });

  test('a dispatch says nothing by itself', () => {
    expect(readEvent('workflow_dispatch', '{}')).toEqual({ kind: 'dispatch' });
  });

  test.each([
    ['merge_group', '{}', /merge group/],
    ['push', '{}', /"push"/],
    ['constructor', '{}', /"constructor"/],
    ['pull_request', 'no json', /cannot be used/],
    ['pull_request', '{}', /pull_request/],
    ['workflow_run', '{"workflow_run": {"head_sha": "main"}}', /head_sha/],
    ['pull_request', '{"pull_request": {"number": "7"}}', /number/],
  ])('%s with %s is refused', (name, text, message) => {
    expect(() => readEvent(name, text)).toThrow(GateError);
    expect(() => readEvent(name, text)).toThrow(message);
  });
});
