import type { RecordedCall } from '../../domain/recording.ts';
import { truncatedSides } from '../file/truncated-sides.ts';
import type { Pseudonyms } from '../redaction/pseudonyms.ts';
import { redactMessages } from '../redaction/redact-messages.ts';
import { redactTarget } from '../redaction/redact-query.ts';

/**
 * The call as it may be stored, redacted as strictly as an exchange. Its session is one of our names already. Never throws: of a
 * call that cannot be redacted only its time, its host and its status remain.
 */
export function redactCall(call: RecordedCall, pseudonyms: Pseudonyms): RecordedCall {
  const { redacted: _before, truncated: _cut, ...rest } = call;
  try {
    const { request, response } = redactMessages(call, pseudonyms);
    const url = redactTarget(call.url, pseudonyms);
    const changed = request.changed || response.changed || url !== call.url || call.redacted === true;
    return {
      ...rest,
      url,
      requestHeaders: request.headers,
      responseHeaders: response.headers,
      requestBody: request.body,
      responseBody: response.body,
      ...truncatedSides({ request: request.truncated, response: response.truncated }),
      ...(changed ? { redacted: true } : {}),
    };
  } catch {
    const nothing = { requestBody: new Uint8Array(), responseBody: new Uint8Array(), requestHeaders: [] };
    return {
      ...{ ...rest, ...nothing, responseHeaders: [], url: originAlone(call.url) },
      ...{ truncated: 'both', redacted: true },
    };
  }
}

function originAlone(url: string): string {
  return URL.canParse(url) ? `${new URL(url).origin}/` : 'http://unknown.invalid/';
}
