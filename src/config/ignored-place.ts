/** What is wrong with the place of a written excuse, with what to write; `null` for a place that may be excused. */
export type PlaceProblem = { readonly problem: string; readonly remedy: string };

/**
 * A place is a JSON Pointer behind its section, and `*` one whole step of it: an index, or a key of a map. A rule is refused
 * when it would cover a whole body, headers or store, when it could not be told what it means, or when what it means
 * depends on the order of an array.
 */
export function problemOfPlace(pattern: string): PlaceProblem | null {
  return checks.find(({ applies }) => applies(pattern)) ?? null;
}

type Check = PlaceProblem & { readonly applies: (pattern: string) => boolean };

const known =
  /^(status|outbound|error|process|((header|trailer)\.|body\/|outbound\/|(?:span|query|file|process)\/).+|flow|state\/[^/]+\/.+)$/;
const whatToWrite =
  'write status, header.<name>, body/<path>, such as body/items/*/id, outbound/<METHOD host/path> (outbound alone: every call of the route), span/<parent>/<kind name>, query/<system>/<table>, file/<path>, process/<program>, flow, or state/<store>/<table>/*/<column>';

const checks: readonly Check[] = [
  {
    applies: (pattern) =>
      /^(\*+|(body|outbound)[/.]*([/.]+\*+)*[/.]*)$/.test(pattern) && pattern !== 'outbound',
    problem: 'a whole body cannot be ignored',
    remedy: 'name the field, such as body/generatedAt',
  },
  {
    applies: (pattern) => /^((header|trailer)\.\**|state\/[^/]+(\/\**)*)$/.test(pattern),
    problem: 'not a place: all headers, or a whole store, cannot be ignored',
    remedy: 'name the header, such as header.x-cost, or state/<store>/<table>/*/<column>',
  },
  { applies: (pattern) => !known.test(pattern), problem: 'not a place', remedy: whatToWrite },
  {
    applies: (pattern) => stepsOf(pattern).some((step) => step.includes('*') && step !== '*'),
    problem: '* stands for one whole step, and for no part of a name',
    remedy: 'name the step in full, or write * alone, such as body/items/*/id',
  },
  {
    applies: (pattern) => /~(?![01])/.test(pattern),
    problem: 'in a place ~ is written ~0, and a slash inside a name ~1',
    remedy: 'write ~0 for ~',
  },
  {
    applies: (pattern) => pattern.startsWith('body/') && stepsOf(pattern).some((step) => /^\d+$/.test(step)),
    problem: 'an index depends on the order of the array, which may change',
    remedy: 'write * for the index, such as body/items/*/id',
  },
];

function stepsOf(pattern: string): readonly string[] {
  return pattern.split('/').slice(1);
}
