import type * as z from 'zod';
import type { RecordedCall } from '../../domain/recording.ts';
import { GateError } from '../../errors.ts';
import { callOfLine, standInLine } from './stand-in-schema.ts';

/** More than this many problems are counted rather than listed. */
const listedAtMost = 40;

/**
 * Reads stand-ins that were written by hand, or printed by `shadowgate inspect --calls`: one call a line. Blank lines and
 * lines that begin with `#` are passed over. All problems are told at once, as `path:line: member: problem`, and without the
 * value, which may be a secret of the shadow.
 */
export function readStandIns(text: string, path: string): readonly RecordedCall[] {
  const lines = text
    .replace(/^\ufeff/, '')
    .split('\n')
    .map((line, at) => ({ line: line.trim(), number: at + 1 }))
    .filter(({ line }) => line !== '' && !line.startsWith('#'));
  const read = lines.map(({ line, number }) => ({ number, ...readLine(line, `line-${number}`) }));
  const calls = read.flatMap(({ call, number }) => (call === null ? [] : [{ call, number }]));
  const problems = [
    ...read.flatMap(({ number, problems: found }) => found.map((problem) => ({ number, problem }))),
    ...repeatedIds(calls),
  ];
  if (problems.length === 0) return calls.map(({ call }) => call);
  problems.sort((one, other) => one.number - other.number);
  throw invalid(
    path,
    problems.map(({ number, problem }) => `${path}:${number}: ${problem}`),
  );
}

type ReadLine = { readonly call: RecordedCall | null; readonly problems: readonly string[] };

function readLine(line: string, id: string): ReadLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { call: null, problems: ['not JSON; each call stands on one line of its own'] };
  }
  if (Object(value).kind === 'exchange') {
    return {
      call: null,
      problems: ['an exchange, which cannot stand in for a call; print calls alone with `inspect --calls`'],
    };
  }
  const parsed = standInLine.safeParse(value);
  if (!parsed.success) return { call: null, problems: parsed.error.issues.map(problemOf) };
  return { call: callOfLine(parsed.data, id), problems: [] };
}

function problemOf({ path, message }: z.core.$ZodIssue): string {
  const member = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return member === '' ? message : `${member.slice(1)}: ${message}`;
}

function repeatedIds(
  calls: readonly { readonly call: RecordedCall; readonly number: number }[],
): readonly { readonly number: number; readonly problem: string }[] {
  const firstLines = new Map<string, number>();
  return calls.flatMap(({ call, number }) => {
    const first = firstLines.get(call.id);
    if (first === undefined) firstLines.set(call.id, number);
    return first === undefined ? [] : [{ number, problem: `id: the same as on line ${first}` }];
  });
}

function invalid(path: string, problems: readonly string[]): GateError {
  const listed = problems.slice(0, listedAtMost);
  const more = problems.length - listed.length;
  return new GateError({
    code: 'stand-ins-invalid',
    message: [
      `${path} cannot stand in for the services it names:`,
      ...listed,
      ...(more > 0 ? [`and ${more} more`] : []),
    ].join('\n  '),
    remedy: 'Correct these lines in the base branch; docs/recording-format.md shows what a line may hold.',
  });
}
