// covers: ports.ts
/**
 * A few seeded faults and harmless changes of `npm run bench:detection`: what must be stopped is, at a statement of the fault,
 * and what must not is not.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createAppRepository } from '../../bench/detection/app-repository.ts';
import { repositoryRoot } from '../../bench/detection/benched-apps.ts';
import { appOf, wholeCorpus } from '../../bench/detection/corpus.ts';
import { gateSeededChange } from '../../bench/detection/gate-seeded-change.ts';

const chosen = [
  ...['search/language-not-in-key', 'search/save-not-written', 'bookings/evening-in-utc'],
  ...['bookings/equipment-assumed', 'payments/risk-asked-per-item', 'shop/discount-rounded-down'],
  ...['search/facets-otherwise', 'search/codemod-010', 'bookings/set-by-array', 'bookings/codemod-013'],
  ...['payments/net-by-map', 'shop/codemod-007'],
];
const corpus = new Map(wholeCorpus().map((change) => [change.id, change]));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sg-detection-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(chosen)(
  '%s',
  async (id) => {
    const change = corpus.get(id);
    if (change === undefined) throw new Error(`${id} is no change of the corpus`);
    const app = appOf(change);
    const repository = createAppRepository(app, join(folder, id.replace('/', '-')));
    const row = await gateSeededChange(change, repository, (file) =>
      readFileSync(join(repositoryRoot, app.folder, file), 'utf8'),
    );
    const { verdict, counted, isNamed, firstDivergence } = row;
    if (change.kind === 'fault')
      expect({ verdict, isNamed }).toEqual({ verdict: 'awaiting-approval', isNamed: true });
    else
      expect({ verdict, counted, firstDivergence }).toEqual({
        verdict: 'passed',
        counted: [],
        firstDivergence: null,
      });
  },
  120_000,
);
