import type { NoiseRefusal } from '../../domain/noise-report.ts';

/** Whether a divergence is noise, and what was learned or broken: a decision never comes without its reason. */
export type Excuse =
  | { readonly kind: 'noise'; readonly learned: string; readonly reason: string }
  | {
      readonly kind: 'stands';
      readonly reason: string;
      /** Set where values vary at the place, and the difference stands all the same. */
      readonly refusal: NoiseRefusal | null;
    };

export function noise(learned: string, reason: string): Excuse {
  return { kind: 'noise', learned, reason: `${learned}: ${reason}` };
}

/** For a difference at a place where nothing varies. */
export function stands(reason: string): Excuse {
  return { kind: 'stands', reason, refusal: null };
}

/** For a difference at a place that varies, but not so: reports show each refusal with its rule. */
export function refuse(refusal: NoiseRefusal, reason: string): Excuse {
  return { kind: 'stands', reason, refusal };
}
