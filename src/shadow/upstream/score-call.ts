import type { BodyFeatures, CallFeatures } from './call-features.ts';
import { likeness, type ValueShapes } from './value-likeness.ts';

/** A recorded value and what the instance sent in its place: in the answer the one stands for the other. */
export type Replacement = { readonly recorded: string; readonly live: string };

export type CallScore = {
  /** 0 to 1; 0 when the address is another. */
  readonly score: number;
  /** Where the two differ, as places: `path/1`, `query/page`, `body/amount`. */
  readonly differs: readonly string[];
  readonly replacements: readonly Replacement[];
};

/** A body below this likeness is another request, and its answer would be made up. */
export const leastBodyLikeness = 0.6;

export type Scoring = {
  readonly shapes: ValueShapes;
  /** Whether the two were, or may have been, made during the same exchange: then ids in the address may differ too. */
  readonly isSameExchange: boolean;
};

/**
 * How alike a recorded call and a live one of its bucket are. The address has to agree: each segment of the path and each query
 * parameter equal, redacted, or a time; within one exchange also an id of the same form, for each instance issues its own. The body is graded, value by value, and must reach
 * `leastBodyLikeness`. The score is the mean of both likenesses.
 */
export function scoreCall(recorded: CallFeatures, live: CallFeatures, scoring: Scoring): CallScore {
  const walk: Walk = { ...scoring, differs: [], replacements: [] };
  const address = addressLikeness(recorded, live, walk);
  const body = bodyLikeness(recorded.body, live.body, walk);
  const isOther = address === 0 || body < leastBodyLikeness;
  return {
    score: isOther ? 0 : (address + body) / 2,
    differs: walk.differs,
    replacements: walk.replacements,
  };
}

type Walk = Scoring & { readonly differs: string[]; readonly replacements: Replacement[] };

function addressLikeness(recorded: CallFeatures, live: CallFeatures, walk: Walk): number {
  const path = recorded.segments.map((segment, at) =>
    addressPart({ place: `path/${at}`, recorded: segment, live: live.segments[at] }, walk),
  );
  const names = [...new Set([...recorded.query, ...live.query].map(([name]) => name))];
  const query = names.map((name) =>
    addressPart(
      { place: `query/${name}`, recorded: valuesOf(recorded, name), live: valuesOf(live, name) },
      walk,
    ),
  );
  const parts = [...path, ...query];
  return parts.some((part) => part === 0) ? 0 : mean(parts);
}

type AddressPart = {
  readonly place: string;
  readonly recorded: string | undefined;
  readonly live: string | undefined;
};

function addressPart({ place, recorded, live }: AddressPart, walk: Walk): number {
  if (recorded === live) return 1;
  if (recorded === undefined || live === undefined) {
    walk.differs.push(place);
    return 0;
  }
  const { grade, volatile } = likeness(`s${recorded}`, `s${live}`, walk.shapes);
  if (grade < 1) walk.differs.push(place);
  if (volatile === 'redacted' || volatile === 'generated') walk.replacements.push({ recorded, live });
  if (volatile === 'redacted' || volatile === 'time') return grade;
  if (!walk.isSameExchange) return 0;
  return volatile === 'generated' ? grade : isRowId(place, recorded, live);
}

/** Small numbers in a path are mostly ids of rows; in a query they are pages and limits. */
function isRowId(place: string, recorded: string, live: string): number {
  return place.startsWith('path/') && /^\d+$/.test(recorded) && /^\d+$/.test(live) ? 0.5 : 0;
}

function valuesOf({ query }: CallFeatures, name: string): string | undefined {
  const values = query.filter(([each]) => each === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join('\n');
}

function bodyLikeness(recorded: BodyFeatures, live: BodyFeatures, walk: Walk): number {
  if (recorded.kind === 'fields' && live.kind === 'fields')
    return fieldsLikeness(recorded.leaves, live.leaves, walk);
  const found = wholeLikeness(recorded, live, walk.shapes);
  if (found < 1 && recorded.kind !== 'any') walk.differs.push('body');
  return found;
}

function wholeLikeness(recorded: BodyFeatures, live: BodyFeatures, shapes: ValueShapes): number {
  if (recorded.kind === 'any') return leastBodyLikeness;
  if (recorded.kind === 'text' && live.kind === 'text')
    return likeness(`s${recorded.text}`, `s${live.text}`, shapes).grade;
  if (recorded.kind === 'bytes' && live.kind === 'bytes')
    return recorded.digest === live.digest ? 1 : leastBodyLikeness;
  return recorded.kind === live.kind ? 1 : 0;
}

function fieldsLikeness(
  recorded: ReadonlyMap<string, string>,
  live: ReadonlyMap<string, string>,
  walk: Walk,
): number {
  const places = [...new Set([...recorded.keys(), ...live.keys()])];
  let isOtherOperation = false;
  const grades = places.map((place) => {
    const [before, now] = [recorded.get(place), live.get(place)];
    if (before === now) return 1;
    if (before === undefined || now === undefined) {
      walk.differs.push(`body${place}`);
      return 0;
    }
    const found = likeness(before, now, walk.shapes);
    if (found.grade < 1) walk.differs.push(`body${place}`);
    if (found.volatile === 'redacted' || found.volatile === 'generated')
      walk.replacements.push({ recorded: before.slice(1), live: now.slice(1) });
    else if (found.volatile === null && isOperation(place, before)) isOtherOperation = true;
    return found.grade;
  });
  return isOtherOperation ? 0 : mean(grades);
}

/** GraphQL and JSON-RPC name the operation in the body; another operation is another call however alike the rest. */
function isOperation(place: string, value: string): boolean {
  if (place === '/query') return value.includes('{');
  return place === '/operationName' || place === '/method';
}

function mean(grades: readonly number[]): number {
  return grades.length === 0 ? 1 : grades.reduce((sum, grade) => sum + grade, 0) / grades.length;
}
