import type { AllocationRow } from '../../domain/allocation.ts';

/** What a row is of, in words: the function with its place and how it stands to the change, or what else was measured. */
export function measuredText({ measured }: Pick<AllocationRow, 'measured'>): string {
  switch (measured.kind) {
    case 'function': {
      const { file, line, isChanged } = measured;
      const name = measured.function === '' ? 'functions without a name' : measured.function;
      const scope =
        isChanged === null ? '' : isChanged ? ', touched by the change' : ', not touched by the change';
      return `${file}:${line} ${name}${scope}`;
    }
    case 'all-functions':
      return 'all functions together';
    case 'handles':
      return `${measured.sort} left open`;
    case 'event-loop':
      return 'event loop held up';
    default:
      return measured satisfies never;
  }
}
