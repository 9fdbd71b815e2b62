// covers: in-order.ts
// covers: merge-measures.ts
// covers: name-service.ts
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evidence as evidenceSchema } from '../../src/domain/evidence.ts';
import type { EvidenceDraft } from '../../src/evidence/assemble-evidence.ts';
import { mergeEvidence } from '../../src/evidence/merge-evidence.ts';
import { leftOutService, nameService } from '../../src/evidence/name-service.ts';
import { decideVerdict } from '../../src/gate/decide-verdict.ts';
import {
  aCluster,
  aCostRow,
  anEvidence,
  aPolicyInForce,
  aQuietEvidence,
  evidenceDigest,
} from '../support/builders.ts';

type Overrides = Parameters<typeof anEvidence>[0];

function draftOf(name: string, overrides: Overrides = {}, quiet = true): EvidenceDraft {
  const { sideFiles: _, ...draft } = quiet ? aQuietEvidence(overrides) : anEvidence(overrides);
  const sides = {
    'findings.ndjson': [{ id: 'f0001', route: 'GET /', follows: 'f0002' }],
    'traces.ndjson': [],
  };
  return nameService({ draft, sides }, name);
}

const whole = (merged: EvidenceDraft) => evidenceSchema.parse({ ...merged.draft, sideFiles: [] });

describe('evidence of several services', () => {
  test('is one document: counts add up, and what was found bears the name of its service', () => {
    const merged = mergeEvidence([draftOf('shop', {}, false), draftOf('api')]);
    const evidence = whole(merged);
    expect(evidence.plan).toMatchObject({ exchanges: 624, routes: 28, leftOut: [{ exchanges: 16 }] });
    expect(evidence.counts).toEqual({ counted: 41, noise: 80, ignored: 0, flaky: 0 });
    expect(evidence.clusters).toMatchObject([
      { service: 'shop', id: 'shop/c01', findings: ['shop/f0001', 'shop/f0002'] },
    ]);
    expect(evidence.services?.map(({ name }) => name)).toEqual(['api', 'shop']);
    expect(evidence.shadow.instances).toHaveLength(6);
    expect(merged.sides['findings.ndjson']).toEqual([
      { service: 'api', id: 'api/f0001', route: 'GET /', follows: 'api/f0002' },
      { service: 'shop', id: 'shop/f0001', route: 'GET /', follows: 'shop/f0002' },
    ]);
  });

  test('shows the worst of each measure that the policy has a minimum for', () => {
    const weak = draftOf('api', {
      fidelity: { share: 0.5, compared: 10, examples: ['x'] },
      recording: { ...aQuietEvidence().recording, completeness: 0.4 },
      shadow: { ...aQuietEvidence().shadow, isolation: 'none' },
      bound: null,
    });
    const { draft } = mergeEvidence([draftOf('shop'), weak]);
    expect(draft.fidelity).toEqual({ share: 0.5, compared: 310, examples: ['api: x'] });
    expect([draft.recording.completeness, draft.shadow.isolation, draft.bound]).toEqual([0.4, 'none', null]);
  });

  test('one service that was not replayed at all is a gap, however much the other was', () => {
    const silent = draftOf('api', { plan: { exchanges: 0, routes: 0, leftOut: [] } });
    const { kind, reasons } = verdictOf(mergeEvidence([draftOf('shop'), silent]));
    expect(kind).toBe('inconclusive');
    expect(reasons[0]?.text).toMatch(/^api: Nothing was replayed/);
    expect(verdictOf(mergeEvidence([draftOf('shop'), draftOf('api')])).kind).toBe('passed');
  });

  test('what was chosen adds up by its reason; a service that was replayed whole is one more', () => {
    const rare = { reason: 'of a rare shape', exchanges: 3 };
    const chosen = { exchanges: 10, routes: 2, leftOut: [], budgetMs: 90_000 };
    const api = draftOf('api', { plan: { ...chosen, chosen: [rare, { reason: 'an error', exchanges: 7 }] } });
    const web = draftOf('web', {
      plan: { ...chosen, exchanges: 3, budgetMs: 30_000, chosen: [rare], endedEarly: 'it was slow' },
    });
    const { plan } = mergeEvidence([api, draftOf('shop'), web]).draft;
    expect(plan).toMatchObject({ budgetMs: 90_000, endedEarly: 'web: it was slow' });
    expect(plan.chosen).toEqual([
      { reason: 'all of its service', exchanges: 312 },
      { reason: 'an error', exchanges: 7 },
      { reason: 'of a rare shape', exchanges: 6 },
    ]);
    expect(mergeEvidence([draftOf('shop'), draftOf('web')]).draft.plan.chosen).toBeUndefined();
  });

  test('what could be compared of the state adds up, and what could not is told with its service', () => {
    const stored = draftOf('api', { state: { units: 2, rowsCompared: 10, unread: ['table a: no key'] } });
    const other = draftOf('shop', { state: { units: 1, rowsCompared: 5, unread: [] } });
    expect(mergeEvidence([stored, other, draftOf('web')]).draft.state).toEqual({
      units: 3,
      rowsCompared: 15,
      unread: ['api: table a: no key'],
    });
    expect(mergeEvidence([draftOf('shop')]).draft.state).toBeUndefined();
  });

  test('what the exchanges cost stands side by side, each row with its service', () => {
    const cost = [aCostRow()];
    const { draft } = mergeEvidence([draftOf('shop', { cost }), draftOf('api', { cost }), draftOf('web')]);
    expect(draft.cost).toEqual([
      { ...aCostRow(), service: 'api' },
      { ...aCostRow(), service: 'shop' },
    ]);
    expect(mergeEvidence([draftOf('shop')]).draft.cost).toBeUndefined();
  });

  test('an excuse that one service uses is not unused', () => {
    const [used, unused] = [
      draftOf('a', { unusedIgnores: ['y'] }),
      draftOf('b', { unusedIgnores: ['x', 'y'] }),
    ];
    expect(mergeEvidence([used, unused]).draft.unusedIgnores).toEqual(['y']);
  });

  test('a service that was left out stays in it, with the reason', () => {
    const shop = draftOf('shop');
    const services = [...(shop.draft.services ?? []), leftOutService('web', 'nothing of it changed')];
    const { draft } = mergeEvidence([{ ...shop, draft: { ...shop.draft, services } }, draftOf('api')]);
    expect(draft.services?.map(({ kind, name }) => `${name} ${kind}`)).toEqual([
      ...['api gated', 'shop gated', 'web left-out'],
    ]);
  });
});

const share = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100);
const someDraft = fc
  .record({
    share,
    completeness: fc.option(share),
    exchanges: fc.integer({ min: 0, max: 50 }),
    counted: fc.integer({ min: 0, max: 3 }),
    known: fc.boolean(),
    isolation: fc.constantFrom('none', 'scrubbed-environment', 'user-namespace'),
    warning: fc.constantFrom('slow', 'no agent'),
    at: fc.integer({ min: 0, max: 59 }),
  })
  .map((drawn) => (name: string) => {
    const clusters = Array.from({ length: drawn.counted }, (_, index) =>
      aCluster({ id: `c0${index}`, exchanges: index + 1 }),
    );
    const base = aQuietEvidence();
    return draftOf(name, {
      startedAt: `2026-11-22T10:00:${String(drawn.at).padStart(2, '0')}.000Z`,
      fidelity: { share: drawn.share, compared: 10, examples: [] },
      recording: { ...base.recording, completeness: drawn.completeness },
      plan: { exchanges: drawn.exchanges, routes: 1, leftOut: [] },
      exercise: { ...base.exercise, known: drawn.known },
      shadow: { ...base.shadow, isolation: drawn.isolation },
      clusters,
      bound: clusters.length > 0 ? null : 0.1,
      warnings: [drawn.warning],
    });
  });
const someDrafts = fc
  .array(someDraft, { minLength: 3, maxLength: 5 })
  .map((make) => make.map((each, index) => each(`service-${index}`)));

describe('however it is merged, the evidence is the same', () => {
  test('in any grouping', () => {
    fc.assert(
      fc.property(someDrafts, fc.integer({ min: 1, max: 2 }), (drafts, cut) => {
        const left = mergeEvidence(atLeastOne(drafts.slice(0, cut)));
        const right = mergeEvidence(atLeastOne(drafts.slice(cut)));
        expect(mergeEvidence([left, right])).toEqual(mergeEvidence(atLeastOne(drafts)));
      }),
    );
  });

  test('in any order, and so is the verdict', () => {
    const shuffled = someDrafts.chain((drafts) =>
      fc.tuple(
        fc.constant(drafts),
        fc.shuffledSubarray(drafts, { minLength: drafts.length, maxLength: drafts.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([drafts, others]) => {
        const [one, two] = [mergeEvidence(atLeastOne(drafts)), mergeEvidence(atLeastOne(others))];
        expect(two).toEqual(one);
        expect(verdictOf(two)).toEqual(verdictOf(one));
      }),
    );
  });

  test('no service makes up for another: what is inconclusive alone is so in company, unless the other is blocked', () => {
    fc.assert(
      fc.property(someDrafts, (drafts) => {
        const alone = drafts.map((each) => verdictOf(mergeEvidence([each])).kind);
        const together = verdictOf(mergeEvidence(atLeastOne(drafts))).kind;
        if (alone.includes('inconclusive')) expect(together).toBe('inconclusive');
        else if (alone.includes('awaiting-approval')) expect(together).toBe('awaiting-approval');
        else expect(together).toBe('passed');
      }),
    );
  });
});

function atLeastOne(drafts: readonly EvidenceDraft[]): [EvidenceDraft, ...EvidenceDraft[]] {
  const [first, ...rest] = drafts;
  if (first === undefined) throw new Error('There is no draft.');
  return [first, ...rest];
}

function verdictOf(merged: EvidenceDraft) {
  return decideVerdict({
    evidence: whole(merged),
    evidenceDigest,
    policy: aPolicyInForce(),
    reviews: [],
    excluded: [],
  });
}
