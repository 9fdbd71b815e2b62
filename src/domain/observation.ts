import * as z from 'zod';
import type { ConversationMessage } from './conversation.ts';
import type { LargeBody } from './large-body.ts';
import type { Exchange, HeaderLines } from './recording.ts';

/** Which of the three instances: the build before, the same build again to measure noise, the build after. */
export const instanceRole = z.enum(['baseline', 'secondary', 'candidate']);
export type InstanceRole = z.infer<typeof instanceRole>;
export const instanceRoles = instanceRole.options;

/**
 * The runs of a gate: the clean measurement, the one with probes that confirms and explains, those that ask again in recorded order where
 * these two do not agree, the one in which exchanges are measured one by one, and another of those whose functions are profiled.
 */
export const runKinds = ['observe', 'explain', 'repeat', 'measure', 'profile'] as const;
export type RunKind = (typeof runKinds)[number];

/** A whole response, as bytes. */
export type Responded = {
  readonly kind: 'responded';
  readonly status: number;
  readonly headers: HeaderLines;
  /** Bytes of the body, still content-encoded. */
  readonly body: Uint8Array;
  /** Of a body too long to be held: what is known of it; `body` is then empty. */
  readonly large?: LargeBody;
  /** Of a connection that became a WebSocket: what was said, both sides; the body holds the payloads of the service alone. */
  readonly messages?: readonly ConversationMessage[];
  /** Header lines behind the body; of most responses none. */
  readonly trailers: HeaderLines;
  readonly durationMs: number;
};

export const failureReason = z.enum([
  'connection-refused',
  'connection-lost',
  'timed-out',
  'malformed-response',
  'response-too-large',
  'instance-gone',
  'given-up',
  'not-sent',
  'cut-off',
]);
export type FailureReason = z.infer<typeof failureReason>;

/**
 * Nothing reached an instance that may well have answered: such an outcome says nothing of it. `given-up` is what came after
 * it had not answered for long, `cut-off` is what a deadline of the run left unsent. (`instance-gone` does say something: a
 * process that has ended answers nothing.)
 */
export const neverSent: ReadonlySet<FailureReason> = new Set(['not-sent', 'cut-off', 'given-up']);

/** No whole response came. This is data: an HTTP error status is a response, not a failure. */
export type Failed = {
  readonly kind: 'failed';
  readonly reason: FailureReason;
  /** What happened, in words, e.g. the socket error code. */
  readonly detail: string;
  readonly durationMs: number;
};

/** Which response gave a value, and where in it: `body/id`, `cookie:sid`, `header:location#0`. */
export type ValueOrigin = { readonly exchangeId: string; readonly place: string };

/** One value of the recording that this instance got replaced by one that it issued itself. */
export type Substitution = {
  /**
   * Where it stood in the request: `path/2`, `query/<name>`, `header.<name>`, `header.cookie/<name>`, `body` and a JSON Pointer or the
   * name of a field.
   */
  readonly place: string;
  readonly recorded: string;
  readonly live: string;
  /** Absent where the settings gave it. */
  readonly from?: ValueOrigin;
};

/** A value that a response of the recording issued, sent as recorded because this instance issued none in its place. */
export type UnresolvedValue = Pick<Substitution, 'place' | 'recorded'> & { readonly from: ValueOrigin };

/** What one instance did with one request. */
export type Observation = {
  readonly exchangeId: string;
  readonly role: InstanceRole;
  readonly outcome: Responded | Failed;
  readonly substitutions: readonly Substitution[];
  /** Absent where there are none. */
  readonly unresolved?: readonly UnresolvedValue[];
};

/** The observations of one exchange in one run, beside what production answered. */
export type ObservedExchange = {
  /** As recorded, bodies included. */
  readonly exchange: Exchange;
  readonly route: string;
  readonly baseline: Observation;
  /** Absent when no secondary runs. */
  readonly secondary?: Observation;
  readonly candidate: Observation;
};
