import type { RuntimeEvent } from '../../domain/runtime-snapshot.ts';
import { evenText, type QueryShape, shapeOfMongodb, shapeOfRedis, shapeOfSql } from './query-shape.ts';

export type FlowStepKind = 'call' | 'query' | 'file' | 'process';

/** One event of the request flow, taken apart for comparison. */
export type FlowStep = {
  readonly kind: FlowStepKind;
  readonly sequence: number;
  /** What two events are the same thing by: their sort, and what they do without what varies. */
  readonly label: string;
  /** What is done, and to what; a step of the same verb and target as another may be a rewording of it. */
  readonly verb: string;
  readonly target: string;
  readonly place: string;
  /** Whether it changes something where it goes. */
  readonly writes: boolean;
  /** What varies. */
  readonly values: readonly string[];
  /** For people. */
  readonly text: string;
};

/** Null for what is no step of the flow, or only set-up: of a connection, or of a temporary file. */
export function stepOf(event: RuntimeEvent): FlowStep | null {
  switch (event.kind) {
    case 'query':
      return queryStep(event);
    case 'file':
      return fileStep(event);
    case 'process':
      return processStep(event);
    case 'outbound-call':
      return callStep(event);
    default:
      return null;
  }
}

type Of<Kind extends RuntimeEvent['kind']> = Extract<RuntimeEvent, { kind: Kind }>;

function queryStep(event: Of<'query'>): FlowStep | null {
  const found = shapeOf(event);
  if (found === null) return null;
  const { shape, verb, target, writes } = found;
  return {
    kind: 'query',
    sequence: event.sequence,
    label: `query ${event.system} ${shape.toLowerCase()}`,
    ...{ verb, target, writes },
    place: `query/${event.system}${target === '' ? '' : `/${step(target)}`}`,
    // Of a list that was cut, its end is not known.
    values: event.cut === true ? [] : event.arguments,
    text: shape,
  };
}

function shapeOf({ system, text }: Of<'query'>): QueryShape | null {
  if (system === 'redis') return shapeOfRedis(text);
  return system === 'mongodb' ? shapeOfMongodb(text) : shapeOfSql(text);
}

const temporary = /^<tmp>\/|(?:^|[/.])(?:te?mp)(?:[/.-]|$)/i;

/** Folders come with the files in them. */
function fileStep({ operation, path, to, sequence }: Of<'file'>): FlowStep | null {
  if (operation === 'make-folder' || operation === 'remove-folder') return null;
  // What is written beside and moved into its place is a write of that place.
  const written = operation === 'rename' && to !== undefined && isTemporary(path, to) ? to : null;
  if (written === null && temporary.test(path)) return null;
  const target = evenText(written ?? path);
  const verb = written !== null || operation === 'append' ? 'write' : operation;
  const text = `${verb} ${target}${to === undefined || written !== null ? '' : ` to ${evenText(to)}`}`;
  const place = `file/${step(target)}`;
  return {
    kind: 'file',
    sequence,
    label: `file ${text}`,
    verb,
    target,
    place,
    writes: true,
    values: [],
    text,
  };
}

function isTemporary(path: string, to: string): boolean {
  return temporary.test(path) || (path.startsWith(to) && path !== to) || evenText(path) !== path;
}

function processStep({ command, arguments: given, shell, sequence }: Of<'process'>): FlowStep {
  const program = shell ? (/^\s*(\S+)/.exec(command)?.[1] ?? '') : command;
  const target = program.replace(/^.*\//, '');
  const text = [shell ? command : target, ...given].join(' ').slice(0, 400);
  const label = `process ${target}`;
  const values = [evenText(text)];
  return {
    kind: 'process',
    sequence,
    label,
    verb: 'start',
    target,
    place: `process/${step(target)}`,
    writes: true,
    values,
    text,
  };
}

/** Compared by the stand-in, or by themselves; here only their place among what else is written matters. */
function callStep({ method, url, sequence }: Of<'outbound-call'>): FlowStep {
  const target = evenText(
    url.replace(/[?#].*$/, '').replace(/^(https?:\/\/(?:127[.\d]+|localhost|\[::1\])):\d+/, '$1'),
  );
  const text = `${method} ${target}`;
  const writes = !/^(?:GET|HEAD|OPTIONS|CONNECT)$/.test(method);
  return {
    kind: 'call',
    sequence,
    label: `call ${text}`,
    verb: method,
    target,
    place: 'outbound',
    writes,
    values: [],
    text,
  };
}

/** As one step of a place. */
function step(text: string): string {
  return text.slice(0, 300).replaceAll('~', '~0').replaceAll('/', '~1');
}
