import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtInConfig } from '../../src/config/built-in-config.ts';
import { type CostSettings, defaultCost } from '../../src/domain/cost.ts';
import type { ChangedSources } from '../../src/preparation/changed-sources.ts';
import { openRecording } from '../../src/preparation/open-recording.ts';
import { prepareSources } from '../../src/preparation/prepare-sources.ts';
import { createRecording } from '../../src/recording/file/recording-writer.ts';
import { planReplay } from '../../src/replay/plan-replay.ts';
import { observeAndExplain, type Trial } from '../../src/runs/observe-and-explain.ts';
import { withoutWalls } from '../../src/shadow/sandbox/sandbox.ts';
import { changeBetween } from '../snapshots/change-between.ts';
import { somePorts } from './some-ports.ts';

/** A service that lists rows, as text, and reads one of them. What a test changes of it is replaced in this source. */
export const listingSource = `const { createServer } = require('node:http');

const kept = new Map();

class SessionEntry {
  constructor(name) { this.name = name; this.seen = new Array(1200).fill(name.length + 0.5); }
}

function makeRows(count) {
  const rows = [];
  for (let index = 0; index < count; index += 1) rows.push({ index, label: 'row ' + index });
  return rows;
}

function list(query) {
  const rows = makeRows(400);
  return { rows: rows.length, last: rows.at(-1).label, query };
}

function read(id) {
  const entry = new SessionEntry(id);
  return { id, seen: entry.seen.length };
}

let requests = 0;
createServer((request, response) => {
  requests += 1;
  const url = new URL(request.url, 'http://shop');
  const answer = url.pathname === '/rows' ? list(url.searchParams.get('q')) : read(url.pathname.slice(6));
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
}).listen(Number(process.env.PORT), '127.0.0.1');
`;

export type MeasuredTrial = { readonly trial: Trial; readonly changed: ChangedSources };

/** Gates the service against what it becomes by some replacements, over so many lists and reads in turn. */
export async function tryListing(
  edits: readonly (readonly [string, string])[],
  { each = 34, cost = defaultCost }: { readonly each?: number; readonly cost?: CostSettings } = {},
): Promise<MeasuredTrial> {
  const after = edits.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the source has no ${from}`);
    return text.replace(from, to);
  }, listingSource);
  const folder = await mkdtemp(join(tmpdir(), 'sg-listing-'));
  const ports = somePorts(folder, []);
  try {
    const workFolder = join(folder, 'work');
    await mkdir(workFolder);
    const recording = await openRecording(await recordListing(folder, each));
    const sources = {
      baseline: await buildOf(folder, 'before', listingSource),
      candidate: await buildOf(folder, 'after', after),
    };
    const prepared = await prepareSources({
      sources,
      configured: {},
      workFolder,
      sandbox: withoutWalls,
      ports,
    });
    const plan = await planReplay(recording.heads());
    const { replay, determinism } = builtInConfig();
    const file = changeBetween('server.js', listingSource, after);
    const changed: ChangedSources =
      edits.length === 0 ? [] : [{ file, baseline: listingSource, candidate: after }];
    const given = { plan, recording, probes: { baseline: [], candidate: [] }, changed, workFolder, cost };
    const settings = { replay, determinism, stateSources: [], sandbox: withoutWalls };
    return { trial: await observeAndExplain({ ...prepared, ...given, ...settings }, ports), changed };
  } finally {
    await ports.teardown.run();
    await rm(folder, { recursive: true, force: true });
  }
}

async function buildOf(folder: string, name: string, source: string) {
  const path = join(folder, name);
  await mkdir(path);
  await writeFile(join(path, 'server.js'), source);
  return { kind: 'dir', folder: path } as const;
}

async function recordListing(folder: string, each: number): Promise<string> {
  const path = join(folder, 'listing.sgrec');
  const header = { createdAt: '2026-11-01T10:00:00.000Z', recorder: 'test', keyId: '00000000' };
  const writer = await createRecording(path, header);
  const startedAt = Date.parse('2026-11-01T10:00:00.000Z');
  for (let index = 0; index < 2 * each; index += 1) {
    const number = Math.floor(index / 2);
    const isList = index % 2 === 0;
    const answer = isList
      ? { rows: 400, last: 'row 399', query: `q${number}` }
      : { id: String(1000 + number), seen: 1200 };
    await writer.append({
      ...{ id: `x${String(index + 1).padStart(6, '0')}`, session: 'one', startedAt: startedAt + index * 50 },
      ...{ durationMs: 2, method: 'GET', status: 200, requestHeaders: [], requestBody: new Uint8Array() },
      target: isList ? `/rows?q=q${number}` : `/read/${1000 + number}`,
      responseHeaders: [['content-type', 'application/json']],
      responseBody: Buffer.from(JSON.stringify(answer)),
    });
  }
  await writer.close({ seen: 2 * each, recorded: 2 * each, truncated: 0, dropped: 0 });
  return path;
}
