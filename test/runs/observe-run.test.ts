/** A gate over a build that overflows its stack where V8 cannot stop for it: the watch of throws ends it, and the run is made again without. */
import { expect, test } from '@jest/globals';
import { type OrderingOptions, tryOrdering } from '../support/ordering-service.ts';

// covers: make-run.ts
// covers: throw-watch.ts

const names = Array.from({ length: 400 }, (_, index) => `v${index}`);
const besides = `
  const deep = (depth) => {
    let ${names.map((name) => `${name} = depth`).join(', ')};
    return deep(depth + 1) + ${names.join(' + ')};
  };
  try { deep(0); } catch {}
`;

async function tried(options: OrderingOptions) {
  const { trial } = await tryOrdering({ besides }, { quantities: [1, 2], ...options });
  if (trial.kind !== 'ran') throw trial.error;
  return trial;
}

test('an instance that ends under the watch is judged by a run without it, which says so', async () => {
  const { observe, explain, fidelity } = await tried({});
  expect(observe.notes[0]).toMatch(/^The candidate .*SIG\w+\)? while errors were watched/);
  expect([observe.candidateEnd, explain?.candidateEnd]).toEqual([null, null]);
  expect([...observe.compared.exchanges].flatMap(({ divergences }) => divergences)).toEqual([]);
  expect(observe.snapshots.candidate?.events.filter(({ kind }) => kind === 'throw')).toEqual([]);
  // What the run that ended had counted is forgotten.
  expect(fidelity.compared).toBeLessThanOrEqual(8);
}, 120_000);

test('where throws are not watched, there is nothing to make again', async () => {
  const { observe } = await tried({ throws: 'unwatched' });
  expect(observe.notes).toEqual([]);
  expect(observe.candidateEnd).toBeNull();
}, 120_000);
