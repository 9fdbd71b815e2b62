import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import type {
  Exchange,
  ExchangeHead,
  RecordedCall,
  RecordingCounters,
  RecordingSummary,
} from '../../domain/recording.ts';
import { GateError } from '../../errors.ts';
import { decodeCallHead, decodeHead, type RecordSlice, sliceBlock } from './exchange-record.ts';
import { type MigrationSteps, migrationSteps } from './migrate-recording.ts';
import { openForReading, readBytes } from './recording-frames.ts';
import { type PackedBlock, walkRecording } from './walk-recording.ts';

const unpack = promisify(zstdDecompress);
const hashStepBytes = 1024 * 1024;
/** A block is unpacked in one piece: put together from several, a large one would be in memory twice. */
const shortestPiece = 64;

/** The head of an exchange with the sizes of the bodies that were not read. */
export type RecordedHead = ExchangeHead & {
  /** Bytes as recorded, still content-encoded. */
  readonly requestBodyLength: number;
  readonly responseBodyLength: number;
};

/**
 * Every exchange of a recording, in the order in which the service finished them, one block in memory at a time.
 * A damaged file ends after its last trusted block; ask summariseRecording first, it says what is lost.
 */
export async function* readExchanges(
  path: string,
  steps: MigrationSteps = migrationSteps,
): AsyncGenerator<Exchange> {
  for await (const records of readBlocks(path, steps, exchangesBy(steps))) {
    for (const { head, slice } of records) {
      const { requestBody, responseBody } = slice;
      yield Object.assign(head, { requestBody, responseBody });
    }
  }
}

/** The same without bodies: what planning and `shadowgate inspect` need, at no cost for large bodies. */
export async function* readHeads(
  path: string,
  steps: MigrationSteps = migrationSteps,
): AsyncGenerator<RecordedHead> {
  for await (const records of readBlocks(path, steps, exchangesBy(steps))) {
    for (const { head, slice } of records) {
      const [requestBodyLength, responseBodyLength] = [slice.requestBody.length, slice.responseBody.length];
      yield { ...head, requestBodyLength, responseBodyLength };
    }
  }
}

/** The outbound calls of a recording, in the order in which they ended; none in a recording of version 1. */
export async function* readCalls(
  path: string,
  steps: MigrationSteps = migrationSteps,
): AsyncGenerator<RecordedCall> {
  const calls = { kind: 'calls', decode: decodeCallHead } as const;
  for await (const records of readBlocks(path, steps, calls)) {
    for (const { head, slice } of records)
      yield { ...head, requestBody: slice.requestBody, responseBody: slice.responseBody };
  }
}

/** Looks a recording through once: proves every checksum, counts, and says in words where it is damaged. */
export async function summariseRecording(
  path: string,
  steps: MigrationSteps = migrationSteps,
): Promise<RecordingSummary> {
  let opened: Pick<RecordingSummary, 'header' | 'version'> | undefined;
  let counters: RecordingCounters | undefined;
  let damage: string | undefined;
  let exchanges = 0;
  let calls = 0;
  for await (const part of walkRecording(path, steps)) {
    if (part.kind === 'opened') opened = { header: part.header, version: part.version };
    else if (part.kind === 'block') exchanges += part.block.records;
    else if (part.kind === 'calls') calls += part.block.records;
    else if (part.kind === 'ended') counters = part.index.counters;
    else damage = part.damage;
  }
  if (opened === undefined) throw new Error('walkRecording yields its header first, or throws');
  const completeness = counters === undefined ? undefined : completenessOf(counters, exchanges);
  return {
    ...opened,
    exchanges,
    calls,
    digest: await digestOf(path),
    ...(counters === undefined ? {} : { counters }),
    ...(completeness === undefined ? {} : { completeness }),
    ...(damage === undefined ? {} : { damage }),
  };
}

type Decoder<Head> = (bytes: Buffer, version: number) => Head;

type RecordOf<Head> = { readonly head: Head; readonly slice: RecordSlice };

/** A block at a time, so that what is in memory anyway is waited for once and not record by record. */
async function* readBlocks<Head>(
  path: string,
  steps: MigrationSteps,
  { kind, decode }: { readonly kind: 'block' | 'calls'; readonly decode: Decoder<Head> },
): AsyncGenerator<Iterable<RecordOf<Head>>> {
  let version = 0;
  for await (const part of walkRecording(path, steps)) {
    if (part.kind === 'opened') version = part.version;
    if (part.kind !== kind) continue;
    const bytes = await unpackBlock(path, part.block);
    yield recordsOf(path, { block: part.block, bytes }, (head) => decode(head, version));
  }
}

type Unpacked = { readonly block: PackedBlock; readonly bytes: Buffer };

function* recordsOf<Head>(
  path: string,
  { block, bytes }: Unpacked,
  decode: (head: Buffer) => Head,
): Generator<RecordOf<Head>> {
  try {
    for (const slice of sliceBlock(bytes, block.records)) yield { head: decode(slice.head), slice };
  } catch (cause) {
    throw blockUnusable(path, block, cause);
  }
}

/** How to read the records of exchanges, whatever version the file has. */
function exchangesBy(steps: MigrationSteps): {
  readonly kind: 'block';
  readonly decode: Decoder<ExchangeHead>;
} {
  return { kind: 'block', decode: (bytes, version) => decodeHead(bytes, version, steps) };
}

async function unpackBlock(path: string, block: PackedBlock): Promise<Buffer> {
  try {
    const bytes = await unpack(block.stored, {
      maxOutputLength: Math.max(1, block.rawLength),
      chunkSize: Math.max(shortestPiece, block.rawLength),
    });
    if (bytes.length !== block.rawLength)
      throw new Error(`${bytes.length} bytes instead of ${block.rawLength}`);
    return bytes;
  } catch (cause) {
    throw blockUnusable(path, block, cause);
  }
}

/** The checksum is right and the content is not: no damage on the way, but a faulty writer. Never passed over. */
function blockUnusable(path: string, block: PackedBlock, cause: unknown): GateError {
  return new GateError({
    code: 'recording-damaged',
    message: `${path}: the block at byte ${block.offset} does not hold what it announces.`,
    remedy: 'Record again, and report the program that wrote this file.',
    cause,
  });
}

function completenessOf(counters: RecordingCounters, exchanges: number): number | undefined {
  if (counters.seen === 0) return undefined;
  return Math.min(1, Math.max(0, exchanges - counters.truncated) / counters.seen);
}

async function digestOf(path: string): Promise<string> {
  const file = await openForReading(path);
  try {
    const hash = createHash('sha256');
    for (let offset = 0; offset < file.size; offset += hashStepBytes) {
      hash.update(await readBytes(file, offset, hashStepBytes));
    }
    return `sha256:${hash.digest('hex')}`;
  } finally {
    await file.handle.close();
  }
}
