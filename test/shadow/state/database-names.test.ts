import { expect, test } from '@jest/globals';
import { instanceRoles, runKinds } from '../../../src/domain/observation.ts';
import { createTeardown } from '../../../src/shadow/processes/teardown.ts';
import {
  everyGivenDatabase,
  givenDatabase,
  lettersOf,
  markerOfDatabase,
} from '../../../src/shadow/state/database-names.ts';

const teardown = createTeardown({ journalFolder: '/nowhere' });
const owner = { ground: { teardown }, source: { name: 'a name that is longer than names are' } };

test('every instance of every run has a name of its own, all equally long and within the bounds of all servers', () => {
  const names = everyGivenDatabase(owner);
  expect(new Set(names).size).toBe(1 + runKinds.length * instanceRoles.length);
  expect([...new Set(names.map((name) => name.length))]).toEqual([51]);
  for (const run of runKinds)
    for (const role of instanceRoles) expect(names).toContain(givenDatabase(owner, lettersOf({ run, role })));
});

test('the gate that made a database is told by its name', () => {
  for (const name of everyGivenDatabase(owner)) expect(markerOfDatabase(name)).toBe(teardown.marker);
  expect(markerOfDatabase('shadowgate_orders')).toBeNull();
  expect(markerOfDatabase(`copy_${givenDatabase(owner, 'tt')}`)).toBeNull();
});
