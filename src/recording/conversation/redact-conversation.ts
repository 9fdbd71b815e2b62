import {
  type ConversationMessage,
  type SpokenMessage,
  spokenMessages,
  storedMessages,
} from '../../domain/conversation.ts';
import type { Exchange } from '../../domain/recording.ts';
import type { Pseudonyms } from '../redaction/pseudonyms.ts';
import { redactBody } from '../redaction/redact-body.ts';
import { redactHeaders } from '../redaction/redact-headers.ts';
import type { SafeMessage } from '../redaction/redact-messages.ts';

export type SafeConversation = {
  readonly request: SafeMessage;
  readonly response: SafeMessage;
  readonly messages: readonly ConversationMessage[];
};

/**
 * Redacts the handshake and then each message as the body it is, both sides in the order in which they spoke, so that what one shows to
 * be a secret is found in the next. A message that cannot be looked into ends the conversation: what follows it would be
 * replayed without it. Throws only for headers.
 */
export function redactConversation(
  exchange: Exchange & { readonly messages: readonly ConversationMessage[] },
  pseudonyms: Pseudonyms,
): SafeConversation {
  const requestHeaders = redactHeaders(exchange.requestHeaders, pseudonyms);
  const responseHeaders = redactHeaders(exchange.responseHeaders, pseudonyms);
  const spoken = spokenMessages(exchange.messages, {
    client: exchange.requestBody,
    service: exchange.responseBody,
  });
  const safe: SpokenMessage[] = [];
  let changed = false;
  for (const message of spoken) {
    const redacted = redactSpoken(message, pseudonyms);
    if (redacted === null) break;
    changed ||= redacted !== message;
    safe.push(redacted);
  }
  const truncated = exchange.truncated !== undefined || safe.length < spoken.length;
  const { messages, bodies } = storedMessages(safe);
  const side = (headers: SafeMessage['headers'], body: Uint8Array): SafeMessage => ({
    ...{ headers, changed, truncated },
    body: Buffer.from(body.buffer, body.byteOffset, body.byteLength),
  });
  return {
    request: side(requestHeaders, bodies.client),
    response: side(responseHeaders, bodies.service),
    messages,
  };
}

/** The message itself when nothing in it is a secret; null when it cannot be looked into. */
function redactSpoken(message: SpokenMessage, pseudonyms: Pseudonyms): SpokenMessage | null {
  const { buffer, byteOffset, byteLength } = message.payload;
  try {
    const { body, changed } = redactBody(
      { headers: [], body: Buffer.from(buffer, byteOffset, byteLength), truncated: false },
      pseudonyms,
    );
    return changed ? { ...message, payload: body, size: body.length } : message;
  } catch {
    return null;
  }
}
