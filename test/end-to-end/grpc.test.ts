/** gRPC from a real client through the recorder, its recording replayed to builds that answer alike or not. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ProtoSchema } from '../../src/comparison/content/proto-schema.ts';
import { readDescriptors } from '../../src/comparison/content/read-descriptors.ts';
import type { Exchange } from '../../src/domain/recording.ts';
import { type QuoteBuild, quotesProto, startQuoteService, visitQuotes } from '../support/quote-service.ts';
import { recordVisit, replayTo } from '../support/record-and-replay.ts';

let recorded: readonly Exchange[];
let said: readonly string[];

beforeAll(async () => {
  const service = await startQuoteService('as-before');
  recorded = await recordVisit(service, async (origin) => {
    said = await visitQuotes(origin);
  });
  service.stop();
});

async function differences(build: QuoteBuild, schema: ProtoSchema | null = null): Promise<readonly string[]> {
  const [baseline, secondary] = [await startQuoteService('as-before'), await startQuoteService('as-before')];
  const candidate = await startQuoteService(build);
  const { observed, divergences, notes } = await replayTo(recorded, [baseline, secondary, candidate], schema);
  expect(notes.filter((note) => /HTTP\/2/.test(note))).toEqual([]);
  expect(observed.map(({ baseline: { outcome } }) => outcome.kind)).toEqual(observed.map(() => 'responded'));
  return divergences.map(({ target, divergence: { kind, place } }) => {
    return `${target.split('/').at(-1)} ${kind} ${place}`;
  });
}

test('the recorder is not in the way of any kind of call', () => {
  expect(said).toEqual([
    ...['ask 2500', 'ask 1250', 'ask 5', 'watch 1250', 'watch 2500', 'watch 3750'],
    ...['collect 3750', 'talk 1250', 'talk 2500'],
  ]);
  expect(recorded.map(({ target }) => target.split('/').at(-1))).toEqual([
    ...['Ask', 'Ask', 'Ask', 'Watch', 'Collect', 'Talk'],
  ]);
  expect(recorded.every(({ httpVersion }) => httpVersion === '2')).toBe(true);
  expect(recorded[0]?.responseTrailers).toEqual(
    expect.arrayContaining([
      ['grpc-status', '0'],
      ['x-cost', '7'],
    ]),
  );
  // The second was packed: a flag before each message says so.
  expect(recorded.map(({ requestBody }) => requestBody[0])).toEqual([0, 1, 0, 0, 0, 0]);
  expect(recorded.some(({ failure, truncated }) => failure ?? truncated)).toBe(false);
});

describe('replayed to a build', () => {
  test('that does the same: nothing', async () => {
    expect(await differences('as-before')).toEqual([]);
  });

  test.each<[QuoteBuild, readonly string[]]>([
    ['other-price', ['Ask value-changed body/0/field-1/0/field-2/0', 'Ask value-changed body/0/field-3/0']],
    ['other-status', ['Ask status-changed trailer.grpc-status']],
    ['one-less', ['Watch element-removed body/2']],
    ['other-trailer', ['Ask header-changed trailer.x-cost', 'Ask header-changed trailer.x-cost']],
  ])('with %s: that', async (build, expected) => {
    expect(await differences(build)).toEqual(expected);
  });

  test('with a descriptor: the same, by the names of fields', async () => {
    const schema = readDescriptors([{ path: quotesProto, bytes: readFileSync(quotesProto) }]);
    expect(await differences('as-before', schema)).toEqual([]);
    expect(await differences('other-price', schema)).toEqual([
      'Ask value-changed body/0/lines/0/price',
      'Ask value-changed body/0/total_cents',
    ]);
  });
});
