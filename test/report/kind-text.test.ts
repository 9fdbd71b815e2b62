import { expect, test } from '@jest/globals';
import { divergenceKind, severitiesInOrder } from '../../src/domain/divergence.ts';
import { kindText, severityMark } from '../../src/report/kind-text.ts';

test('every kind has words of its own, every severity a mark of its own', () => {
  const words = divergenceKind.options.map((kind) => kindText[kind]);
  expect(new Set(words).size).toBe(divergenceKind.options.length);
  expect(new Set(severitiesInOrder.map((severity) => severityMark[severity])).size).toBe(
    severitiesInOrder.length,
  );
});
