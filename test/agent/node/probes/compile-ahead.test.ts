import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { nodes } from '../../agent-service.ts';

const folder = resolve('src/agent/node');

/** Answers one request under block coverage, and prints which scripts passed a counter of theirs. */
const program = (before: string) => `
const { openSession } = require('${folder}/probes/inspector-session.cjs');
const { compileAhead } = require('${folder}/probes/compile-ahead.cjs');
const { encode } = require('${folder}/capture/encode.cjs');
const http = require('node:http');
const session = openSession();
${before}
session.post('Profiler.enable');
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
const server = http.createServer((_, response) => response.end(encode([1])));
server.listen(0, '127.0.0.1', async function () {
  await (await fetch('http://127.0.0.1:' + this.address().port)).text();
  const { result } = session.post('Profiler.takePreciseCoverage');
  const passed = result.filter(({ functions }) =>
    functions.some(({ isBlockCoverage, ranges }) => isBlockCoverage && ranges.some(({ count }) => count > 0)));
  console.log(JSON.stringify(passed.map(({ url }) => url)));
  process.exit();
});`;

function passedCounters(node: string, before: string): readonly string[] {
  return JSON.parse(execFileSync(node, ['-e', program(before)], { encoding: 'utf8', timeout: 30_000 }));
}

const ofServer = /^node:_http_(?:incoming|outgoing|server)$/;
const ofAgent = /capture\/encode\.cjs$/;

describe.each(nodes)('block coverage on $name', ({ node }) => {
  test('counts nothing of what Node and the agent do for a request', () => {
    const urls = passedCounters(node, `compileAhead({ session, folder: '${folder}' });`);
    expect(urls.filter((url) => ofServer.test(url) || ofAgent.test(url))).toEqual([]);
    expect(urls).toContain('[eval]');
  });

  test('would count it, where it is compiled as it is called', () => {
    const urls = passedCounters(node, '');
    expect(urls.some((url) => ofServer.test(url))).toBe(true);
    expect(urls.some((url) => ofAgent.test(url))).toBe(true);
  });
});
