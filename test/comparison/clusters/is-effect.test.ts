import { expect, test } from '@jest/globals';
import { isEffect } from '../../../src/comparison/clusters/is-effect.ts';
import { divergenceKind } from '../../../src/domain/divergence.ts';

test('what a build did beside answering is an effect, and nothing else', () => {
  expect(divergenceKind.options.filter((kind) => isEffect({ kind }))).toEqual([
    ...['outbound-call-added', 'outbound-call-removed', 'outbound-call-changed'],
    ...['span-added', 'span-removed', 'span-repeated', 'span-changed', 'span-moved'],
    ...['effect-repeated', 'write-added', 'write-removed', 'write-changed', 'writes-reordered'],
    ...['process-added', 'process-removed', 'process-changed', 'call-count-changed'],
  ]);
});
