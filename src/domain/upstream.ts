import * as z from 'zod';

/** What a call got: an answer of the recording, or none because nothing in the recording is close enough. */
export type CallAnswer =
  | { readonly kind: 'matched'; readonly callId: string; readonly isExact: boolean; readonly score: number }
  | { readonly kind: 'missed'; readonly closest: string | null; readonly differs: readonly string[] };

/** How a call is known to belong to its exchange; `window`: it was the only one in flight, which is likely, not certain. */
export type CallTie = 'tag' | 'trace' | 'window' | 'unknown';

/** One call that an instance made to the world outside and that the upstream stand-in answered. */
export type OutboundCall = {
  /** Empty when it is not known. */
  readonly exchangeId: string;
  readonly tie: CallTie;
  /** Order of arrival, counted from 0. */
  readonly sequence: number;
  readonly method: string;
  /** Absolute, as the instance meant it; not redacted. */
  readonly url: string;
  readonly contentType: string;
  readonly contentEncoding: string;
  /** Value of `Idempotency-Key`, by which the other side knows a call that is made again; empty when there is none. */
  readonly idempotencyKey: string;
  /** Cut to what is compared; the digest is that of the whole. */
  readonly body: Uint8Array;
  readonly bodyLength: number;
  /** SHA-256 of the whole body, hex. */
  readonly bodyDigest: string;
  readonly answer: CallAnswer;
};

/** How the upstream stand-in answers. Settled by `service.upstream`; read wherever instances are started. */
export const upstreamSettings = z.strictObject({
  enabled: z
    .boolean()
    .describe('Whether outbound calls are answered at all; without it they fail to connect.'),
  standIns: z.array(z.string()).readonly().describe('Files of hand-written answers in the base revision.'),
  missStatus: z.int().min(200).max(599).describe('Status of the answer to a call that is not recorded.'),
  latency: z.enum(['recorded', 'none']).describe('Whether an answer takes as long as it did in production.'),
});
export type UpstreamSettings = z.infer<typeof upstreamSettings>;

/** What a gate does when nothing is settled. */
export const defaultUpstream: UpstreamSettings = {
  enabled: true,
  standIns: [],
  missStatus: 502,
  latency: 'none',
};

/** What the evidence says of the outbound calls of the baseline, by which the recording is judged. */
export const upstreamReport = z
  .strictObject({
    recorded: z.int().nonnegative().describe('Recorded answers at hand, hand-written ones included.'),
    calls: z.int().nonnegative().describe('Calls that the baseline made in the observe run.'),
    matched: z.int().nonnegative().describe('Of these, answered from the recording.'),
    share: z.number().min(0).max(1).nullable().describe('Matched of all; null when it made no call.'),
    hosts: z.array(z.string()).readonly().describe('Hosts of the calls that were not answered.'),
    misses: z
      .array(
        z.strictObject({
          call: z.string().describe('Method and address, redacted; untrusted.'),
          calls: z.int().positive().describe('How many such calls.'),
          closest: z.string().nullable().describe('The closest recorded call; untrusted.'),
          differs: z.array(z.string()).readonly().describe('Where that one differs, as places.'),
        }),
      )
      .readonly()
      .describe('Some of the calls that were not answered.'),
    untied: z.int().nonnegative().describe('Calls of which it is not known to which exchange they belong.'),
  })
  .describe('How outbound calls were answered; absent when nothing stood in for other services.');
export type UpstreamReport = z.infer<typeof upstreamReport>;
