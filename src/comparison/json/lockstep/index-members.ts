import { jsonBytes } from './json-bytes.ts';
import { createOffsets, type Offsets, pushOffset } from './offsets.ts';
import type { Members } from './read-members.ts';
import { deepestStep, skipKey, skipScalar, skipSpace, skipValue } from './skip-json.ts';

const { closeBrace, closeBracket, comma, openBrace, openBracket } = jsonBytes;

/**
 * Where the members of the objects of a text stand, read over once with the objects inside: an object whose keys stand in another
 * order mostly holds more such objects, and each of them would otherwise be read again for every object around it.
 */
export type MemberIndex = {
  readonly bytes: Buffer;
  /** Three of each object, in the order of the text: where it opens, its first member in `members` (-1: none), and its end. */
  readonly objects: Offsets;
  /** Four of each member: of its key, of its value and behind that, and the next member of its object (-1: none). */
  readonly members: Offsets;
  /** The object found last, for the next is mostly near. */
  last: number;
};

const everyObject = 3;
const everyMember = 4;

export function createMemberIndex(bytes: Buffer): MemberIndex {
  for (const list of [objects, members]) {
    list.count = 0;
    if (list.items.length > mostKept) list.items.length = 0;
  }
  return { bytes, objects, members, last: 0 };
}

/** One walk at a time uses them, and the next need not make room again; after a document beyond this size they are given up. */
const mostKept = 100_000;
const [objects, members] = [createOffsets(), createOffsets()];

/**
 * Lists the members of an object that opens at an offset, inside `depth - 1` containers; `null` when it is no JSON, or too deep.
 * `list` is shared by all open objects: see `Members`.
 */
export function membersOf(
  index: MemberIndex,
  opensAt: number,
  { list, depth }: { readonly list: Offsets; readonly depth: number },
): Members | null {
  let object = findObject(index, opensAt);
  if (index.objects.items[object] !== opensAt || object >= index.objects.count) {
    index.objects.count = 0;
    index.members.count = 0;
    index.last = 0;
    object = 0;
    if (readObject(index, opensAt, depth - 1) === -1) return null;
  }
  const from = list.count;
  const { items } = index.members;
  for (let member = index.objects.items[object + 1] ?? -1; member !== -1; member = items[member + 3] ?? -1) {
    for (let at = member; at < member + 3; at += 1) pushOffset(list, items[at] ?? 0);
  }
  return { list, from, to: list.count, every: 3, end: index.objects.items[object + 2] ?? -1 };
}

/** By doubling steps from the one found last, then by halves. */
function findObject(index: MemberIndex, opensAt: number): number {
  const { items, count } = index.objects;
  const opening = (object: number): number => items[object * everyObject] ?? 0;
  const most = count / everyObject - 1;
  let [low, high] = [index.last, index.last];
  for (let by = 1; low > 0 && opening(low) > opensAt; by *= 2) [low, high] = [Math.max(0, low - by), low];
  for (let by = 1; high < most && opening(high) < opensAt; by *= 2)
    [low, high] = [high, Math.min(most, high + by)];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (opening(middle) < opensAt) low = middle + 1;
    else high = middle;
  }
  index.last = low;
  return low * everyObject;
}

function readObject(index: MemberIndex, opensAt: number, depth: number): number {
  if (depth >= deepestStep) return -1;
  const { bytes, objects, members } = index;
  const object = objects.count;
  pushOffset(objects, opensAt);
  pushOffset(objects, -1);
  pushOffset(objects, -1);
  let link = -1;
  let at = skipSpace(bytes, opensAt + 1);
  if (bytes[at] === closeBrace) return closeObject(objects, object, at + 1);
  for (;;) {
    const member = members.count;
    const value = skipKey(bytes, at);
    if (value === -1) return -1;
    members.items[member] = at;
    members.items[member + 1] = value;
    members.items[member + 3] = -1;
    members.count = member + everyMember;
    if (link === -1) objects.items[object + 1] = member;
    else members.items[link] = member;
    link = member + 3;
    at = readValue(index, value, depth + 1);
    if (at === -1) return -1;
    members.items[member + 2] = at;
    at = skipSpace(bytes, at);
    if (bytes[at] === closeBrace) return closeObject(objects, object, at + 1);
    if (bytes[at] !== comma) return -1;
    at = skipSpace(bytes, at + 1);
  }
}

function closeObject(objects: Offsets, object: number, end: number): number {
  objects.items[object + 2] = end;
  return end;
}

/** Of a long array the rest is indexed element by element, once the walk is there: room for all would cost more than it saves. */
const mostAtOnce = 2_000;

function readValue(index: MemberIndex, opensAt: number, depth: number): number {
  const first = index.bytes[opensAt];
  if (first === openBrace) return readObject(index, opensAt, depth);
  return first === openBracket ? readArray(index, opensAt, depth) : skipScalar(index.bytes, opensAt);
}

function readArray(index: MemberIndex, opensAt: number, depth: number): number {
  if (depth >= deepestStep) return -1;
  const { bytes, members } = index;
  let at = skipSpace(bytes, opensAt + 1);
  if (bytes[at] === closeBracket) return at + 1;
  for (;;) {
    if (members.count < mostAtOnce) at = readValue(index, at, depth + 1);
    else at = skipValue(bytes, at);
    if (at === -1) return -1;
    at = skipSpace(bytes, at);
    if (bytes[at] === closeBracket) return at + 1;
    if (bytes[at] !== comma) return -1;
    at = skipSpace(bytes, at + 1);
  }
}
