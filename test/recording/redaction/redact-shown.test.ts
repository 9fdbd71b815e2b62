import { describe, expect, test } from '@jest/globals';
import { createShownRedactor } from '../../../src/recording/redaction/redact-shown.ts';

const shown = createShownRedactor(Buffer.from('a redaction key of the tests'));
const token = /^sg_[\w-]{22}$/;

describe('a value that a report shows', () => {
  test.each([
    ['a member with the name of a secret', 'body/user/apiKey'],
    ['an element of a list of secrets', 'body/tokens/3'],
    ['a cookie', 'header.set-cookie/theme'],
    ['a header with the name of a secret', 'header.x-auth-token'],
    ['a text of an element', 'body/s:login[2]/s:password/text()'],
    ['an attribute', 'body/login/@api-key'],
    ['a field of a form', 'body/html/body/form/input[@name=csrf_token]/@value'],
    ['a field of a redirect', 'header.location/query/access_token'],
  ])('%s is a token', (_name, place) => {
    expect(shown.redact({ place, text: 'live secret' })).toMatch(token);
  });

  test.each([
    ['an attribute of a cookie', 'header.set-cookie/sid/path', '/app'],
    ['a member without such a name', 'body/user/name', 'Käse 🧀'],
    ['a text of an element without such a name', 'body/user[2]/name/text()', 'ann'],
    ['nothing', 'body/token', ''],
    ['what only heads secrets', 'body/session/id', '17'],
  ])('%s stays', (_name, place, text) => {
    expect(shown.redact({ place, text })).toBe(text);
  });

  test.each([
    ['JSON', '{"user":"ann","password":"hunter2"}'],
    ['JSON that was cut', '{"user":"ann","password":"hunter2'],
    ['a page', '<p>ann</p><input name="csrf_token" value="hunter2">'],
    ['a page that was cut', '<p>ann</p><input name="csrf_token" value="hunter2'],
    ['settings', 'user=ann\nDB_PASSWORD=hunter2'],
  ])('secrets inside %s go, the rest stays', (_name, text) => {
    const redacted = shown.redact({ place: 'body', text });
    expect(redacted).not.toContain('hunter2');
    expect(redacted).toContain('ann');
  });

  test('what an instance was sent as a secret is recognised anywhere', () => {
    shown.learn('liveSession0123456789');
    const seen = shown.redact({ place: 'body', text: 'for liveSession0123456789, again' });
    expect(seen).toMatch(/^for sg_[\w-]{22}, again$/);
  });
});
