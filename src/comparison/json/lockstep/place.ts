import { skipString } from './skip-json.ts';
import type { Noted, Place, Step } from './step.ts';

/** The place the walk stands at, made only where a difference is found; the steps that led there are kept as offsets. */
export function placeOf(step: Step): Place | null {
  let parent: Place | null = null;
  for (let depth = 1; depth <= step.depth; depth += 1) {
    const known: Place | null = step.places[depth] ?? null;
    const place: Place = known ?? makePlace(parent, step.steps[depth] ?? 0, notedAt(step, depth));
    step.places[depth] = place;
    parent = place;
  }
  return parent;
}

/** The place of a member that only one side has, beside the one the walk stands at. */
export function placeBeside(step: Step, name: string | number): Place {
  const { depth } = step;
  step.depth -= 1;
  const parent = placeOf(step);
  step.depth = depth;
  return makePlace(parent, typeof name === 'number' ? ~name : name, notedAt(step, depth));
}

/** A step into the innermost container: to a key, given by its offset, or to an element, given as `~index`. */
export function stepInto(step: Step, keyOrIndex: number): void {
  step.steps[step.depth] = keyOrIndex;
  step.places[step.depth] = null;
}

/** The text of a key whose opening quote stands at an offset. */
export function readKey(bytes: Buffer, from: number): string {
  const to = skipString(bytes, from);
  const text = bytes.toString('utf8', from + 1, to - 1);
  return text.includes('\\') ? String(JSON.parse(`"${text}"`)) : text;
}

function makePlace(parent: Place | null, step: number | string, noted: Noted): Place {
  return { parent, step, noted, named: null, pattern: null };
}

function notedAt(step: Step, depth: number): Noted {
  const noted = step.noted[depth] ?? { size: 0 };
  step.noted[depth] = noted;
  return noted;
}
