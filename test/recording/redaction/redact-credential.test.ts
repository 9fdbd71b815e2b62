import { describe, expect, test } from '@jest/globals';
import { redactCredential } from '../../../src/recording/redaction/redact-credential.ts';
import { somePseudonyms } from '../some-pseudonyms.ts';

describe('redactCredential', () => {
  test('keeps Bearer, so that the token equals that of a login response', () => {
    const pseudonyms = somePseudonyms();
    const token = pseudonyms.token('opaque-token-1');
    expect(redactCredential('Bearer opaque-token-1', pseudonyms)).toBe(`Bearer ${token}`);
    expect(redactCredential('opaque-token-1', pseudonyms)).toBe(token);
  });

  test('keeps Basic as base64 of two tokens, that of the password as in a form', () => {
    const pseudonyms = somePseudonyms();
    const value = redactCredential(`Basic ${Buffer.from('ann:pass:word').toString('base64')}`, pseudonyms);
    const [user, password] = Buffer.from(value.slice(6), 'base64').toString().split(':');
    expect(value.startsWith('Basic ')).toBe(true);
    expect(password).toBe(pseudonyms.token('pass:word'));
    expect(user).toBe(pseudonyms.quietToken('ann'));
  });

  test('keeps the structure of an AWS signature', () => {
    const signature = 'fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc963176630326f1024';
    const value = `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;range;x-amz-date, Signature=${signature}`;
    const redacted = redactCredential(value, somePseudonyms());
    expect(redacted).toMatch(
      /^AWS4-HMAC-SHA256 Credential=sg_[\w-]{22}\/20130524\/us-east-1\/s3\/aws4_request, SignedHeaders=host;range;x-amz-date, Signature=[0-9a-f]{64}$/,
    );
    expect(redacted).not.toContain(signature);
    expect(redacted).not.toContain('AKIA');
  });

  test('keeps of Digest what is no secret', () => {
    const value =
      'Digest username="Mufasa", realm="http-auth@example.org", uri="/dir", nonce="7ypf/xlj", nc=00000001, cnonce="f2/wE4q74E6zIJEt", qop=auth, response="753927fa0e85d155564e2e272a28d180", algorithm=MD5';
    expect(redactCredential(value, somePseudonyms())).toMatch(
      /^Digest username="sg_[\w-]+", realm="http-auth@example.org", uri="\/dir", nonce="7ypf\/xlj", nc=00000001, cnonce="sg_[\w-]+", qop=auth, response="[0-9a-f]{32}", algorithm=MD5$/,
    );
  });

  test.each([
    ['a scheme nobody knows', 'Custom abc def'],
    ['Basic without a colon', 'Basic bm9jb2xvbg=='],
    ['text that is no credential', 'pass word'],
  ])('replaces all of %s', (_name, value) => {
    expect(redactCredential(value, somePseudonyms())).toMatch(/^(Basic )?sg_[\w-]{22}$/);
  });
});
