/**
 * Hashes of 32 bits, for telling shapes apart in a survey of a million exchanges without keeping their texts. Two texts that
 * share one are taken for the same shape, which costs one exchange its place among the rare ones and nothing else.
 */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return spread(hash);
}

/** One hash of two, in which the order counts. */
export function joinHashes(first: number, second: number): number {
  return spread(Math.imul(first, 0x9e3779b1) ^ second);
}

/** The same for every order of the members, and for every number of times that one of them is given. */
export function hashOfSet(members: ReadonlySet<number> | readonly number[]): number {
  let sum = 0;
  const seen: number[] = [];
  const distinct = members instanceof Set;
  for (const member of members) {
    if (!distinct && seen.includes(member)) continue;
    if (!distinct) seen.push(member);
    sum = (sum + spread(member)) >>> 0;
  }
  return sum;
}

function spread(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
