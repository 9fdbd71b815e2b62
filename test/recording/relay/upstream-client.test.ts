import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { createUpstreamClient } from '../../../src/recording/relay/upstream-client.ts';
import { rawService } from '../raw-connection.ts';

test.each(['ftp://127.0.0.1', 'http://127.0.0.1:3000/base', 'http://127.0.0.1:3000/?a=1'])(
  '%s is no upstream: recording must not rewrite targets',
  (url) => {
    expect(() => createUpstreamClient(new URL(url))).toThrow(expect.objectContaining({ code: 'bad-usage' }));
  },
);

test('exactly the given lines are sent, in their order and case, and nothing else', async () => {
  const service = await rawService(({ until, socket }) => {
    void until(/\r\n\r\n/).then(() => socket.write('HTTP/1.1 204 No Content\r\n\r\n'));
  });
  const client = createUpstreamClient(service.origin);
  const lines = [
    ['hOsT', 'shop.example'],
    ['X-A', '1'],
    ['x-a', '2'],
  ] as const;
  const request = client.send({ method: 'POST', target: '/a?b=%20', lines, fresh: false });
  request.end();
  const [answer] = await once(request, 'response');
  answer.resume();
  expect(service.connections[0]?.received()).toBe(
    'POST /a?b=%20 HTTP/1.1\r\nhOsT: shop.example\r\nX-A: 1\r\nx-a: 2\r\n\r\n',
  );
  client.close();
  await service.close();
});
