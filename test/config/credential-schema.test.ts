import { describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config/load-config.ts';

const load = (replay: string) => loadConfig(`version: 1\nreplay:\n${replay}`, 'a.yml').replay;
const problemsOf = (replay: string): string => {
  try {
    load(replay);
  } catch (error) {
    return String(Object(error).message);
  }
  throw new Error('the settings were accepted');
};

describe('replay.jwt', () => {
  test('takes its key from one of three places, and keeps names of headers and claims as they are', () => {
    const { jwt } = load(`
  jwt:
    - { algorithm: HS256, key: shadow, issuer: "https://a.example", header: { my-kid: a } }
    - { algorithm: ES256, key-file: keys/a.pem, claims: [exp, auth_time] }
    - { algorithm: EdDSA, key-variable: SHADOW_KEY }`);
    expect(jwt).toEqual([
      {
        algorithm: 'HS256',
        key: { kind: 'text', text: 'shadow' },
        issuer: 'https://a.example',
        header: { 'my-kid': 'a' },
        claims: ['exp', 'iat', 'nbf'],
      },
      {
        algorithm: 'ES256',
        key: { kind: 'file', path: 'keys/a.pem' },
        header: {},
        claims: ['exp', 'auth_time'],
      },
      {
        algorithm: 'EdDSA',
        key: { kind: 'variable', name: 'SHADOW_KEY' },
        header: {},
        claims: ['exp', 'iat', 'nbf'],
      },
    ]);
  });

  test('is refused without a key, with two, and by another algorithm, no key shown', () => {
    const problems = problemsOf(`
  jwt:
    - { algorithm: HS256 }
    - { algorithm: HS256, key: s3cret, key-file: a.pem }
    - { algorithm: none, key: s3cret }
    - { algorithm: HS256, key: [s3cret] }`);
    expect(problems).toMatch(/jwt\[0\]: no key, .*name one of key, key-file and key-variable/);
    expect(problems).toMatch(/jwt\[1\]: 2 keys/);
    expect(problems).toMatch(/jwt\[2\]\.algorithm/);
    expect(problems).toMatch(/jwt\[3\]\.key/);
    expect(problems).not.toContain('s3cret');
  });
});

describe('replay.login', () => {
  test('has a method of its own, and headers as they are written', () => {
    const { login } = load(`
  login:
    - { target: /login, headers: { Content-Type: application/json }, body: "{}", token: body/a/token, send: cookie.sid }`);
    expect(login).toEqual([
      {
        ...{ method: 'POST', target: '/login', headers: { 'Content-Type': 'application/json' }, body: '{}' },
        ...{ token: 'body/a/token', send: 'cookie.sid' },
      },
    ]);
  });

  test('is refused with places that are none', () => {
    const problems = problemsOf(`
  login:
    - { target: login, token: token, send: body/token }`);
    expect(problems).toMatch(/login\[0\]\.target: not a path/);
    expect(problems).toMatch(/login\[0\]\.token: not a place of an answer/);
    expect(problems).toMatch(/login\[0\]\.send: not a place of a request/);
  });
});
