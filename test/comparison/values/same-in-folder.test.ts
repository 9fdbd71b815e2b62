import { describe, expect, test } from '@jest/globals';
import { isSameInFolder } from '../../../src/comparison/values/same-in-folder.ts';

const folders = ['/tmp/run/observe/b/data', '/tmp/run/observe/b', '4101'];

describe('a path that differs in the folder of the service alone', () => {
  test.each([
    ['a file of its data', '/var/lib/mail/a.eml', '/tmp/run/observe/b/data/a.eml', true],
    ['the folder itself', '/srv/mail', '/tmp/run/observe/b/data', true],
    ['within words', 'no file /srv/mail/a.eml here', 'no file /tmp/run/observe/b/data/a.eml here', true],
    ['as an address of a file', 'file:///srv/mail/a.eml', 'file:///tmp/run/observe/b/data/a.eml', true],
    ['another file', '/var/lib/mail/a.eml', '/tmp/run/observe/b/data/b.eml', false],
    ['other words beside it', 'lost /srv/mail/a.eml', 'kept /tmp/run/observe/b/data/a.eml', false],
    ['a folder that only begins so', '/srv/mail-old/a', '/tmp/run/observe/b/data-old/a', false],
    ['another folder that only begins so', '/srv/a', '/tmp/run/observe/bc/a', false],
    ['no path in production', 'a.eml', '/tmp/run/observe/b/data/a.eml', false],
    ['more words in production', '/srv it is /a.eml', '/tmp/run/observe/b/data/a.eml', false],
    ['a path that is none of its own', '/v1/orders/7', '/v2/orders/7', false],
    ['the port', '/v1/9', '/v1/4101', false],
  ])('%s', (_, recorded, live, same) => {
    expect(isSameInFolder(recorded, live, folders)).toBe(same);
  });
});
