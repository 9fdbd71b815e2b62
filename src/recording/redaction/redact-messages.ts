import type { Exchange, RecordedCall } from '../../domain/recording.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import { type Message, type RedactedMessage, redactBody } from './redact-body.ts';
import { redactHeaders } from './redact-headers.ts';

/** A message that may be stored; `truncated` also when its body could not be looked into. */
export type SafeMessage = RedactedMessage & { readonly truncated: boolean };

/**
 * Redacts both sides of an exchange or a call. Headers come first: what they show to be a secret is then found in the bodies as
 * well. Throws only for headers; a body that cannot be looked into is dropped.
 */
export function redactMessages(
  record: Exchange | RecordedCall,
  pseudonyms: Pseudonyms,
): { readonly request: SafeMessage; readonly response: SafeMessage } {
  const requestHeaders = redactHeaders(record.requestHeaders, pseudonyms);
  const responseHeaders = redactHeaders(record.responseHeaders, pseudonyms);
  const request = redactMessage(
    { headers: requestHeaders, body: asBuffer(record.requestBody), truncated: isCut(record, 'request') },
    pseudonyms,
  );
  const response = redactMessage(
    { headers: responseHeaders, body: asBuffer(record.responseBody), truncated: isCut(record, 'response') },
    pseudonyms,
  );
  return { request, response };
}

/** Fails closed: a body that could not be looked into is dropped, and marked as not whole. */
function redactMessage(message: Message, pseudonyms: Pseudonyms): SafeMessage {
  try {
    return { ...redactBody(message, pseudonyms), truncated: message.truncated };
  } catch {
    return { headers: message.headers, body: Buffer.alloc(0), changed: false, truncated: true };
  }
}

function isCut({ truncated }: Exchange | RecordedCall, side: 'request' | 'response'): boolean {
  return truncated === side || truncated === 'both';
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
