import { type RecordingHeader, recordingHeader } from '../../domain/recording.ts';
import { GateError } from '../../errors.ts';
import { type Damage, describeDamage, type Kept } from './describe-damage.ts';
import { canMigrate, type MigrationSteps, migrateHeader } from './migrate-recording.ts';
import { currentVersion, decodePreamble, preambleLength } from './recording-format.ts';
import {
  type FrameRead,
  openForReading,
  type RecordingFile,
  readBytes,
  readFrame,
  readIndexFromEnd,
} from './recording-frames.ts';
import { callsOf, decodeIndex, exchangesOf, type RecordingIndex } from './recording-index.ts';

/** A block as it stands in the file, its checksum proven, still packed. */
export type PackedBlock = {
  readonly offset: number;
  /** Exchanges, or calls, in it. */
  readonly records: number;
  readonly stored: Buffer;
  readonly rawLength: number;
};

/** A recording in the order of its file. `damaged` comes last, if it comes, and says what was kept and lost. */
export type RecordingPart =
  | { readonly kind: 'opened'; readonly version: number; readonly header: RecordingHeader }
  | { readonly kind: 'block'; readonly block: PackedBlock }
  | { readonly kind: 'calls'; readonly block: PackedBlock }
  | { readonly kind: 'ended'; readonly index: RecordingIndex }
  | { readonly kind: 'damaged'; readonly damage: string };

/**
 * Walks a recording from its first byte, one frame in memory at a time, as far as the bytes can be trusted.
 * All readers rest on it, so that they agree on where a damaged file ends. Throws only when the file is no recording,
 * is too new, or has lost its header, without which nothing in it can be understood.
 */
export async function* walkRecording(path: string, steps: MigrationSteps): AsyncGenerator<RecordingPart> {
  const file = await openForReading(path);
  try {
    const version = await readVersion(file, steps);
    const first = await readFrame(file, preambleLength);
    if (first.kind !== 'frame' || first.head.tag !== 'HEAD') throw headerLost(path);
    const header = decodeHeader(first.stored, version, steps);
    if (header === null) throw headerLost(path);
    yield { kind: 'opened', version, header };
    yield* walkBlocks(file, first.next);
  } finally {
    await file.handle.close();
  }
}

async function* walkBlocks(file: RecordingFile, start: number): AsyncGenerator<RecordingPart> {
  let kept: Kept = { blocks: 0, exchanges: 0, calls: 0 };
  let offset = start;
  let frame = await readFrame(file, offset);
  while (frame.kind === 'frame' && (frame.head.tag === 'BLCK' || frame.head.tag === 'CALL')) {
    const { tag, records, rawLength } = frame.head;
    const block = { offset, records, stored: frame.stored, rawLength };
    yield { kind: tag === 'BLCK' ? 'block' : 'calls', block };
    kept = withBlock(kept, tag, records);
    offset = frame.next;
    frame = await readFrame(file, offset);
  }
  const index = frame.kind === 'frame' && frame.head.tag === 'INDX' ? decodeIndex(frame.stored) : null;
  if (frame.kind === 'frame' && index !== null) {
    yield* walkEnd(file, { index, next: frame.next, kept });
    return;
  }
  const damage = await damageAt(file, offset, frame);
  yield { kind: 'damaged', damage: describeDamage(damage, kept) };
}

function withBlock(kept: Kept, tag: 'BLCK' | 'CALL', records: number): Kept {
  const blocks = kept.blocks + 1;
  return tag === 'BLCK'
    ? { ...kept, blocks, exchanges: kept.exchanges + records }
    : { ...kept, blocks, calls: kept.calls + records };
}

async function* walkEnd(
  file: RecordingFile,
  { index, next, kept }: { readonly index: RecordingIndex; readonly next: number; readonly kept: Kept },
): AsyncGenerator<RecordingPart> {
  const endMark = await readFrame(file, next);
  if (endMark.kind !== 'frame' || endMark.head.tag !== 'DONE') {
    yield { kind: 'damaged', damage: describeDamage({ kind: 'end-mark-missing' }, kept) };
    return;
  }
  yield { kind: 'ended', index };
  const blocks = index.blocks.length + (index.callBlocks ?? []).length;
  if (blocks !== kept.blocks || exchangesOf(index) !== kept.exchanges || callsOf(index) !== kept.calls) {
    const damage: Damage = {
      kind: 'blocks-missing',
      exchangesInIndex: exchangesOf(index),
      callsInIndex: callsOf(index),
    };
    yield { kind: 'damaged', damage: describeDamage(damage, kept) };
  } else if (endMark.next < file.size) {
    const damage: Damage = { kind: 'bytes-after-end', bytes: file.size - endMark.next };
    yield { kind: 'damaged', damage: describeDamage(damage, kept) };
  }
}

async function damageAt(file: RecordingFile, offset: number, frame: FrameRead): Promise<Damage> {
  const bytes = file.size - offset;
  if (frame.kind === 'end-of-file') return { kind: 'cut', bytes: 0 };
  const index = await readIndexFromEnd(file);
  if (frame.kind === 'cut' && index === null) return { kind: 'cut', bytes };
  const exchangesInIndex = index === null ? null : exchangesOf(index);
  return { kind: 'altered', offset, bytes, exchangesInIndex };
}

async function readVersion(file: RecordingFile, steps: MigrationSteps): Promise<number> {
  const version = decodePreamble(await readBytes(file, 0, preambleLength));
  if (version !== null && version > currentVersion) {
    throw new GateError({
      code: 'recording-too-new',
      message: `${file.path} has format version ${version}; this version reads up to ${currentVersion}.`,
      remedy: 'Update shadowgate.',
    });
  }
  if (version !== null && canMigrate(version, steps)) return version;
  const seen =
    version === null ? 'does not begin like a recording' : `has format version ${version}, which never was`;
  throw new GateError({
    code: 'recording-not-recognised',
    message: `${file.path} ${seen} (${file.size} bytes).`,
    remedy:
      'Name a file that `shadowgate record` or `shadowgate import` wrote; import a .har or .gor file first.',
  });
}

function headerLost(path: string): GateError {
  return new GateError({
    code: 'recording-damaged',
    message: `${path} is a recording, but its header is damaged or missing, so nothing in it can be read.`,
    remedy: 'Take the recording from a backup, or record again.',
  });
}

function decodeHeader(bytes: Buffer, version: number, steps: MigrationSteps): RecordingHeader | null {
  try {
    return recordingHeader.parse(migrateHeader(JSON.parse(bytes.toString()), version, steps));
  } catch {
    return null;
  }
}
