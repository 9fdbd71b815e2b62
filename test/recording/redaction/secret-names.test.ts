import { expect, test } from '@jest/globals';
import { secretKindOf } from '../../../src/recording/redaction/secret-names.ts';

test.each([
  ...[
    'password',
    'newPassword',
    'user[password]',
    'PASSWD',
    'pin',
    'otp',
    'cvv',
    'card_number',
    'x-password',
  ],
  ...['account.ssn', 'passphrase', 'pwd', 'passwordConfirmation', 'password_2', 'user[password_again]'],
])('%s promises a secret, numbers included', (name) => {
  expect(secretKindOf(name)).toBe('digits');
});

test.each([
  ...[
    'token',
    'access_token',
    'refreshToken',
    'id-token',
    'X-Api-Key',
    'apikey',
    'client_secret',
    'csrf_token',
  ],
  ...['x-amz-security-token', 'authenticity_token', 'tokens', 'aws_secret_access_key'],
])('%s promises secret text', (name) => {
  expect(secretKindOf(name)).toBe('text');
});

test.each(['session', 'auth', 'Authorization', 'session_id', 'X-Session-Id', 'X-Amz-Signature'])(
  '%s promises a secret value, but may head an object',
  (name) => {
    expect(secretKindOf(name)).toBe('value');
  },
);

test.each([
  ...[
    'token_type',
    'expires_in',
    'nextPageToken',
    'name',
    'tokenizer',
    'pinned',
    'passenger',
    'key',
    'address',
    '',
  ],
])('%s promises nothing', (name) => {
  expect(secretKindOf(name)).toBeNull();
});
