/** What every route needs of HTTP: a JSON body in, a JSON answer out, and a way to refuse. */
import { createHash, randomUUID } from 'node:crypto';

const maximumBodyBytes = 64 * 1024;

/** A refusal that the client may read. */
export class Problem extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export async function readJson(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > maximumBodyBytes) throw new Problem(413, 'the body is too large');
    chunks.push(chunk);
  }
  if (bytes === 0) return {};
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new Problem(400, 'the body is not JSON');
  }
}

export function answer(response, { status, body, headers = {} }) {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store, private',
    etag: `"${createHash('sha256').update(text).digest('hex').slice(0, 16)}"`,
    'x-request-id': randomUUID(),
    ...headers,
  });
  response.end(text);
}
