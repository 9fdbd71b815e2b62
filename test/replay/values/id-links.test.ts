import { expect, test } from '@jest/globals';
import { createIdLinks } from '../../../src/replay/values/id-links.ts';
import type { IssuedValue } from '../../../src/replay/values/issued-values.ts';

function anId(told: Partial<IssuedValue>): IssuedValue {
  return {
    ...{ key: 'checkout\n417', recorded: '417', place: 'body/id', name: 'id', part: null, whole: '417' },
    ...{
      source: 'body',
      certainty: 'answered',
      producer: 0,
      ordinal: 0,
      exchangeId: 'x1',
      session: 's',
      live: new Map(),
      ...told,
    },
  };
}

const asked = { text: '417', resource: 'order', idOf: 'resource' } as const;

test('an id that an operation issued is found under another name, by the session that was given it', () => {
  const links = createIdLinks();
  const value = anId({});
  links.note(value, '/api/checkout');
  expect(links.find(asked, 's')).toBe(value);
  expect(links.find(asked, 'another')).toBeNull();
  expect(links.find({ ...asked, idOf: 'nothing' }, 's')).toBeNull();
  expect(links.find({ ...asked, text: '418' }, 's')).toBeNull();
});

test.each([
  ['what a collection issued', { key: 'cart\n417' }, '/carts'],
  ['what its name says more of', { key: 'invoice\n417', name: 'invoiceId' }, '/checkout'],
  ['what was only read', { certainty: 'read' }, '/checkout'],
  ['what is no id', { name: 'total', key: 'total\n417' }, '/checkout'],
  ['a cookie', { key: 'cookie:sid\n417' }, '/checkout'],
] as const)('%s is not', (_name, told, target) => {
  const links = createIdLinks();
  links.note(anId(told), target);
  expect(links.find(asked, 's')).toBeNull();
});

test('an operation that takes some id takes that of a collection, too', () => {
  const links = createIdLinks();
  links.note(anId({ key: 'cart\n417' }), '/carts');
  expect(links.find({ ...asked, resource: 'cancel', idOf: 'anything' }, 's')).not.toBeNull();
});

test.each([
  ['an operation of GraphQL', { key: 'createorder\n417' }, '/graphql'],
  ['anything that one path answers', { key: 'order\n417' }, '/graphql'],
])('%s may have issued it', (_name, told, target) => {
  const links = createIdLinks();
  links.note(anId(told), target);
  expect(links.find({ ...asked, resource: 'graphql' }, 's')).not.toBeNull();
});

test('a very short number is not taken for one of a kind that is issued by name', () => {
  const links = createIdLinks();
  const short = anId({ key: 'checkout\n17', recorded: '17' });
  links.note(short, '/checkout');
  expect(links.find({ ...asked, text: '17' }, 's')).toBe(short);
  links.note(anId({ key: 'order\n3', recorded: '3' }), '/orders');
  expect(links.find({ ...asked, text: '17' }, 's')).toBeNull();
});
