// covers: watch-state.ts
// covers: confirm-state.ts
// covers: find-writer.ts
// covers: plan-watch.ts
// covers: file-divergence.ts
/** What two builds store, over real instances with a database and files. */
import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../src/domain/divergence.ts';
import { settleTrial } from '../../src/trial/settle-trial.ts';
import { type OrderingChanges, type OrderingOptions, tryOrdering } from '../support/ordering-service.ts';

const declared = { stateSources: [{ kind: 'folder', name: 'folder', seed: [] }] } as const;

async function findingsOf(changes: OrderingChanges, options: OrderingOptions = {}) {
  const { trial, plan } = await tryOrdering(changes, options);
  if (trial.kind !== 'ran') throw new Error(trial.error.message);
  const settled = settleTrial({
    ...{ trial, plan, probes: { baseline: [], candidate: [] }, changed: [], isBuilt: false },
    ...{ ignores: [], today: new Date('2026-11-22') },
  });
  return { ...settled, trial };
}

const standing = (findings: readonly Finding[]) =>
  findings
    .filter(({ disposition: { kind } }) => kind === 'counted' || kind === 'flaky')
    .map(
      ({ divergence, exchangeId, disposition }) =>
        `${disposition.kind} ${divergence.kind} ${divergence.place} ${exchangeId}`,
    );

test('builds that store the same differ in nothing, though ids, moments and the log vary', async () => {
  const { findings, trial } = await findingsOf({}, declared);
  expect(standing(findings)).toEqual([]);
  expect(trial.observe.state?.compared).toMatchObject({ unread: [] });
  expect(trial.observe.state?.compared.rowsCompared).toBeGreaterThanOrEqual(4 + 4 + 2 + 5);
  expect(trial.explain?.state).toBeNull();
});

describe('a write that answers the same and stores something else', () => {
  test('is named with table, column, both values and the exchange that wrote it', async () => {
    const { findings, clusters } = await findingsOf({ total: 'cents === 1999 ? cents + 1 : cents' });
    expect(standing(findings)).toEqual([
      'counted row-changed state/sqlite/shop.db~1orders/2/total_cents x000003',
    ]);
    expect(clusters[0]).toMatchObject({
      route: 'POST /orders',
      pattern: 'state/sqlite/shop.db~1orders/*/total_cents',
      example: { exchangeId: 'x000003', baseline: '1999', candidate: '2000' },
    });
  });

  test('a row that is not written any more, with ids that are drawn anew in each run', async () => {
    const forgetful =
      "if (body.quantity === 3) db.prepare('DELETE FROM order_lines WHERE order_reference = ?').run(reference);";
    const { findings } = await findingsOf({ besides: forgetful });
    expect(standing(findings)).toEqual(['counted row-removed state/sqlite/shop.db~1order_lines/3 x000005']);
  });

  test('a row more moves every number after it, and is one row more', async () => {
    const twice =
      "if (body.quantity === 2) db.prepare('INSERT INTO orders (reference, customer, total_cents, placed_at) VALUES (?, ?, ?, ?)').run(randomUUID(), 'nobody', 0, placedAt);";
    const { findings } = await findingsOf({ besides: twice, answer: '' });
    const stored = standing(findings).filter((text) => text.includes(' state/sqlite'));
    expect(stored).toEqual(['counted row-added state/sqlite/shop.db~1orders/3 x000003']);
  });

  const files =
    "if (number === 2) { fs.writeFileSync(join(folder, 'receipt-2.txt'), 'order 2\\nof nobody\\n'); fs.writeFileSync(join(folder, 'debug.txt'), 'x'); }";

  test('a file in its changed lines, and one that the baseline does not write', async () => {
    const { findings } = await findingsOf({ besides: files }, declared);
    expect(standing(findings)).toEqual([
      'counted file-changed state/data/receipt-2.txt x000003',
      'counted file-added state/data/debug.txt x000003',
    ]);
    expect(findings.find(({ divergence }) => divergence.kind === 'file-changed')?.divergence.hunks).toEqual([
      '@@ -2,1 +2,1 @@\n-of bob\n+of nobody',
    ]);
  });

  test('files that no setting names as state are told, and are no findings', async () => {
    const { findings, undeclared, trial } = await findingsOf({ besides: files });
    expect(standing(findings)).toEqual([]);
    expect(undeclared.map(({ kind, place }) => `${kind} ${place}`)).toEqual([
      'file-changed state/data/receipt-2.txt',
      'file-added state/data/debug.txt',
    ]);
    expect(trial.explain?.state).toBeNull();
  });

  test('what is written after the answer is still found', async () => {
    const { findings } = await findingsOf({
      besides:
        "if (number === 4) setTimeout(() => db.exec('UPDATE customers SET orders = 99 WHERE id = 1'), 5);",
    });
    expect(standing(findings).join()).toMatch(/row-changed state\/sqlite\/shop\.db~1customers\/1\/orders /);
  });
});
