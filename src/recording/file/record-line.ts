import type { Exchange, RecordedCall } from '../../domain/recording.ts';

/** A body as it stands in a line of JSON: text as it is; anything that is no UTF-8 as base64. */
type ShownBody = { readonly text: string } | { readonly base64: string };

/** One exchange as one line of JSON without its line end: what `shadowgate inspect --json` prints. */
export function exchangeLine(exchange: Exchange): string {
  return lineOf('exchange', exchange);
}

/** The same for an outbound call. Such lines are read again as stand-ins; see read-stand-ins.ts. */
export function callLine(call: RecordedCall): string {
  return lineOf('call', call);
}

function lineOf(
  kind: 'exchange' | 'call',
  { requestBody, responseBody, ...head }: Exchange | RecordedCall,
): string {
  return JSON.stringify({
    kind,
    ...head,
    requestBody: shownBody(requestBody),
    responseBody: shownBody(responseBody),
  });
}

function shownBody(body: Uint8Array): ShownBody {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? { text } : { base64: bytes.toString('base64') };
}
