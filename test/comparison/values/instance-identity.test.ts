import { describe, expect, test } from '@jest/globals';
import { createIdentityMask } from '../../../src/comparison/values/instance-identity.ts';

const mask = createIdentityMask(['4101', '/tmp/run/b/app'], ['4102', '/tmp/run/candidate/app']);

describe("the instances' own names", () => {
  test.each([
    ['a port in a URL', 'http://127.0.0.1:4101/x', 'http://127.0.0.1:4102/x'],
    ['a folder in a stack trace', 'at /tmp/run/b/app/index.js', 'at /tmp/run/candidate/app/index.js'],
    ['a port, percent-encoded', 'u=http%3A%2F%2Fh%3A4101', 'u=http%3A%2F%2Fh%3A4102'],
    ['a folder, percent-encoded', 'p=%2Ftmp%2Frun%2Fb%2Fapp', 'p=%2Ftmp%2Frun%2Fcandidate%2Fapp'],
  ])('%s is the same', (_, baseline, other) => {
    expect(mask.isSame(baseline, other)).toBe(true);
  });

  test.each([
    ['a port inside a longer number', '41015', '41025'],
    ['another text beside the port', 'a 4101', 'b 4102'],
    ["the other side's port", '4102', '4101'],
    ['a port where a folder stood', '/tmp/run/b/app', '4102'],
    ['a folder inside a longer name', '/tmp/run/b/apple', '/tmp/run/candidate/apple'],
  ])('%s is a difference', (_, baseline, other) => {
    expect(mask.isSame(baseline, other)).toBe(false);
  });

  test('nothing is replaced when instances have no names', () => {
    expect(createIdentityMask([], []).ofBaseline('4101')).toBe('4101');
  });
});
