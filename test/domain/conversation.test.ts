import { expect, test } from '@jest/globals';
import { conversationMessage, spokenMessages, storedMessages } from '../../src/domain/conversation.ts';

const messages = [
  { from: 'client', kind: 'text', size: 2, atMs: 1 },
  { from: 'service', kind: 'text', size: 3, atMs: 2 },
  { from: 'client', kind: 'binary', size: 1, atMs: 3 },
  { from: 'service', kind: 'close', size: 4, atMs: 4, code: 1000 },
] as const;
const bodies = { client: Buffer.from('hi!'), service: Buffer.from('yesdone') };

test('each message finds its payload in the body of its side', () => {
  const spoken = spokenMessages(messages, bodies);
  expect(spoken.map(({ payload }) => Buffer.from(payload).toString())).toEqual(['hi', 'yes', '!', 'done']);
});

test('taking apart and joining again changes nothing', () => {
  const stored = storedMessages(spokenMessages(messages, bodies));
  expect(stored.messages).toEqual(messages);
  expect(Buffer.from(stored.bodies.client).toString()).toBe('hi!');
  expect(Buffer.from(stored.bodies.service).toString()).toBe('yesdone');
});

test('sizes follow payloads that were replaced', () => {
  const longer = spokenMessages(messages, bodies).map((each) => ({
    ...each,
    payload: Buffer.from('longer'),
  }));
  expect(storedMessages(longer).messages.map(({ size }) => size)).toEqual([6, 6, 6, 6]);
});

test('a close code that no protocol has is refused', () => {
  expect(conversationMessage.safeParse({ ...messages[3], code: 99 }).success).toBe(false);
});
