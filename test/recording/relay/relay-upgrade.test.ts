import { afterEach, expect, test } from '@jest/globals';
import { aRecorder } from '../a-recorder.ts';
import { dial, rawService } from '../raw-connection.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const action of undo.splice(0).reverse()) await action();
});

const handshake =
  'GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n';

test('bytes pass both ways as they are, early ones included; what is no WebSocket is said to be not whole', async () => {
  const service = await rawService(({ socket, until }) => {
    void until(/\r\n\r\n/).then(() => {
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nconnection: upgrade\r\n\r\nhello',
      );
      void until(/ping$/).then(() => socket.write('pong'));
    });
  });
  undo.push(() => service.close());
  const recorder = await aRecorder(service.origin);
  const client = dial(recorder.proxy.port, `${handshake}early `);
  expect(await client.until(/hello$/)).toMatch(
    /^HTTP\/1\.1 101 Switching Protocols\r\nUpgrade: websocket\r\n/,
  );
  client.socket.write('ping');
  await client.until(/hellopong$/);
  expect(service.connections[0]?.received()).toBe(`${handshake}early ping`);
  expect(await recorder.finish()).toEqual([expect.objectContaining({ status: 101, truncated: 'both' })]);
  expect(recorder.proxy.counters()).toEqual({ seen: 1, recorded: 1, truncated: 1, dropped: 0 });
  await client.ended;
});

test('a refused WebSocket gets its answer and the end of the connection, where nothing can hide', async () => {
  const service = await rawService(({ socket, until }) => {
    void until(/\r\n\r\n/).then(() =>
      socket.write(
        'HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\nX-Why: no\r\n\r\n2\r\nno\r\n0\r\n\r\n',
      ),
    );
  });
  undo.push(() => service.close());
  const recorder = await aRecorder(service.origin);
  undo.push(() => recorder.proxy.stop());
  const client = dial(recorder.proxy.port, handshake);
  await client.ended;
  expect(client.received()).toBe('HTTP/1.1 403 Forbidden\r\nX-Why: no\r\nConnection: close\r\n\r\nno');
});

test('a service that is not there is 502', async () => {
  const service = await rawService(() => undefined);
  await service.close();
  const recorder = await aRecorder(service.origin);
  undo.push(() => recorder.proxy.stop());
  const client = dial(recorder.proxy.port, handshake);
  await client.ended;
  expect(client.received()).toMatch(/^HTTP\/1\.1 502 /);
});

test('an offer of HTTP/2 is declined by passing the request on without it', async () => {
  const service = await rawService(({ socket, until }) => {
    void until(/\r\n\r\n/).then(() => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'));
  });
  undo.push(() => service.close());
  const recorder = await aRecorder(service.origin);
  const client = dial(
    recorder.proxy.port,
    'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n',
  );
  await client.until(/ok$/);
  expect(service.connections[0]?.received()).toBe('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  client.socket.destroy();
  expect(await recorder.finish()).toHaveLength(1);
});
