import { expect, test } from '@jest/globals';
import { ImportTally } from '../../../src/recording/importing/import-tally.ts';
import { anExchange } from '../an-exchange.ts';

test('everything is counted once, most frequent reason first', () => {
  const tally = new ImportTally();
  const ids = [anExchange(), anExchange({ truncated: 'request' })].map((exchange) => tally.take(exchange).id);
  for (const reason of ['rare', 'often', 'often']) tally.leaveOut(reason);
  tally.passOver('elsewhere');
  tally.change('mended');
  expect(ids).toEqual(['x000001', 'x000002']);
  expect(tally.report()).toEqual({
    counters: { seen: 5, recorded: 2, truncated: 1, dropped: 3 },
    leftOut: [
      { reason: 'often', exchanges: 2 },
      { reason: 'rare', exchanges: 1 },
      { reason: 'elsewhere', exchanges: 1 },
    ],
    changed: [{ reason: 'mended', exchanges: 1 }],
  });
});
