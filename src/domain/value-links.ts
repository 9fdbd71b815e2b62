/**
 * Which exchanges of a plan issue a value that a later one carries, found before the replay by walking the recording as the replay would.
 * Kept in typed arrays, since a plan may hold a million exchanges. Holds for that plan alone: in another, other exchanges issue what is
 * carried.
 */
export type ValueLinks = {
  /** For each exchange of the plan 1 when its request holds something that is, or may be, replaced; else it goes out as recorded. */
  readonly reads: Uint8Array;
  /** One row for each value that a request carries, in the order of the plan: number of the exchange in the plan. */
  readonly carriers: Uint32Array;
  /** Which text of that request carries it, counted in the order in which requests are searched. */
  readonly tokens: Uint32Array;
  /** Row of the value among `issuers`; 0xffffffff for what redaction put in place of a secret that no response issued. */
  readonly values: Uint32Array;
  /** One row for each value that is carried later, in the order of the plan: number of the exchange that issues it. */
  readonly issuers: Uint32Array;
  /** Which of the values that its response may issue, counted as they are read. */
  readonly ordinals: Uint32Array;
  /** Values of long responses that were not looked at, and the exchange where that happened first. */
  readonly notFollowed: { readonly values: number; readonly first: string };
};
