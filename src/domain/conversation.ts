import * as z from 'zod';

/** Who sent a message: the one who asked for the connection, or the service. */
export const speaker = z.enum(['client', 'service']);
export type Speaker = z.infer<typeof speaker>;

/**
 * One message of a connection that left HTTP for WebSocket (RFC 6455), whole: fragments joined, mask and compression undone. Pings and
 * pongs keep a connection alive and say nothing, so they are none.
 */
export const conversationMessage = z.strictObject({
  from: speaker.describe('Who sent it.'),
  kind: z.enum(['text', 'binary', 'close']).describe('Text (UTF-8), bytes, or the end of the conversation.'),
  size: z
    .int()
    .nonnegative()
    .describe('Bytes of its payload, which stands in the body of its side behind those of earlier messages.'),
  atMs: z.number().nonnegative().describe('When its last byte passed, in ms after the request arrived.'),
  code: z
    .int()
    .min(1000)
    .max(4999)
    .optional()
    .describe(
      'Of a close: its code, the payload being its reason; 1005 when it names none, 1006 when the connection ended without one.',
    ),
});
export type ConversationMessage = z.infer<typeof conversationMessage>;

/** A message with its payload. */
export type SpokenMessage = ConversationMessage & { readonly payload: Uint8Array };

/** Joined with the bodies of its exchange, in which the payloads of each side stand one behind the other. */
export function spokenMessages(
  messages: readonly ConversationMessage[],
  bodies: Readonly<Record<Speaker, Uint8Array>>,
): readonly SpokenMessage[] {
  const at = { client: 0, service: 0 };
  return messages.map((message) => {
    const { from, size } = message;
    const payload = bodies[from].subarray(at[from], at[from] + size);
    at[from] += size;
    return { ...message, payload };
  });
}

/** What one side said, with the body of that side. */
export function saidBy(
  side: Speaker,
  messages: readonly ConversationMessage[],
  body: Uint8Array,
): readonly SpokenMessage[] {
  const nothing = new Uint8Array();
  const bodies = side === 'client' ? { client: body, service: nothing } : { client: nothing, service: body };
  return spokenMessages(messages, bodies).filter(({ from }) => from === side);
}

/** The way back: what is stored of messages, and the payloads of each side as its body. */
export function storedMessages(spoken: readonly SpokenMessage[]): {
  readonly messages: readonly ConversationMessage[];
  readonly bodies: Readonly<Record<Speaker, Uint8Array>>;
} {
  const of = (side: Speaker): Uint8Array =>
    Buffer.concat(spoken.filter(({ from }) => from === side).map(({ payload }) => payload));
  const messages = spoken.map(({ payload, ...message }) => ({ ...message, size: payload.byteLength }));
  return { messages, bodies: { client: of('client'), service: of('service') } };
}
