import { InvalidArgumentError } from 'commander';
import type { CallCounters, RecordedCall } from '../domain/recording.ts';
import type { OutboundBase } from '../recording/calls/call-destination.ts';
import type { OpenExchanges } from '../recording/calls/open-exchanges.ts';
import type { OutboundRecorder } from '../recording/calls/outbound-recorder.ts';
import type { Redactor } from '../recording/redaction/redaction.ts';

/** What `shadowgate record` was told of outbound calls; without a port none are recorded. */
export type OutboundOptions = {
  readonly outboundPort?: number;
  readonly outboundHost: string;
  readonly outboundBase: readonly OutboundBase[];
};

type OutboundRequest = OutboundOptions & {
  readonly redactor: Redactor;
  readonly openExchanges: OpenExchanges;
  readonly append: (call: RecordedCall) => Promise<void>;
  readonly maximumBody: number;
  readonly onProblem: (problem: string) => void;
};

/** Below the options of `shadowgate record`. */
export const outboundHelp = `
With --outbound-port, calls that the service makes to others are recorded too, for their stand-ins in the
shadow. The command prints the variables to start the service with. Plain HTTP is recorded as it passes;
of https nothing can be seen unless the service is given a base URL of the recorder, by --outbound-base.`;

/** Starts the recorder of outbound calls, or nothing when it was not asked for. */
export async function startOutbound(request: OutboundRequest): Promise<OutboundRecorder | null> {
  const { outboundPort, outboundHost, outboundBase, maximumBody, ...rest } = request;
  if (outboundPort === undefined) return null;
  const bases = outboundBase;
  const { startOutboundRecorder } = await import('../recording/calls/outbound-recorder.ts');
  const where = { port: outboundPort, host: outboundHost };
  return startOutboundRecorder({ ...rest, ...where, bases, maximumBodyBytes: maximumBody, now: Date.now });
}

/** How to start the service so that its calls are seen: variables that HTTP clients know, and base URLs. */
export function outboundLines(
  port: number,
  { outboundHost, outboundBase }: OutboundOptions,
): readonly string[] {
  const origin = `http://${outboundHost.includes(':') ? `[${outboundHost}]` : outboundHost}:${port}`;
  const names = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy'];
  return [
    `recording its calls at ${origin}; start the service with`,
    `  ${names.map((name) => `${name}=${origin}`).join(' ')} NO_PROXY= no_proxy= NODE_USE_ENV_PROXY=1`,
    ...outboundBase.map(
      ({ name, url }) => `  and with ${origin}/${name} as the base URL in place of ${url.href}`,
    ),
  ];
}

/** The last line of the command, and how many connections could not be seen. */
export function outboundSummary({ seen, recorded, truncated, dropped, unseen }: CallCounters): string {
  const connections = unseen.reduce((sum, host) => sum + host.connections, 0);
  const blind = connections === 0 ? '' : `, ${connections} encrypted connections not seen`;
  // A service that was not started with what was printed looks like one that calls nobody.
  if (seen === 0)
    return `0 calls recorded${blind}: if the service makes any, start it with what is printed above`;
  return `${recorded} of ${seen} calls recorded, ${truncated} of them with a body cut, ${dropped} dropped${blind}`;
}

/** `prices=https://api.example.com/v1`; given more than once, each adds one. */
export function addBase(text: string, before: readonly OutboundBase[]): readonly OutboundBase[] {
  const [, name = '', url = ''] = /^([A-Za-z0-9][\w.-]{0,63})=(https?:\/\/.+)$/s.exec(text) ?? [];
  const isBase = name !== '' && URL.canParse(url) && !/[?#@]/.test(url);
  if (!isBase) throw new InvalidArgumentError('Write NAME=URL, e.g. prices=https://api.example.com/v1.');
  if (before.some((base) => base.name === name)) throw new InvalidArgumentError(`${name} is named twice.`);
  return [...before, { name, url: new URL(url) }];
}
