import { type SpokenMessage, storedMessages } from '../../../src/domain/conversation.ts';
import type { Exchange, HeaderLines } from '../../../src/domain/recording.ts';
import { anExchange } from './an-exchange.ts';

/** One line a message: `> text` from the client, `< text` from the service; `> [bytes]`, `< close 1000 reason`. */
export function spoken(lines: readonly string[], everyMs = 10): readonly SpokenMessage[] {
  return lines.map((line, index): SpokenMessage => {
    const [, side, close, reason, bytes, text] =
      /^([<>]) (?:close (\d+)(?: (.*))?|\[(.*)\]|(.*))$/s.exec(line) ?? [];
    const payload = Buffer.from(reason ?? bytes ?? text ?? '');
    return {
      from: side === '>' ? 'client' : 'service',
      kind: close !== undefined ? 'close' : bytes !== undefined ? 'binary' : 'text',
      size: payload.length,
      atMs: (index + 1) * everyMs,
      ...(close === undefined ? {} : { code: Number(close) }),
      payload,
    };
  });
}

/** The way back, for what was heard. */
export function linesOf(messages: readonly SpokenMessage[]): readonly string[] {
  return messages.map(({ from, kind, code, payload }) => {
    const text = Buffer.from(payload).toString();
    const said = kind === 'close' ? `close ${code} ${text}`.trim() : kind === 'binary' ? `[${text}]` : text;
    return `${from === 'client' ? '>' : '<'} ${said}`;
  });
}

export const handshake: HeaderLines = [
  ['Host', 'shop.example'],
  ['Connection', 'Upgrade'],
  ['Upgrade', 'websocket'],
  ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
  ['Sec-WebSocket-Version', '13'],
];

/** A recorded conversation. */
export function aConversation(lines: readonly string[], told: Partial<Exchange> = {}): Exchange {
  const { messages, bodies } = storedMessages(spoken(lines));
  return anExchange({
    ...{ status: 101, target: '/talk', requestHeaders: handshake, responseHeaders: [], messages },
    ...told,
    requestBody: bodies.client,
    responseBody: bodies.service,
  });
}
