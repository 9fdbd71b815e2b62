import { expect, test } from '@jest/globals';
import { findWriter } from '../../src/comparison/state/find-writer.ts';
import type { StoredDivergence } from '../../src/comparison/state/row-divergences.ts';
import type { StateReader, StateUnit } from '../../src/domain/state.ts';
import { createStateWatch } from '../../src/runs/watch-state.ts';
import { aDivergence } from '../comparison/builders.ts';
import { memoryState } from '../support/memory-state.ts';

const unit: StateUnit = { store: 'data', kind: 'table', name: 'stock', keyColumns: ['id'] };
const plan = new Map([['state/data/stock', { unit, keys: ['["1"]'] }]]);
const stored: StoredDivergence = {
  divergence: aDivergence('row-changed', 'state/data/stock/1/left'),
  ...{ unit, baselineKey: '["1"]', otherKey: '["1"]', column: 'left' },
};

/** A store whose only value is what the test last said. */
function storeOf(left: number): { readonly reader: StateReader; set(left: number): void } {
  let reader = memoryState({ stock: { key: ['id'], rows: [{ id: 1, left }] } });
  return {
    reader: {
      units: () => reader.units(),
      rows: (of) => reader.rows(of),
      read: (of, keys) => reader.read(of, keys),
    },
    set: (now) => {
      reader = memoryState({ stock: { key: ['id'], rows: [{ id: 1, left: now }] } });
    },
  };
}

function watching() {
  const [baseline, candidate] = [storeOf(5), storeOf(5)];
  const watch = createStateWatch({
    plan,
    baseline: baseline.reader,
    candidate: candidate.reader,
    now: () => 0,
  });
  const write = async (sequence: number, set: () => void) => {
    await watch.before(sequence);
    set();
    await watch.after(sequence, `x${sequence}`);
  };
  return { baseline, candidate, watch, write };
}

test('the first write after which the two hold something else is the writer', async () => {
  const { baseline, candidate, watch, write } = watching();
  await write(1, () => [baseline, candidate].map((store) => store.set(4)));
  await write(2, () => [baseline.set(3), candidate.set(2)]);
  await write(3, () => [baseline.set(9), candidate.set(8)]);
  expect(findWriter(stored, watch.result())).toBe('x2');
});

test('what was written late belongs to the write before, unless something else came between', async () => {
  const late = watching();
  await late.write(1, () => {});
  late.candidate.set(2);
  await late.write(2, () => {});
  expect(findWriter(stored, late.watch.result())).toBe('x1');

  const between = watching();
  await between.write(1, () => {});
  between.candidate.set(2);
  await between.write(5, () => {});
  expect(findWriter(stored, between.watch.result())).toBe('');
});

test('what never differs while it is watched has no writer', async () => {
  const { watch, write } = watching();
  await write(1, () => {});
  expect(findWriter(stored, watch.result())).toBe('');
});

test('a watch that fails or takes too long ends, and says so', async () => {
  const { reader } = storeOf(1);
  const broken: StateReader = { ...reader, read: async () => Promise.reject(new Error('gone\nsecret')) };
  const failing = createStateWatch({ plan, baseline: reader, candidate: broken, now: () => 0 });
  await failing.before(0);
  expect(failing.result().ended).toBe('what is stored could not be looked at during the run (gone)');

  let clock = 0;
  const now = () => {
    clock += 30_000;
    return clock;
  };
  const slow = createStateWatch({ plan, baseline: reader, candidate: reader, now });
  await slow.before(0);
  expect(slow.result().ended).toBe('looking at what is stored took more than 20 s');
});
