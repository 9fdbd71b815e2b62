// covers: built-sides.ts
// covers: open-translation.ts
/** Whole gates over services that do not run under the names of their sources: compiled, bundled, minified. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decoratedBuild, decoratedShop } from '../support/decorated-shop.ts';
import { type Gated, gateTwoVersions } from '../support/gate-two-versions.ts';
import { type CommandLine, createCommandLine } from '../support/run-shadowgate.ts';
import { builds, recordedOrders, type ShopBuild, typedShop } from '../support/typed-shop.ts';

const settingsOf = ({ build, start }: { build: string; start: string }) => `version: 1
service: { name: shop, build: "${build}", start: ${start} }
recording: traffic.sgrec
policy: { seniors: { users: [sara] } }
`;

let shadowgate: CommandLine;
const gated: Gated[] = [];
beforeAll(async () => {
  shadowgate = await createCommandLine();
});
afterAll(async () => {
  await shadowgate.cleanUp();
  for (const { repository } of gated) await repository.cleanUp();
});

async function gate(build: ShopBuild): Promise<Gated> {
  const result = await gateTwoVersions(shadowgate, {
    ...{ settings: settingsOf(builds[build]), recorded: recordedOrders },
    baseline: typedShop(),
    candidate: typedShop({ rounding: 'floor' }),
  });
  gated.push(result);
  return result;
}

describe.each([
  'tsc',
  'tsc down to ES2015',
  'bundle',
  'bundle of ES modules',
  'minified bundle',
  'a loader',
] as const)('a shop built by %s', (build) => {
  let result: Gated;
  beforeAll(async () => {
    result = await gate(build);
  }, 180_000);

  test('parts at the line of its source, in the variable of its source', () => {
    const { evidence, finished } = result;
    expect(evidence.clusters[0]).toMatchObject({
      firstDivergence: { file: 'src/price.ts', candidateLine: 15, variable: 'discount', candidate: '15' },
    });
    expect(finished.stdout).toContain('src/price.ts:15');
  });

  test('exercised the changed line', () => {
    expect(result.evidence.exercise).toMatchObject({ known: true, changedLines: 1, executedLines: 1 });
  });

  test('saw the change run', () => {
    const { kind, reasons, probes } = result.evidence.status;
    // A minifier leaves V8 fewer places to stop at, which is said.
    expect(kind).toBe(probes?.unbound === 0 ? 'sufficient' : 'limited');
    expect(reasons.join()).toMatch(probes?.unbound === 0 ? /the changed line ran/ : /could not be set/);
    expect(probes?.hit).toBeGreaterThan(0);
    expect(result.finished.stdout).toMatch(/^Watched +(?:sufficient|limited)/m);
  });
});

test('a build without maps is said to be one, with the setting that makes them', async () => {
  const { evidence, finished } = await gate('tsc without maps');
  expect(evidence.exercise).toMatchObject({ known: false, unseen: ['src/price.ts'] });
  expect(evidence.status).toMatchObject({
    kind: 'inconclusive',
    reasons: [expect.stringContaining('1 changed file')],
  });
  expect(finished.stdout.replace(/\s+/g, ' ')).toContain('set `sourceMap: true` in tsconfig.json');
}, 180_000);

test('a shop of decorated classes, enums and parameter properties parts inside a method', async () => {
  const result = await gateTwoVersions(shadowgate, {
    ...{ settings: settingsOf(decoratedBuild), recorded: recordedOrders },
    baseline: decoratedShop(),
    candidate: decoratedShop({ rounding: 'floor' }),
  });
  gated.push(result);
  const { clusters, exercise } = result.evidence;
  expect(clusters[0]).toMatchObject({
    firstDivergence: { file: 'src/price.ts', candidateLine: 21, variable: 'discount', candidate: '15' },
  });
  expect(exercise).toMatchObject({ known: true, changedLines: 1, executedLines: 1 });
}, 180_000);
