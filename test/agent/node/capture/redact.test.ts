import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';

// covers: redact-url.cjs
// covers: random-words.cjs

type Redactor = {
  digest(text: string): string;
  isSecretName(name: string): boolean;
  isSecretText(text: string, taints: readonly string[]): boolean;
  redactText(text: string, taints: readonly string[]): string;
};
const load = createRequire(import.meta.url);
const { createRedactor } = load('../../../../src/agent/node/capture/redact.cjs') as {
  createRedactor(key: string): Redactor;
};
const { redactUrl } = load('../../../../src/agent/node/capture/redact-url.cjs') as {
  redactUrl(call: { origin: string; path: string; redactor: Redactor; taints: readonly string[] }): string;
};
const redactor = createRedactor('aa');

describe('names of secrets', () => {
  test.each([
    'password',
    'user_password',
    'API-Key',
    'stripeApiKey',
    'accessToken',
    'Set-Cookie',
    'client_secret',
    'e-mail',
  ])('%s is one', (name) => expect(redactor.isSecretName(name)).toBe(true));
  test.each(['price', 'author', 'tokens_left', 'keyboard', 'session_count', 'category', 'secretary'])(
    '%s is none',
    (name) => expect(redactor.isSecretName(name)).toBe(false),
  );
});

describe('texts that hold a secret', () => {
  test.each([
    ['a web token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc'],
    ['a payment key', 'sk_live_4eC39HqLyjWDarjt'],
    ['a code host token', 'ghp_abcdefghijklmnopqrstuvwxyz012345'],
    ['a cloud key', 'AKIAIOSFODNN7EXAMPLE'],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIE'],
    ['credentials in a URL', 'postgres://app:hunter2@db/x'],
    ['an authorization header', 'Bearer abcdefgh12345678'],
    ['an address', 'mail ann@example.com now'],
    ['a card', '4111 1111 1111 1111'],
    ['a word drawn by chance', 'key 9fK2mQ7xZt4LpW8vRb3N here'],
    ['a word drawn by chance, in hex', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['JSON inside a text', '{"user":"ann","password":"hunter2"}'],
    ['SQL', "UPDATE users SET password = 'hunter2' WHERE id = 1"],
    ['an environment', 'DB_PASSWORD=hunter2'],
    ['a query', 'https://api.test/pay?token=hunter2&x=1'],
    ['what came with the request', 'prefix known-secret suffix'],
  ])('%s', (_, text) => {
    expect(redactor.isSecretText(text, ['known-secret'])).toBe(true);
    const clean = redactor.redactText(text, ['known-secret']);
    expect(clean).toContain('<redacted ');
    expect(clean).toBe(redactor.redactText(text, ['known-secret']));
  });

  test.each([
    'gold',
    '2026-01-31T10:00:00Z',
    '1700000000000',
    'a@b',
    'https://example.com/x',
    'bearer of news',
    '0b6a1d0e-6ed5-4f0c-8f0e-3a3b8a1f0c11',
    'getCustomerOrdersByRegion2024',
    'quarterly-report-2026-01-final-version',
    'the password is wrong',
  ])('but not %s', (text) => {
    expect(redactor.isSecretText(text, [])).toBe(false);
    expect(redactor.redactText(text, [])).toBe(text);
  });
});

test('tokens are equal for equal secrets under one key, and different under another', () => {
  expect(redactor.digest('one')).toMatch(/^[0-9a-f]{16}$/);
  expect(redactor.digest('one')).toBe(createRedactor('aa').digest('one'));
  expect(redactor.digest('one')).not.toBe(redactor.digest('two'));
  expect(redactor.digest('one')).not.toBe(createRedactor('bb').digest('one'));
});

describe('URLs of outbound calls', () => {
  const url = (origin: string, path: string) => redactUrl({ origin, path, redactor, taints: [] });
  test('keep names of the query and hide its values', () => {
    expect(url('https://api.test', '/pay?amount=5&flag&token=x')).toMatch(
      /^https:\/\/api\.test\/pay\?amount=<[0-9a-f]{8}>&flag&token=<[0-9a-f]{8}>$/,
    );
    expect(url('https://api.test', '/pay?amount=5')).not.toBe(url('https://api.test', '/pay?amount=6'));
  });
  test('lose credentials, and secrets in the path', () => {
    expect(url('https://me:pass@api.test', '/a')).toBe('https://api.test/a');
    expect(url('https://api.test', '/users/ann@example.com')).toMatch(/\/users\/<redacted [0-9a-f]{16}>$/);
  });
});
