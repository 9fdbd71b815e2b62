import { describe, expect, test } from '@jest/globals';
import type { CapturedValue, Hit, Probe } from '../../../../src/domain/runtime-snapshot.ts';
import { compareCaptured } from '../../../../src/snapshots/comparing/compare-captured.ts';
import { nodes, startAgentService } from '../../agent-service.ts';
import { pythons, skipWithoutPython } from '../../pythons.ts';

const most = 262_144;
/** As a capture that a person asks for has them. */
const deep = { fields: 200, items: 500, string: 8_192, nodes: 5_000, digestNodes: 20_000, depth: 6 };

const inNode = `
const http = require('node:http');
const text = (seed, length) => Array.from({ length }, (_, at) => 'word' + ((at * 7 + seed) % 97)).join(' ');
function look(target) {
  const small = { sku: 'A1', tags: ['x', 'y'] };
  const name = 'Ann';
  const large = { rows: Array.from({ length: 90 }, (_, at) => ({ at, note: text(at, 900) })) };
  if (target.includes('changed')) large.rows[80].note += '!';
  const wide = Array.from({ length: 400 }, (_, at) => ({ at, left: { note: text(at, 40) } }));
  const other = target.includes('other') ? text(3, 1_000) : '';
  return [small, name, large, wide, other]; //place
}
const server = http.createServer((request, response) => { response.end(String(look(request.url).length)); });
server.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port));
`;
const inPython = `
from http.server import BaseHTTPRequestHandler, HTTPServer
def text(seed, length):
    return ' '.join(f'word{(at * 7 + seed) % 97}' for at in range(length))
def look(target):
    small = {'sku': 'A1', 'tags': ['x', 'y']}
    name = 'Ann'
    large = {'rows': [{'at': at, 'note': text(at, 900)} for at in range(90)]}
    if 'changed' in target: large['rows'][80]['note'] += '!'
    wide = [{'at': at, 'left': {'note': text(at, 40)}} for at in range(400)]
    other = text(3, 1000) if 'other' in target else ''
    return [small, name, large, wide, other] #place
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = str(len(look(self.path))).encode()
        self.send_response(200)
        self.send_header('content-length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_): pass
server = HTTPServer(('127.0.0.1', 0), Handler)
print(f'port {server.server_port}', flush=True)
server.serve_forever()
`;

const names = ['small', 'name', 'large', 'wide', 'other'];

type Target = { readonly node: string; readonly file: string; readonly source: string };

/** The hits of three exchanges: as it is, with a change far inside, and with one more large variable beside it. */
async function hitsOf({ node, file, source }: Target): Promise<readonly Hit[]> {
  const line = source.split('\n').findIndex((text) => /(?:\/\/|#)place$/.test(text)) + 1;
  const column = (source.split('\n')[line - 1] ?? '').search(/\S/) + 1;
  const probe: Probe = {
    ...{ id: 'p001', file, line, column, names, statement: 'return', statementLine: line },
  };
  const service = await startAgentService({
    ...{ files: { [file]: source }, entry: file, node },
    channel: { probes: [probe], suspects: ['e1', 'e2', 'e3'], agentLimits: deep },
  });
  try {
    await service.ask('/', 'e1');
    await service.ask('/changed', 'e2');
    await service.ask('/other', 'e3');
    const { hits, dropped } = await service.channel.finish();
    expect(dropped).toBe(0);
    return hits;
  } finally {
    await service.stop();
  }
}

const never = () => false;
const held = (hit: Hit | undefined, name: string): CapturedValue =>
  hit?.values[name] ?? { type: 'not-captured' };
const differing = (a: Hit | undefined, b: Hit | undefined) =>
  names.filter((name) => compareCaptured(held(a, name), held(b, name), never).length > 0);

function reasonsIn(value: CapturedValue): readonly string[] {
  const inside = [...Object.values(value.fields ?? {}), ...(value.items ?? [])].flatMap(reasonsIn);
  return [...new Set([...(value.reason === undefined ? [] : [value.reason]), ...inside])];
}

function check(hits: readonly Hit[]): void {
  const [plain, changed, beside] = hits;
  expect(hits).toHaveLength(3);
  for (const hit of hits) {
    const size = JSON.stringify({ kind: 'hit', ...hit }).length;
    expect(size).toBeLessThanOrEqual(most);
    expect(size).toBeGreaterThan(most / 2);
  }
  // What is small is whole, and of what is large a person still gets the most.
  expect(reasonsIn(held(plain, 'small'))).toEqual([]);
  expect(held(plain, 'name').text).toBe('Ann');
  const rows = held(plain, 'large').fields?.['rows'];
  expect(rows?.items).toHaveLength(90);
  const note = rows?.items?.[80]?.fields?.['note'];
  expect(note).toMatchObject({
    type: 'string',
    reason: 'size',
    digest: expect.stringMatching(/^[0-9a-f]{16}$/),
  });
  expect(note?.text?.length).toBeGreaterThan(500);
  expect(note?.length).toBeGreaterThan(note?.text?.length ?? 0);
  expect(differing(plain, changed)).toEqual(['large']);
  // More of it is cut there, which is no difference.
  expect(differing(plain, beside)).toEqual(['other']);
}

skipWithoutPython();

describe('a hit that holds more than a snapshot may', () => {
  test.each(nodes)('is cut to the bound in $name', async ({ node }) => {
    check(await hitsOf({ node, file: 'app.cjs', source: inNode }));
  });

  if (pythons.length > 0)
    test.each(pythons)('is cut to the bound in $name', async ({ python }) => {
      check(await hitsOf({ node: python, file: 'app.py', source: inPython }));
    });
});
