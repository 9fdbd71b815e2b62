import { expect, test } from '@jest/globals';
import type { EvidenceTrace } from '../../src/domain/evidence-trace.ts';
import type { CapturedValue, Hit } from '../../src/domain/runtime-snapshot.ts';
import { heldWhereTheyPart } from '../../src/evidence/held-where-they-part.ts';
import { aFirstDivergence } from '../support/builders.ts';

const number = (text: string): CapturedValue => ({ type: 'number', text });

function hit(values: Readonly<Record<string, CapturedValue>>): Hit {
  return { probeId: 'p1', exchangeId: 'x000087', occurrence: 0, sequence: 1, values };
}

function traceOf(...pairs: readonly (readonly [Hit, Hit, boolean])[]): EvidenceTrace {
  return {
    exchangeId: 'x000087',
    pairs: pairs.map(([baseline, candidate, equal]) => ({ probeId: 'p1', baseline, candidate, equal })),
    firstDivergence: null,
    perturbed: false,
  };
}

test('the pair that the divergence was named by is shown whole, differences first', () => {
  const equal = hit({ rate: number('0.1') });
  const before = hit({ rate: number('0.1'), discount: number('16') });
  const after = hit({ rate: number('0.1'), discount: number('15') });
  const later = hit({ discount: number('99') });
  const trace = traceOf([equal, equal, true], [before, after, false], [before, later, false]);
  expect(heldWhereTheyPart(aFirstDivergence(), trace)).toEqual([
    { name: 'discount', baseline: '16', candidate: '15', differs: true },
    { name: 'rate', baseline: '0.1', candidate: '0.1', differs: false },
  ]);
});

test('of an object only the places that differ are shown', () => {
  const cart = (total: string): CapturedValue => ({
    type: 'object',
    fields: { total: number(total), id: number('7') },
  });
  const first = aFirstDivergence({ variable: 'cart.total', baseline: '4', candidate: '5' });
  const trace = traceOf([hit({ cart: cart('4') }), hit({ cart: cart('5') }), false]);
  expect(heldWhereTheyPart(first, trace)).toEqual([
    { name: 'cart.total', baseline: '4', candidate: '5', differs: true },
  ]);
});

test('nothing is shown where no pair shows it', () => {
  const other = traceOf([hit({ discount: number('1') }), hit({ discount: number('2') }), false]);
  expect(heldWhereTheyPart(aFirstDivergence(), other)).toEqual([]);
  expect(heldWhereTheyPart(aFirstDivergence({ variable: null }), other)).toEqual([]);
  expect(heldWhereTheyPart(null, undefined)).toEqual([]);
});
