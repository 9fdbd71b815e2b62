/** Everything that is gated: faults written by hand, harmless changes by hand and by codemod. */
import type { BenchedApp } from './benched-app.ts';
import { benchedApps } from './benched-apps.ts';
import { bookingFaults } from './faults/bookings.ts';
import { paymentFaults } from './faults/payments.ts';
import { searchFaults } from './faults/search.ts';
import { shopFaults } from './faults/shop.ts';
import { harmlessByCodemod } from './harmless-by-codemod.ts';
import { harmlessByHand } from './harmless-by-hand.ts';
import type { SeededChange } from './seeded-change.ts';

const codemodsPerApp = 46;

export function wholeCorpus(): readonly SeededChange[] {
  return [
    ...[...shopFaults, ...paymentFaults, ...bookingFaults, ...searchFaults],
    ...harmlessByHand,
    ...benchedApps.flatMap((app) => harmlessByCodemod(app, codemodsPerApp)),
  ];
}

export function appOf({ app }: SeededChange): BenchedApp {
  const found = benchedApps.find(({ name }) => name === app);
  if (found === undefined) throw new Error(`no service ${app}`);
  return found;
}
