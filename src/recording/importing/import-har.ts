import { readFile, stat } from 'node:fs/promises';
import type { Exchange, HeaderLine } from '../../domain/recording.ts';
import { GateError } from '../../errors.ts';
import { truncatedSides } from '../file/truncated-sides.ts';
import { withContentLength } from '../redaction/redact-body.ts';
import type { Redactor } from '../redaction/redaction.ts';
import { createOverlapLanes } from '../relay/overlap-lanes.ts';
import { systemCode } from '../relay/system-code.ts';
import { type HarBody, requestBody, responseBody } from './har-bodies.ts';
import { type HarEntry, harEntry, harFile } from './har-entry.ts';
import { ImportTally, type RecordingImport } from './import-tally.ts';

/** The file is parsed whole, which takes some five times its size in memory. */
const maximumHarBytes = 256 * 1024 * 1024;

/**
 * Imports a HAR 1.2 file of up to 256 MiB. A browser's HAR holds requests to many hosts: only those to one are taken,
 * the one named, or else the one with most entries; the report says how many went elsewhere. Entries that overlapped are replayed side by
 * side, unless a cookie or credential says that they are of one session.
 */
export function importHar(
  path: string,
  redactor: Redactor,
  options: { readonly host?: string } = {},
): RecordingImport {
  const tally = new ImportTally();
  return { exchanges: importEntries(path, redactor, { tally, ...options }), report: () => tally.report() };
}

async function* importEntries(
  path: string,
  redactor: Redactor,
  { tally, host }: { readonly tally: ImportTally; readonly host?: string },
): AsyncGenerator<Exchange> {
  const entries = (await readEntries(path)).flatMap((raw) => {
    const entry = parseEntry(raw);
    if (entry === null) tally.leaveOut('entry without what a HAR entry must have');
    return entry ?? [];
  });
  const playable = entries.filter((entry) => outsideOf(entry) === null && reasonToLeaveOut(entry) === null);
  const wanted = host?.toLowerCase() ?? mostFrequent(playable.map((entry) => hostOf(entry.request.url)));
  // Browsers write entries in the order in which they ended, or in none.
  entries.sort((one, other) => Date.parse(one.startedDateTime) - Date.parse(other.startedDateTime));
  const laneOf = createOverlapLanes();
  for (const entry of entries) {
    const outside = outsideOf(entry) ?? elsewhere(entry, wanted);
    const reason = reasonToLeaveOut(entry);
    if (outside !== null) tally.passOver(outside);
    else if (reason !== null) tally.leaveOut(reason);
    else {
      const exchange = toExchange(entry, tally);
      const session = `har:${laneOf(exchange.startedAt, exchange.durationMs)}`;
      yield tally.take(redactor.redact({ ...exchange, session }));
    }
  }
}

async function readEntries(path: string): Promise<readonly unknown[]> {
  const text = await readText(path);
  try {
    return harFile.parse(JSON.parse(text.replace(/^\ufeff/, ''))).log.entries;
  } catch (cause) {
    throw importFailed(path, 'is no HAR file: it is no JSON with `log.entries`', cause);
  }
}

async function readText(path: string): Promise<string> {
  let size: number;
  try {
    size = (await stat(path)).size;
    if (size <= maximumHarBytes) return await readFile(path, 'utf8');
  } catch (cause) {
    throw importFailed(path, `cannot be read (${systemCode(cause)})`, cause);
  }
  throw importFailed(path, `has ${size} bytes; a HAR file is read whole, up to ${maximumHarBytes}`);
}

function parseEntry(raw: unknown): HarEntry | null {
  const parsed = harEntry.safeParse(raw);
  return parsed.success && !Number.isNaN(Date.parse(parsed.data.startedDateTime)) ? parsed.data : null;
}

/** Why an entry is no request that reached a service at all. */
function outsideOf({ request, _fromCache }: HarEntry): string | null {
  if (!/^(?:https?|wss?):\/\//i.test(request.url)) return 'URL that is not http or https';
  if (request.method === 'CONNECT') return 'CONNECT';
  if (_fromCache !== undefined && _fromCache !== null) return 'answered by the cache of the browser';
  return null;
}

function elsewhere({ request }: HarEntry, wanted: string): string | null {
  return hostOf(request.url) === wanted ? null : `request to another host than ${printable(wanted)}`;
}

/** Why a request that reached a service cannot be replayed. */
function reasonToLeaveOut({ request, response, _resourceType }: HarEntry): string | null {
  if (/^wss?:/i.test(request.url) || response.status === 101 || _resourceType === 'websocket') {
    return 'WebSocket';
  }
  return response.status === 304 ? 'answered 304 for what the browser had' : null;
}

function toExchange(entry: HarEntry, tally: ImportTally): Exchange {
  const { request, response } = entry;
  const asked = requestBody(request.postData);
  const answered = responseBody(response.content, response.status);
  return {
    id: 'x',
    session: '',
    startedAt: Date.parse(entry.startedDateTime),
    durationMs: Math.max(0, entry.time ?? 0),
    method: request.method,
    target: targetOf(request.url),
    requestHeaders: withContentLength(requestLines(entry, tally), asked.bytes.length),
    status: response.status,
    responseHeaders: responseLines(entry, answered, tally),
    ...(response.status === 0 ? { failure: 'no response in the HAR file' } : {}),
    ...truncatedSides({ request: !asked.isWhole, response: !answered.isWhole }),
    requestBody: asked.bytes,
    responseBody: answered.bytes,
  };
}

/** HTTP/2 writes the request line as headers with a colon; as header names of HTTP/1 they would be illegal. */
function requestLines({ request }: HarEntry, tally: ImportTally): readonly HeaderLine[] {
  const all = request.headers ?? [];
  const lines = all.filter(([name]) => !name.startsWith(':'));
  const has = (name: string): boolean => lines.some(([line]) => line.toLowerCase() === name);
  const added: HeaderLine[] = [];
  if (!has('host'))
    added.push(['Host', all.find(([name]) => name === ':authority')?.[1] ?? hostOf(request.url)]);
  const cookies = request.cookies ?? [];
  if (!has('cookie') && cookies.length > 0) {
    added.push(['Cookie', cookies.map(([name, value]) => `${name}=${value}`).join('; ')]);
    tally.change('Cookie header made from the list of cookies');
  }
  return [...added, ...lines];
}

/** The body is decoded and in UTF-8 whatever the headers say, so they are made to say so. */
function responseLines({ response }: HarEntry, body: HarBody, tally: ImportTally): readonly HeaderLine[] {
  const lines = (response.headers ?? []).filter(([name]) => !name.startsWith(':'));
  const kept = lines.filter(([name]) => !/^(content-encoding|transfer-encoding)$/i.test(name));
  if (kept.length < lines.length) tally.change('encoding headers taken off: HAR holds bodies decoded');
  const isText = response.content?.encoding !== 'base64' && body.bytes.length > 0;
  const mended = kept.map(([name, value]): HeaderLine => {
    if (!isText || name.toLowerCase() !== 'content-type') return [name, value];
    return [name, value.replace(/(charset\s*=\s*)"?[^\s;"]+"?/i, '$1utf-8')];
  });
  return body.bytes.length === 0 ? mended : withContentLength(mended, body.bytes.length);
}

/** From the text of the URL, whose escapes and repeated parameters a parser would change. */
function targetOf(url: string): string {
  const target = /^[a-z]+:\/\/[^/?#]*([^#]*)/i.exec(url)?.[1] ?? '';
  const path = target.startsWith('/') ? target : `/${target}`;
  // A raw space or letter beyond ASCII could not stand in a request line.
  return path.replace(/[^\x21-\x7e]+/g, (text) => encodeURIComponent(text.toWellFormed()));
}

function hostOf(url: string): string {
  const authority = /^(?:https?|wss?):\/\/([^/?#]*)/i.exec(url)?.[1] ?? '';
  return authority.slice(authority.lastIndexOf('@') + 1).toLowerCase();
}

function mostFrequent(hosts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const host of hosts) counts.set(host, (counts.get(host) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0] ?? '';
}

/** Hosts come from the file, and the report is printed. */
function printable(host: string): string {
  return host.replace(/[^a-z0-9.:[\]-]/g, '?').slice(0, 100);
}

function importFailed(path: string, what: string, cause?: unknown): GateError {
  return new GateError({
    code: 'import-failed',
    message: `${path} ${what}.`,
    remedy: 'Name a HAR 1.2 file; filter a very large one by host, or split it, where it was made.',
    cause,
  });
}
