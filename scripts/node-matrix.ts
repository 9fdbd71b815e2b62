/**
 * `npm run test:matrix [-- --only 18,24] [--quick]`: runs the tests of the agent with services on Node 18, 20, 22, 24 and 26, which come
 * as packages from npm and are kept in a cache. A version that cannot be had here is named with the reason and skipped. `--quick` leaves
 * out the hostile targets and the secrets. Prints versions with what passed; ends with 1 when a test failed or no version was tried.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { only: { type: 'string' }, quick: { type: 'boolean' } } });
const majors = (values.only ?? '18,20,22,24,26').split(',');
const tests = ['test/agent/node', ...(values.quick ? [] : ['test/agent/hostile', 'test/end-to-end/secrets'])];
const root = resolve(import.meta.dirname, '..');
const cache = join(root, 'node_modules/.cache/node-matrix');
const platform = process.platform === 'win32' ? 'win' : process.platform;
const program = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';

type Result = {
  readonly version: string;
  readonly told: string;
  readonly state: 'passed' | 'failed' | 'skipped';
};

const results = majors.map(tryMajor);
process.stdout.write('\n');
for (const { version, told } of results) process.stdout.write(`${version.padEnd(10)} ${told}\n`);
const isTried = results.some(({ state }) => state !== 'skipped');
process.exitCode = isTried && results.every(({ state }) => state !== 'failed') ? 0 : 1;

function tryMajor(major: string): Result {
  if (!/^\d+$/.test(major)) throw new Error(`--only takes major versions such as 18,24, not "${major}"`);
  const found = findNode(major);
  if (found.node === null) return { version: `v${major}`, told: `skipped: ${found.why}`, state: 'skipped' };
  const version = versionOf(found.node) ?? '';
  process.stdout.write(`${version}: ${tests.join(' ')}\n`);
  return { version, ...runTests(found.node) };
}

type Found = { readonly node: string } | { readonly node: null; readonly why: string };

/** The Node that runs this, one of the cache, one from npm or, without a network, one of the machine. */
function findNode(major: string): Found {
  const folder = join(cache, major);
  const name = `node-${platform}-${process.arch}`;
  const kept = join(folder, 'node_modules', name, program);
  const isMajor = (node: string) => versionOf(node)?.startsWith(`v${major}.`) ?? false;
  if (isMajor(process.execPath)) return { node: process.execPath };
  if (existsSync(kept) && isMajor(kept)) return { node: kept };
  const flags = ['--prefix', folder, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'];
  const installed = spawnSync('npm', ['install', ...flags, `${name}@${major}`], {
    encoding: 'utf8',
    timeout: 300_000,
  });
  if (existsSync(kept) && isMajor(kept)) return { node: kept };
  if (isMajor('/usr/bin/node')) return { node: '/usr/bin/node' };
  const [why = 'npm did not answer in time'] = /npm error .*/.exec(installed.stderr ?? '') ?? [];
  return { node: null, why: `${name}@${major} could not be fetched (${why})` };
}

function versionOf(node: string): string | null {
  const { status, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

function runTests(node: string): Pick<Result, 'told' | 'state'> {
  const folder = mkdtempSync(join(tmpdir(), 'node-matrix-'));
  try {
    const report = join(folder, 'report.json');
    const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
    const env = { ...process.env, SHADOWGATE_TEST_NODE: node };
    const flags = ['--json', `--outputFile=${report}`, '--silent'];
    const ran = spawnSync(process.execPath, [...jest, ...tests, ...flags], {
      ...{ cwd: root, env, encoding: 'utf8', timeout: 1_800_000, maxBuffer: 64 * 1024 * 1024 },
    });
    if (!existsSync(report))
      return { told: `failed: no report\n${ran.stderr.slice(-2_000)}`, state: 'failed' };
    return summary(JSON.parse(readFileSync(report, 'utf8')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As Jest writes it with `--json`. */
type Report = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
};

function summary(report: Report): Pick<Result, 'told' | 'state'> {
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  const counts = `${report.numPassedTests} passed, ${failed} failed, ${report.numPendingTests} skipped`;
  const failures = report.testResults.flatMap(({ name, message, assertionResults }) => {
    const broken = assertionResults.filter(({ status }) => status === 'failed');
    const told = broken.map((one) => `${one.fullName}\n${one.failureMessages.join('\n').slice(0, 1_500)}`);
    return assertionResults.length === 0 && message !== '' ? [`${name}\n${message.slice(0, 1_500)}`] : told;
  });
  for (const one of failures) process.stdout.write(`\nfailed: ${one}\n`);
  return { told: counts, state: failed > 0 ? 'failed' : 'passed' };
}
