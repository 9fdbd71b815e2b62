import { expect, test } from '@jest/globals';
import { reproduceExamples } from '../../src/trial/reproduce-examples.ts';
import type { SettledTrial } from '../../src/trial/settled-trial.ts';
import { anExchange } from '../comparison/builders.ts';
import { aCluster } from '../support/builders.ts';

const example = (exchangeId: string) => aCluster({ example: { ...aCluster().example, exchangeId } });

test('each group gets the line of its example, and the recording is read no further than needed', async () => {
  let read = 0;
  async function* recording() {
    for (const id of ['x1', 'x2', 'x3', 'x4']) {
      read += 1;
      yield anExchange({ id, target: `/${id}`, ...(id === 'x3' ? { requestBody: Uint8Array.of(255) } : {}) });
    }
  }
  const settled = { clusters: [example('x3'), example('x1'), example('')] } as unknown as SettledTrial;
  const { clusters } = await reproduceExamples(settled, recording);
  expect(clusters.map((cluster) => cluster.example.curl)).toEqual([
    '# too long or no text for a line: x3 in shadowgate inspect --json',
    `curl -g --path-as-is "$URL"'/x1'`,
    undefined,
  ]);
  expect(read).toBe(3);
});
