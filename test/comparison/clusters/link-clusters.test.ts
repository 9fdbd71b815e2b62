import { describe, expect, test } from '@jest/globals';
import { type Linkable, linkCluster } from '../../../src/comparison/clusters/link-clusters.ts';

const aDraft = (findings: readonly string[], changes: Partial<Linkable> = {}): Linkable => ({
  findings,
  follows: findings.map(() => undefined),
  hasCause: false,
  firstWrite: null,
  ...changes,
});
const writes = aDraft(['f0002', 'f0009'], { hasCause: true, firstWrite: 'f0002' });

describe('a cluster follows another', () => {
  test('for certain, when each of its findings follows from a part of the same answer', () => {
    const status = aDraft(['f0001', 'f0003']);
    const body = aDraft(['f0004', 'f0005'], { follows: ['f0001', 'f0003'] });
    expect(linkCluster(body, [body, status])).toEqual({ cause: status, through: 'answer' });
    expect(linkCluster(status, [body, status])).toBeNull();
  });

  test('likely, when it comes after a write of which the cause is known', () => {
    const later = aDraft(['f0003', 'f0010']);
    expect(linkCluster(later, [later, writes])).toEqual({ cause: writes, through: 'state' });
  });

  test('and of several causes the first that wrote', () => {
    const later = aDraft(['f0010']);
    const another = aDraft(['f0001', 'f0004'], { hasCause: true, firstWrite: 'f0004' });
    expect(linkCluster(later, [another, writes, later])?.cause).toBe(writes);
  });

  test.each([
    { name: 'it began before', draft: aDraft(['f0001', 'f0010']), cause: writes },
    { name: 'it has a cause of its own', draft: aDraft(['f0010'], { hasCause: true }), cause: writes },
    { name: 'nothing wrote', draft: aDraft(['f0010']), cause: { ...writes, firstWrite: null } },
    { name: 'no cause is known', draft: aDraft(['f0010']), cause: { ...writes, hasCause: false } },
    {
      name: 'only some of its findings follow',
      draft: aDraft(['f0001', 'f0003'], { follows: [undefined, 'f0002'] }),
      cause: writes,
    },
  ])('but not when $name', ({ draft, cause }) => {
    expect(linkCluster(draft, [cause, draft])).toBeNull();
  });
});
