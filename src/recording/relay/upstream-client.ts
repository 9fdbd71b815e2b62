import { Agent, type ClientRequest, request as httpRequest } from 'node:http';
import { request as httpsRequest, Agent as TlsAgent } from 'node:https';
import type { HeaderLines } from '../../domain/recording.ts';
import { GateError } from '../../errors.ts';
import { flatHeaders } from './relay-headers.ts';

/** As large as services commonly accept; Node's own 16 KiB would refuse what the recorded service takes. */
export const maximumHeaderBytes = 128 * 1024;

/** What is sent to the recorded service: exactly these lines, nothing added. */
type UpstreamRequest = {
  readonly method: string;
  readonly target: string;
  readonly lines: HeaderLines;
  /** Takes a connection of its own, for what could not be sent a second time if a kept one turned out closed. */
  readonly fresh: boolean;
};

/** The service that is being recorded. node:http, because it leaves header lines as they are. */
export type UpstreamClient = {
  /** Host and port, for clients of HTTP/1.0, which need not name any. */
  readonly host: string;
  send(request: UpstreamRequest): ClientRequest;
  close(): void;
};

/** The connections that are kept to whoever is asked, by scheme; one pair serves any number of origins. */
export type UpstreamAgents = { readonly http: Agent; readonly https: TlsAgent };

export function createUpstreamAgents(): UpstreamAgents {
  return { http: new Agent({ keepAlive: true }), https: new TlsAgent({ keepAlive: true }) };
}

/** Recording must not rewrite targets, so the upstream is an origin and no more. `close` ends all that the agents hold. */
export function createUpstreamClient(
  upstream: URL,
  agents: UpstreamAgents = createUpstreamAgents(),
): UpstreamClient {
  const secure = upstream.protocol === 'https:';
  if ((!secure && upstream.protocol !== 'http:') || upstream.pathname !== '/' || upstream.search !== '') {
    throw new GateError({
      code: 'bad-usage',
      message: `${upstream.protocol}//${upstream.host}${upstream.pathname} is no origin that can be recorded.`,
      remedy: 'Name the service by scheme, host and port alone, e.g. http://127.0.0.1:3000.',
    });
  }
  const agent = secure ? agents.https : agents.http;
  return {
    host: upstream.host,
    send: ({ method, target, lines, fresh }) => {
      const send = secure ? httpsRequest : httpRequest;
      return send({
        host: upstream.hostname.replace(/^\[|\]$/g, ''),
        port: upstream.port === '' ? (secure ? 443 : 80) : upstream.port,
        method,
        path: target,
        headers: flatHeaders(lines),
        agent: fresh ? false : agent,
        setDefaultHeaders: false,
        maxHeaderSize: maximumHeaderBytes,
      });
    },
    close: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}
