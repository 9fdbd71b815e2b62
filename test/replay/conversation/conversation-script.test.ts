import { expect, test } from '@jest/globals';
import { scriptOf } from '../../../src/replay/conversation/conversation-script.ts';
import { spoken } from '../support/a-conversation.ts';

const lines = ['< hello', '> a', '< A1', '< A2', '> close 1000', '< close 1000'];

test('each message of the client stands behind what was heard before it', () => {
  const script = scriptOf(spoken(lines), { timeoutMs: 5000, isCut: false });
  expect(script.steps.map(({ after }) => after)).toEqual([1, 3]);
  expect(script).toMatchObject({ expected: 4, quietMs: 10, isWhole: true, isShortened: false });
});

test('a service that took its time is waited for twice as long', () => {
  const script = scriptOf(spoken(lines, 900), { timeoutMs: 60_000, isCut: false });
  expect(script.steps.map(({ patienceMs }) => patienceMs)).toEqual([1800, 1800]);
});

test('a conversation that was cut off is not listened to beyond its last message', () => {
  const script = scriptOf(spoken(['< tick', '< tick']), { timeoutMs: 5000, isCut: true });
  expect(script).toMatchObject({ expected: 2, quietMs: 0, isWhole: false });
});

test('the pauses of the service count against the time for an exchange, those of the client do not', () => {
  expect(scriptOf(spoken(lines, 1000), { timeoutMs: 4000, isCut: false })).toMatchObject({
    isShortened: true,
    expected: 3,
  });
  const ofClient = spoken(['> a', '> b', '> c', '> d'], 60_000);
  expect(scriptOf(ofClient, { timeoutMs: 4000, isCut: false })).toMatchObject({ isShortened: false });
});
