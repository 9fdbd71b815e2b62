import { describe, expect, test } from '@jest/globals';
import { type Companion, fillDoors, joinCompanions } from '../../../src/shadow/instance/companion.ts';

const companion = (changes: Partial<Companion>): Companion => ({
  environment: {},
  doors: [],
  readable: [],
  ...changes,
});

describe('companions of one instance', () => {
  test('become one, with all options for Node', () => {
    const joined = joinCompanions([
      companion({
        environment: { NODE_OPTIONS: '--require /a', PYTHONPATH: '/a', A: '1' },
        readable: ['/a', '/ca'],
      }),
      companion({
        environment: { NODE_OPTIONS: '--require /b', PYTHONPATH: '/b', A: '2' },
        doors: [{ name: 'db', socketPath: '/s' }],
        readable: ['/ca'],
      }),
      companion({}),
    ]);
    expect(joined).toEqual({
      environment: { NODE_OPTIONS: '--require /a --require /b', PYTHONPATH: '/b:/a', A: '2' },
      doors: [{ name: 'db', socketPath: '/s' }],
      readable: ['/a', '/ca'],
    });
    expect(joinCompanions([])).toEqual(companion({}));
  });

  test('may not have two doors of one name', () => {
    const doors = [{ name: 'db', socketPath: '/s' }];
    expect(() => joinCompanions([companion({ doors }), companion({ doors })])).toThrow('called db');
  });
});

describe('the addresses of doors', () => {
  const ports = new Map([['db', 5432]]);

  test('stand where they are asked for', () => {
    expect(fillDoors('postgres://u@{door:db}/x?p={door-port:db}', ports)).toBe(
      'postgres://u@127.0.0.1:5432/x?p=5432',
    );
    expect(fillDoors('{"a":{}}', ports)).toBe('{"a":{}}');
  });

  test('of a door that is not there are refused', () => {
    expect(() => fillDoors('{door:cache}', ports)).toThrow('{door:cache} names no door');
    expect(() => fillDoors('{door-port:db}', new Map())).toThrow('there is none');
  });
});
