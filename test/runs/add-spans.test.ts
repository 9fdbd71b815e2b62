import { expect, test } from '@jest/globals';
import { asKept } from '../../src/comparison/compared-run.ts';
import type { SpanEvent } from '../../src/domain/flow.ts';
import { addSpans } from '../../src/runs/add-spans.ts';
import type { CollectedSpans } from '../../src/shadow/telemetry/collect-spans.ts';

function collected(names: readonly string[]): CollectedSpans {
  const events = names.map(
    (name, sequence): SpanEvent => ({
      ...{ kind: 'span', exchangeId: 'x1', sequence, name, spanKind: 'client', service: '', scope: '' },
      ...{ parent: '', attributes: {}, status: 'unset' },
    }),
  );
  const traced = new Set(events.length === 0 ? [] : ['x1']);
  return { events, traced, incomplete: new Set(), elsewhere: 0, refused: 0 };
}

const exchange = {
  ...{ exchangeId: 'x1', route: 'GET /', divergences: [], noise: [], baselineStatus: 200 },
  ...{ bodyDiffers: false, echoed: new Set<string>(), answeredAt: null },
};
const compared = { ...asKept([exchange]), suspects: [], notCompared: [] };
const identities = { baseline: [], secondary: [], candidate: [] };

test('spans that differ make an exchange one that differs, and what the secondary differs in is its noise', () => {
  const ofRole = {
    baseline: collected(['a']),
    secondary: collected(['a', 'b']),
    candidate: collected(['a', 'c']),
  };
  const [one] = addSpans(compared, { ofRole }, identities).differing;
  expect(one?.divergences.map(({ kind, place }) => `${kind} ${place}`)).toEqual([
    'span-added span/-/client c',
  ]);
  expect(one?.noise?.map(({ place }) => place)).toEqual(['span/-/client b']);
});

test('where an instance sent none, nothing is said', () => {
  const ofRole = { baseline: collected(['a']), secondary: collected(['a']), candidate: collected([]) };
  expect(addSpans(compared, { ofRole }, identities).differing).toEqual([]);
});
