// covers: measure-run.ts
import { expect, test } from '@jest/globals';
import type { InstanceRole } from '../../src/domain/observation.ts';
import type { RuntimeEvent, RuntimeSnapshot } from '../../src/domain/runtime-snapshot.ts';
import { beginMeasures } from '../../src/runs/measure-run.ts';
import { createMemoryWatch } from '../../src/runs/watch-memory.ts';
import type { AgentChannel } from '../../src/snapshots/channel/agent-channel.ts';
import { anObserved, aResponse } from '../comparison/builders.ts';

/** A line to an agent that answers what it is told to, and keeps what it was asked. */
function aChannel(asked: number[], answers: (point: number) => boolean = () => true): AgentChannel {
  return {
    companion: { environment: {}, doors: [], readable: [] },
    isConnected: () => true,
    untilConnected: async () => true,
    measureMemory: async (point) => {
      asked.push(point);
      return answers(point);
    },
    finish: async () => aSnapshot('baseline', []),
    close: async () => undefined,
  };
}

function aSnapshot(role: InstanceRole, events: readonly RuntimeEvent[]): RuntimeSnapshot {
  const nothing = { hits: [], probes: [], executedLines: {}, dropped: 0 };
  return { role, agent: 'connected', ...nothing, events };
}

const told = (point: number, heapUsed: number, collected = true): RuntimeEvent => ({
  ...{ kind: 'memory', exchangeId: '', sequence: point, rss: 1, heapUsed, external: 5, point, collected },
});

async function watched(channels: Parameters<typeof createMemoryWatch>[0], total: number) {
  const watch = createMemoryWatch(channels, total);
  for (let done = 0; done <= total; done += 1) await watch.afterExchanges(done);
  return watch;
}

test('every instance is asked before the first exchange and at eight points after, the last being the last', async () => {
  const asked: number[] = [];
  const watch = await watched({ baseline: aChannel(asked), candidate: aChannel(asked) }, 100);
  expect(asked).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8].flatMap((point) => [point, point]));
  expect(watch.points({}).map(({ exchanges }) => exchanges)).toEqual([0, 13, 25, 38, 50, 63, 75, 88, 100]);
});

test('nobody is asked in a short run, without agents, or again once one did not answer twice', async () => {
  const asked: number[] = [];
  await watched({ baseline: aChannel(asked) }, 20);
  await watched({}, 100);
  await watched({ baseline: { ...aChannel(asked), isConnected: () => false } }, 100);
  expect(asked).toEqual([]);
  await watched({ baseline: aChannel(asked, (point) => point < 1) }, 100);
  expect(asked).toEqual([0, 1, 2]);
});

test('what the processes of an instance hold is one sum; what holds garbage is not known', async () => {
  const watch = await watched({ baseline: aChannel([]) }, 24);
  const snapshots = {
    baseline: aSnapshot('baseline', [told(0, 10), told(0, 20), told(1, 30)]),
    candidate: aSnapshot('candidate', [told(0, 10), told(1, 20, false)]),
  };
  const [first, second, third] = watch.points(snapshots);
  expect(first).toEqual({ exchanges: 0, held: { baseline: 40, candidate: 15 } });
  expect(second).toEqual({ exchanges: 3, held: { baseline: 35 } });
  expect(third).toEqual({ exchanges: 6, held: {} });
});

test('a run keeps both: what its exchanges cost and what was held meanwhile', async () => {
  const asked: number[] = [];
  const measuring = await beginMeasures({ baseline: aChannel(asked) }, [], 24);
  for (let done = 0; done < 24; done += 1) {
    await measuring.add(anObserved({ id: `x${done}`, baseline: aResponse(), candidate: aResponse() }));
  }
  const { costs, memory } = measuring.result({});
  expect(costs.get('GET /things')).toHaveLength(24);
  expect(memory).toHaveLength(9);
  expect(asked).toHaveLength(9);
});
