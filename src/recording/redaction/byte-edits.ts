/** A run of bytes to be replaced. Editing in place leaves all other bytes exactly as they were. */
export type ByteEdit = {
  readonly start: number;
  readonly end: number;
  readonly replacement: Uint8Array | string;
};

/** Applies edits that are in order and do not overlap. Without any, the same buffer comes back. */
export function applyEdits(bytes: Buffer, edits: readonly ByteEdit[]): Buffer {
  if (edits.length === 0) return bytes;
  const parts: Buffer[] = [];
  let at = 0;
  for (const edit of edits) {
    parts.push(bytes.subarray(at, edit.start), Buffer.from(edit.replacement));
    at = edit.end;
  }
  parts.push(bytes.subarray(at));
  return Buffer.concat(parts);
}
