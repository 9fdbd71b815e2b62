import { expect, test } from '@jest/globals';
import { chooseMode } from '../../action/choose-mode.ts';
import type { Occasion } from '../../action/event.ts';
import type { Mode } from '../../action/inputs.ts';

function occasion(trigger: 'push' | 'review' | 'target', fromFork = false): Occasion {
  const pullRequest = {
    number: 7,
    title: '',
    body: '',
    author: 'dev',
    authorIsBot: false,
    headBranch: 'topic',
    baseBranch: 'main',
    labels: [],
  };
  return {
    kind: 'pull-request',
    trigger,
    pullRequest,
    headSha: 'c'.repeat(40),
    baseSha: 'b'.repeat(40),
    fromFork,
  };
}

test.each<[Mode, string, Occasion, string]>([
  ['auto', 'a push', occasion('push'), 'gate'],
  ['auto', 'a push in a fork', occasion('push', true), 'replay'],
  ['auto', 'a review', occasion('review'), 'verdict'],
  ['auto', 'a review in a fork', occasion('review', true), 'verdict'],
  ['auto', 'pull_request_target', occasion('target'), 'verdict'],
  ['auto', 'a dispatch', { kind: 'dispatch' }, 'gate'],
  ['replay', 'a push', occasion('push'), 'replay'],
  ['gate', 'a push in a fork', occasion('push', true), 'gate'],
  ['verdict', 'a dispatch', { kind: 'dispatch' }, 'verdict'],
  ['verdict', 'pull_request_target', occasion('target'), 'verdict'],
])('%s on %s', (asked, _name, happened, chosen) => {
  expect(chooseMode(asked, happened)).toBe(chosen);
});

test.each<Mode>(['gate', 'replay'])('%s never runs a change beside a token that can write', (asked) => {
  expect(() => chooseMode(asked, occasion('target'))).toThrow(/pull_request_target/);
});
