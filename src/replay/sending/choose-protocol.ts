import type { Failed, InstanceRole, Responded } from '../../domain/observation.ts';
import { headerOf } from '../../domain/recording.ts';
import { type Http2Sender, openHttp2Sender } from './http2/http2-sender.ts';
import { openSender, type Sender, type SendTarget } from './sender.ts';
import type { SentRequest } from './sent-request.ts';

/** The senders of one run, with what they agree on. */
export type Senders = {
  of(role: InstanceRole): Pick<Sender, 'send'>;
  /** What a reader of the report must know, in words. */
  notes(): readonly string[];
  close(): Promise<void>;
};

type Both = { readonly http1: Sender; readonly http2: Http2Sender };

const noHttp2 = 'gRPC needs HTTP/2, which the service does not speak in the shadow';

/**
 * Opened once per run. Requests that came over HTTP/2 are sent over it where the service speaks it without a proxy in front, which many do
 * not whose production does: there the proxy spoke it. That is found out once, with the first such request, and all instances are asked, so that
 * none has seen a connection more than another. The answer of the baseline holds for all: a candidate that no longer speaks HTTP/2 is
 * then found out by what it answers. Only gRPC, which cannot be put otherwise, is not sent at all.
 */
export function openSenders(targets: ReadonlyMap<InstanceRole, SendTarget>): Senders {
  const both = new Map(
    [...targets].map(([role, target]): [InstanceRole, Both] => [
      role,
      { http1: openSender(target), http2: openHttp2Sender(target) },
    ]),
  );
  let probing: Promise<boolean> | null = null;
  const counted = { overHttp1: 0, notSent: 0 };
  const speaksHttp2 = (): Promise<boolean> => {
    probing ??= probe(both);
    return probing;
  };
  const sendAsHttp2 = async (
    role: InstanceRole,
    { http1, http2 }: Both,
    [request, terms]: Parameters<Sender['send']>,
  ): Promise<Responded | Failed> => {
    if (await speaksHttp2()) return http2.send(request, terms);
    const isGrpc = needsHttp2(request);
    if (role === 'baseline') counted[isGrpc ? 'notSent' : 'overHttp1'] += 1;
    if (!isGrpc) return http1.send(request, terms);
    return { kind: 'failed', reason: 'not-sent', detail: `not sent: ${noHttp2}`, durationMs: 0 };
  };
  return {
    of: (role) => {
      const found = both.get(role);
      if (found === undefined) throw new Error(`no ${role} was opened`);
      const { http1 } = found;
      return {
        send: (request, terms) =>
          request.httpVersion === '2'
            ? sendAsHttp2(role, found, [request, terms])
            : http1.send(request, terms),
      };
    },
    notes: () => describe(counted),
    close: async () => {
      await Promise.all([...both.values()].flatMap(({ http1, http2 }) => [http1.close(), http2.close()]));
    },
  };
}

async function probe(both: ReadonlyMap<InstanceRole, Both>): Promise<boolean> {
  const answers = [...both].map(async ([role, { http2 }]) => [role, await http2.probe()] as const);
  return new Map(await Promise.all(answers)).get('baseline') ?? false;
}

function needsHttp2({ headers }: SentRequest): boolean {
  return /^application\/grpc(?:[+;]|\s*$)/i.test(headerOf(headers, 'content-type') ?? '');
}

function describe({ overHttp1, notSent }: { readonly overHttp1: number; readonly notSent: number }) {
  const notes: string[] = [];
  if (overHttp1 > 0)
    notes.push(
      `${overHttp1} requests that were recorded over HTTP/2 were sent over HTTP/1.1, since the service speaks no HTTP/2 in the shadow`,
    );
  if (notSent > 0) notes.push(`${notSent} requests were not sent: ${noHttp2}`);
  return notes;
}
