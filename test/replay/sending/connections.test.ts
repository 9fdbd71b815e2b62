// covers: undici-connection.ts
// covers: sender.ts
import { afterEach, describe, expect, test } from '@jest/globals';
import { answerBytes } from '../support/byte-server.ts';
import { createSending, sendCounting } from '../support/sending.ts';

describe.each(['prepared-bytes', 'general-client'] as const)('%s', (lane) => {
  const { serveBytes, end } = createSending(lane);
  afterEach(end);

  test.each([
    ['nothing is said', [], 'GET / on 1'],
    ['the service says close', ['Connection: close'], 'GET / on 2'],
    ['the service waits no longer than a second', ['Keep-Alive: timeout=1'], 'GET / on 2'],
    ['the service waits for five seconds', ['Keep-Alive: timeout=5'], 'GET / on 1'],
  ])('%s', async (_name, lines, second) => {
    const { server, to } = await serveBytes(({ socket }) => answerBytes(socket, ...lines));
    expect(await sendCounting(to, 'GET')).toBe('200');
    expect(await sendCounting(to, 'GET')).toBe('200');
    expect(server.arrived).toEqual(['GET / on 1', second]);
  });

  test('requests under way at once have one each, and those after them use these', async () => {
    const { server, to } = await serveBytes(({ socket }) => answerBytes(socket));
    await Promise.all([sendCounting(to, 'GET'), sendCounting(to, 'GET'), sendCounting(to, 'GET')]);
    await Promise.all([sendCounting(to, 'GET'), sendCounting(to, 'GET'), sendCounting(to, 'GET')]);
    expect([...server.arrived].sort()).toEqual([1, 1, 2, 2, 3, 3].map((number) => `GET / on ${number}`));
  });

  test('a write ends the idle ones, and what is read next uses its own', async () => {
    const { server, to } = await serveBytes(({ socket }) => answerBytes(socket));
    await Promise.all([sendCounting(to, 'GET'), sendCounting(to, 'GET')]);
    await sendCounting(to, 'POST');
    await sendCounting(to, 'GET');
    expect(server.arrived.slice(2)).toEqual(['POST / on 3', 'GET / on 3']);
  });
});
