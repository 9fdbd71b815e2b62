import { expect, test } from '@jest/globals';
import { findingsHeading } from '../../src/report/findings-heading.ts';
import { aCluster } from '../support/builders.ts';

const cluster = aCluster();
const alone = { cluster, inAnswer: [], inState: [] };

test.each([
  ['one', [alone], '1 difference between before and after the change'],
  [
    'one and a certain consequence',
    [{ ...alone, inAnswer: [cluster] }],
    '1 difference between before and after the change, and 1 more that follows from it',
  ],
  [
    'some, and consequences of which not all are certain',
    [{ cluster, inAnswer: [cluster], inState: [cluster] }, alone],
    '2 differences between before and after the change, and 2 more that may follow from them',
  ],
])('%s', (_name, arranged, text) => {
  expect(findingsHeading(arranged)).toBe(text);
});
