import { expect, test } from '@jest/globals';
import { redactCall } from '../../../src/recording/calls/redact-call.ts';
import { createPseudonyms } from '../../../src/recording/redaction/pseudonyms.ts';
import { aCall } from '../a-call.ts';

const pseudonyms = () => createPseudonyms(Buffer.from('a redaction key of the tests'));
const secret = 's3cret-Of-The-Service-4711';

test('no part of a call keeps a secret, and all parts have one token for it', () => {
  const redacted = redactCall(
    aCall({
      url: `https://user:${secret}@prices.example/v1?api_key=${secret}&sku=7`,
      requestHeaders: [['Authorization', `Bearer ${secret}`]],
      requestBody: Buffer.from(JSON.stringify({ password: secret, sku: 7 })),
      responseHeaders: [
        ['Set-Cookie', `sid=${secret}; Path=/`],
        ['Content-Type', 'application/json'],
      ],
      responseBody: Buffer.from(`{"echo":"${secret}"}`),
    }),
    pseudonyms(),
  );
  const { requestBody, responseBody, ...head } = redacted;
  const everything = [JSON.stringify(head), Buffer.from(requestBody), Buffer.from(responseBody)].join('\n');
  expect(everything).not.toContain(secret);
  expect(new Set(everything.match(/sg_[\w-]{22}/g) ?? []).size).toBe(2);
  expect(head).toMatchObject({ redacted: true, session: aCall().session, exchangeId: 'x000001' });
  expect(head.url).toMatch(/^https:\/\/sg_[^@]+@prices\.example\/v1\?api_key=sg_[^&]+&sku=7$/);
});

test('a call without a secret stays as it is', () => {
  expect(redactCall(aCall(), pseudonyms())).toEqual(aCall());
});

test('a body that cannot be looked into is left out, and the call says so', () => {
  const cut = redactCall(aCall({ responseHeaders: [['Content-Encoding', 'unheard-of']] }), pseudonyms());
  expect(cut).toMatchObject({ truncated: 'response' });
  expect(cut.responseBody.byteLength).toBe(0);
});

test('of a call that cannot be redacted at all, the host remains', () => {
  const broken = aCall({ url: `https://prices.example/${secret}`, requestHeaders: null as never });
  const rest = redactCall(broken, pseudonyms());
  expect(rest).toMatchObject({ url: 'https://prices.example/', truncated: 'both', requestHeaders: [] });
  expect(JSON.stringify(rest)).not.toContain(secret);
});
