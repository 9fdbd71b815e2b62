import { expect, test } from '@jest/globals';
import { databaseOf, readServerUrl } from '../../../src/shadow/state/given-server.ts';

const read = (url: string, trusted = false) =>
  readServerUrl({ kind: 'given', url, trusted }, ['postgres', 'postgresql'], 5432);

test.each([
  'postgres://localhost/shop',
  'postgres://u:p@127.0.0.1:5433/shop',
  'postgres://[::1]/shop',
  'postgresql://postgres/shop',
  'postgres://db.test.example.com/shop',
  'postgres://db.example.com/shop_test',
])('%s looks like a server for tests', (url) => {
  expect(read(url).port).not.toBe('');
});

test.each(['postgres://db.example.com/shop', 'postgres://10.0.0.5/latest', 'postgres://prod/shop_test'])(
  '%s is refused unless it is trusted',
  (url) => {
    expect(() => read(url)).toThrow('neither its name');
    expect(databaseOf(read(url, true))).toMatch(/shop|latest/);
  },
);

test.each(['mysql://localhost/shop', 'localhost:5432', 'postgres//u:geheim@localhost'])(
  '%s is no address of it, and is not repeated',
  (url) => {
    expect(() => read(url)).toThrow('no address of postgres');
    expect(() => read(url)).not.toThrow('geheim');
  },
);
