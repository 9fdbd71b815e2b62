import { describe, expect, test } from '@jest/globals';
import { awaitAgents } from '../../../src/snapshots/channel/await-agents.ts';

const limits = { firstMs: 30, restMs: 5_000 };

describe('whether every instance has an agent', () => {
  test.each([
    { name: 'all are there already', after: [0, 0, 0], expected: true },
    { name: 'one comes late, after another has come', after: [200, 0, 0], expected: true },
    { name: 'none comes', after: [null, null, null], expected: false },
    { name: 'no channel is open', after: [], expected: false },
  ])('$name', async ({ after, expected }) => {
    expect(await awaitAgents(after.map(agentAfter), limits)).toBe(expected);
  });

  test('one of them never comes', async () => {
    expect(await awaitAgents([0, null].map(agentAfter), { firstMs: 30, restMs: 60 })).toBe(false);
  });
});

/** A channel whose agent says hello after so many milliseconds, or never. */
function agentAfter(helloMs: number | null) {
  return {
    untilConnected: (timeoutMs: number) =>
      new Promise<boolean>((resolve) => {
        const connects = helloMs !== null && helloMs <= timeoutMs;
        setTimeout(() => resolve(connects), connects ? helloMs : timeoutMs);
      }),
  };
}
