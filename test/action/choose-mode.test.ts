import { expect, test } from '@jest/globals';
import { chooseMode } from '../../action/choose-mode.ts';
import type { Occasion } from '../../action/event.ts';
import type { Mode } from '../../action/inputs.ts';
import { aPullRequest } from '../support/builders.ts';

function occasion(trigger: 'push' | 'edit' | 'review' | 'target', fromFork = false): Occasion {
  const shas = { headSha: 'c'.repeat(40), baseSha: 'b'.repeat(40) };
  return { kind: 'pull-request', trigger, pullRequest: aPullRequest(), ...shas, fromFork };
}

const isFork = (happened: Occasion) => happened.kind === 'pull-request' && happened.fromFork;

test.each<[Mode, string, Occasion, string]>([
  ['auto', 'a push', occasion('push'), 'gate'],
  ['auto', 'a push in a fork', occasion('push', true), 'replay'],
  ['auto', 'a review', occasion('review'), 'verdict'],
  ['auto', 'a review in a fork', occasion('review', true), 'verdict'],
  ['auto', 'a new title', occasion('edit'), 'verdict'],
  ['auto', 'a new title in a fork', occasion('edit', true), 'replay'],
  ['auto', 'pull_request_target', occasion('target'), 'verdict'],
  ['auto', 'workflow_run', { kind: 'workflow-run', headSha: 'c'.repeat(40) }, 'verdict'],
  ['auto', 'a dispatch', { kind: 'dispatch' }, 'gate'],
  ['replay', 'a push', occasion('push'), 'replay'],
  ['gate', 'a push in a fork', occasion('push', true), 'gate'],
  ['verdict', 'a dispatch', { kind: 'dispatch' }, 'verdict'],
  ['verdict', 'pull_request_target', occasion('target'), 'verdict'],
])('%s on %s', (asked, _name, happened, chosen) => {
  expect(chooseMode(asked, happened, isFork(happened))).toBe(chosen);
});

test.each<Mode>(['gate', 'replay'])('%s never runs a change beside a token that can write', (asked) => {
  expect(() => chooseMode(asked, occasion('target'), false)).toThrow(/pull_request_target/);
  const ended = { kind: 'workflow-run', headSha: 'c'.repeat(40) } as const;
  expect(() => chooseMode(asked, ended, false)).toThrow(/workflow_run/);
});

test.each<[Mode, string]>([
  ['auto', 'verdict'],
  ['verdict', 'verdict'],
  ['replay', 'replay'],
])('%s on a dispatch for a fork is %s: a person who may write did not write that code', (asked, chosen) => {
  expect(chooseMode(asked, { kind: 'dispatch' }, true)).toBe(chosen);
});

test('gate on a dispatch for a fork is refused', () => {
  expect(() => chooseMode('gate', { kind: 'dispatch' }, true)).toThrow(/stranger/);
});
