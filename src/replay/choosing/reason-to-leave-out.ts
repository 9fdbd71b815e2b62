import type { ExchangeHead, HeaderLines } from '../../domain/recording.ts';
import { asksForWebSocket, unsendable } from '../sending/sent-request.ts';

/** An exchange that got no response in production is kept (null): what both builds do with it is what counts. */
export function reasonToLeaveOut(head: ExchangeHead): string | null {
  // Of a conversation that was cut, what is there is whole messages, up to one moment.
  const isCutBody =
    head.messages === undefined && head.truncated !== undefined && head.truncated !== 'response';
  if (isCutBody) return 'request body not whole';
  if (head.method === 'CONNECT' || head.method === 'TRACE') return `method ${head.method} is for proxies`;
  if (head.status === 101 && head.messages === undefined) return 'what followed its upgrade was not recorded';
  const { requestHeaders } = head;
  if (asksForUpgrade(requestHeaders) && !asksForWebSocket(requestHeaders))
    return 'the connection changes protocol';
  return unsendable({ method: head.method, target: head.target, headers: head.requestHeaders });
}

function asksForUpgrade(lines: HeaderLines): boolean {
  const has = (name: string, part: string) =>
    lines.some(([key, value]) => key.toLowerCase() === name && value.toLowerCase().includes(part));
  return has('connection', 'upgrade') && has('upgrade', '') && !has('upgrade', 'h2c');
}
