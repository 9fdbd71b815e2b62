import type { CapturedValue } from './runtime-snapshot.ts';

/** Version of what `shadowgate capture --json` prints (docs/capture.md); bumped when a field changes meaning. */
export const captureVersion = 1;

/** What two builds held at chosen places while they answered one recorded exchange. */
export type CapturedState = {
  readonly version: typeof captureVersion;
  readonly base: string;
  readonly head: string;
  readonly exchange: CapturedExchange;
  /** How often it was replayed, from fresh state each time. */
  readonly runs: number;
  readonly places: readonly CapturedPlace[];
  /** What a reader must know of the replay itself, in words. */
  readonly notes: readonly string[];
};

export type CapturedExchange = {
  readonly id: string;
  readonly method: string;
  /** Untrusted text, redacted as in the recording. */
  readonly target: string;
  readonly route: string;
  /** Ids of earlier exchanges that were sent first, because this one rests on them. */
  readonly restsOn: readonly string[];
  /** Status or failure, in a word. */
  readonly answers: { readonly recorded: string; readonly baseline: string; readonly candidate: string };
};

/** One place that was asked for. */
export type CapturedPlace = {
  readonly asked: string;
  readonly looks: readonly CapturedLook[];
};

/** One spot that was looked at: before a statement, after it, as a function is entered or left. */
export type CapturedLook = {
  readonly moment: 'entry' | 'before' | 'after' | 'round' | 'catch' | 'return' | 'end';
  /** Null where only the other build has such a place. */
  readonly baseline: LookSide | null;
  readonly candidate: LookSide | null;
  readonly hits: readonly CapturedHit[];
};

export type LookSide = {
  readonly file: string;
  readonly line: number;
  /** Source of the statement, cut. */
  readonly statement: string;
  readonly state: 'hit' | 'never-hit' | 'unbound';
  /** Passes during the exchange that were captured. */
  readonly hits: number;
  /** Why it is unbound or was never hit, to which line it slid, whether there were more passes; absent where there is nothing to say. */
  readonly note?: string;
};

/** One pass of both builds, or of the one that passed once more. */
export type CapturedHit = {
  readonly in: 'both' | 'baseline' | 'candidate';
  readonly values: readonly CapturedPair[];
};

/**
 * One variable or expression on both sides. `volatile`: it differs between two runs of one and the same build too. `not-compared`: a part that
 * neither limit nor redaction let through may differ.
 */
export type CapturedPair = {
  /** As the build that was asked about calls it. */
  readonly name: string;
  /** Where the baseline calls it otherwise. */
  readonly baselineName?: string;
  readonly state: 'equal' | 'differs' | 'volatile' | 'only-baseline' | 'only-candidate' | 'not-compared';
  readonly baseline: CapturedText | null;
  readonly candidate: CapturedText | null;
  /** Where inside it the two differ; empty where all of it does. */
  readonly differences: readonly {
    readonly path: string;
    readonly baseline: string | null;
    readonly candidate: string | null;
  }[];
};

/** A value as a person reads it, and as the agent captured it. Untrusted, redacted. */
export type CapturedText = { readonly text: string; readonly value: CapturedValue };
