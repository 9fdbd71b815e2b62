import { describe, expect, test } from '@jest/globals';
import { linkConsequences } from '../../../src/comparison/clusters/link-consequences.ts';
import type { Finding } from '../../../src/domain/divergence.ts';
import { aDivergence, aFinding, shown } from '../builders.ts';

type Kind = Finding['divergence']['kind'];
const find = (id: number, kind: Kind, place: string, changes: Partial<Finding> = {}) =>
  aFinding({ id: `f000${id}`, divergence: aDivergence(kind, place), ...changes });
const missing = (id: number, reason: string, changes: Partial<Finding> = {}) =>
  aFinding({
    id: `f000${id}`,
    exchangeId: `x${id}`,
    divergence: aDivergence('response-missing', 'process', { candidate: shown(reason, 'failure') }),
    ...changes,
  });
const follows = (...findings: readonly Finding[]) => linkConsequences(findings).map((one) => one.follows);

describe('what is a mere consequence', () => {
  test('body and headers follow another status of the same exchange', () => {
    const other = find(4, 'value-changed', 'body/a', { exchangeId: 'x2' });
    expect(
      follows(
        find(1, 'status-changed', 'status'),
        find(2, 'header-added', 'header.x'),
        find(3, 'content-kind-changed', 'body'),
        other,
      ),
    ).toEqual([undefined, 'f0001', 'f0001', undefined]);
  });

  test('an error inside the service is not a consequence of the status it led to', () => {
    expect(follows(find(1, 'status-changed', 'status'), find(2, 'error-added', 'error'))).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('headers follow a body of another kind', () => {
    expect(
      follows(find(1, 'header-changed', 'header.content-type'), find(2, 'content-kind-changed', 'body')),
    ).toEqual(['f0002', undefined]);
  });

  test('an ETag follows the body it was computed from, another header does not', () => {
    expect(
      follows(
        find(1, 'header-changed', 'header.etag'),
        find(2, 'header-changed', 'header.x'),
        find(3, 'value-changed', 'body/a'),
      ),
    ).toEqual(['f0003', undefined, undefined]);
  });

  test('nothing counted follows what is only noise', () => {
    const noise = { disposition: { kind: 'noise', reason: '' } } as const;
    expect(
      follows(find(1, 'header-changed', 'header.etag'), find(2, 'value-changed', 'body/a', noise)),
    ).toEqual([undefined, undefined]);
    expect(follows(find(1, 'status-changed', 'status'), find(2, 'value-changed', 'body/a', noise))).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('where the end of the candidate is known, what it left unanswered follows from that', () => {
    const end = find(3, 'limit-exceeded', 'process', { exchangeId: 'x2' });
    expect(
      follows(
        missing(1, 'connection-lost'),
        missing(2, 'connection-lost'),
        end,
        missing(4, 'connection-lost'),
      ),
    ).toEqual([undefined, 'f0003', undefined, 'f0003']);
    expect(follows(missing(1, 'timed-out'), find(2, 'process-ended', 'process'))).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('after a crash nothing answers; a deadline passed is another matter', () => {
    expect(
      follows(
        missing(1, 'timed-out'),
        missing(2, 'connection-lost: ECONNRESET'),
        missing(3, 'connection-refused'),
        missing(4, 'timed-out'),
      ),
    ).toEqual([undefined, undefined, 'f0002', undefined]);
  });
});
