import type { InstanceRole, RunKind } from './observation.ts';

/** What a stage tells while it works; the terminal, a CI log and the tests all listen to the same events. */
export type ProgressEvent =
  | { readonly kind: 'stage'; readonly name: string; readonly detail?: string }
  | {
      readonly kind: 'build';
      readonly label: string;
      readonly step: 'checkout' | 'install' | 'build' | 'cached' | 'build-cached' | 'done';
    }
  | {
      readonly kind: 'instance';
      readonly role: InstanceRole;
      readonly state: 'starting' | 'ready' | 'stopped';
    }
  | {
      readonly kind: 'replayed';
      /** `capture` is none of the runs of a gate: somebody asks again about one exchange. */
      readonly run: RunKind | 'capture';
      readonly done: number;
      readonly total: number;
    }
  | {
      readonly kind: 'note';
      readonly text: string;
      /** Whether it says what the evidence cannot be trusted for, so that the report must have it too. */
      readonly isLimit?: true;
    };

export type OnProgress = (event: ProgressEvent) => void;
