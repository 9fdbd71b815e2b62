/** `shadowgate capture` of a service of Python: the protocol is the same, and so is what a person sees. */
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { CapturedState } from '../../src/domain/captured-state.ts';
import { type Gated, gateTwoVersions, recordedJson } from '../support/gate-two-versions.ts';
import { type CommandLine, createCommandLine } from '../support/run-shadowgate.ts';

const source = (operation: string) => `import json, os
from http.server import BaseHTTPRequestHandler, HTTPServer

def price(grams):
    steps = (grams + 499) // 500
    if steps > 10:
        return 9900
    fuel = ${operation}
    return steps * 225 + fuel

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        grams = int(self.path.rsplit("/", 1)[-1] or 0)
        body = json.dumps({"cents": price(grams)}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass

HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
`;
const settings = `version: 1
service: { name: parcels, start: python3 service.py, ready-path: /parcels/1 }
recording: traffic.sgrec
policy: { seniors: { users: [sara] } }
`;
const recorded = [700, 1300].map((grams, index) =>
  recordedJson(index, `/parcels/${grams}`, {
    cents: Math.floor((grams + 499) / 500) * 225 + (grams * 75 + 500 - ((grams * 75 + 500) % 1000)) / 1000,
  }),
);
const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) process.stdout.write('skip: this machine has no python3\n');
const testWithPython = hasPython ? test : test.skip;

let shadowgate: CommandLine;
let gated: Gated | null = null;
beforeAll(async () => {
  shadowgate = await createCommandLine();
  if (!hasPython) return;
  gated = await gateTwoVersions(shadowgate, {
    baseline: { 'service.py': source('(grams * 75 + 500) // 1000') },
    candidate: { 'service.py': source('grams * 75 // 1000') },
    ...{ settings, recorded },
  });
});
afterAll(async () => {
  await shadowgate.cleanUp();
  await gated?.repository.cleanUp();
});

testWithPython('both builds of a service of Python are shown beside each other', async () => {
  const options = ['--exchange', 'x000001', '--at', 'service.py:8', '--at', 'service.py#price'];
  const command = ['capture', '--evidence', gated?.folder ?? '', '--json', '--quiet', ...options];
  const { stdout, stderr } = await shadowgate.run(command, { cwd: gated?.repository.folder ?? '.' });
  expect(stderr).toBe('');
  const { places } = JSON.parse(stdout) as CapturedState;
  const after = places[0]?.looks.find(({ moment }) => moment === 'after')?.hits[0]?.values;
  expect(after?.find(({ name }) => name === 'fuel')).toMatchObject({
    ...{ state: 'differs', baseline: { text: '53' }, candidate: { text: '52' } },
  });
  expect(after?.find(({ name }) => name === 'steps')).toMatchObject({
    state: 'equal',
    candidate: { text: '2' },
  });
  const missed = places[1]?.looks.find(({ candidate }) => candidate?.line === 7);
  expect(missed?.candidate).toMatchObject({
    state: 'never-hit',
    note: '`if steps > 10` at :6 went the other way',
  });
});
