import type { ExchangeHead } from '../../domain/recording.ts';

/** Methods that read by definition; every other one may change state and then runs alone. */
const readingMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'QUERY', 'PROPFIND', 'REPORT', 'SEARCH']);

/** What a client says in a conversation may change state as well; one that only listens reads. */
export function mayChangeState({ method, messages = [] }: ExchangeHead): boolean {
  return (
    !readingMethods.has(method) || messages.some(({ from, kind }) => from === 'client' && kind !== 'close')
  );
}
