/**
 * `npm run cases [-- FOLDER [NAME…]]`: judges published services in two versions and prints, per case, whether what is
 * expected was found, and what else was counted. Installs are kept in CORPUS_CACHE, or in the user's cache folder.
 */
import { mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Finding } from '../../src/domain/divergence.ts';
import { describeError } from '../../src/errors.ts';
import { agentPathFrom } from '../../src/preparation/agent-path.ts';
import { handleSignals } from '../../src/shadow/processes/handle-signals.ts';
import { createTeardown } from '../../src/shadow/processes/teardown.ts';
import { type Case, loadCases } from './case-files.ts';
import { type JudgedCase, judgeCase } from './judge-case.ts';
import { beyondExpected, flatPlace, shows } from './match-expected.ts';

type Row = {
  readonly name: string;
  readonly kind: string;
  readonly found: number;
  readonly expected: number;
  readonly beyond: readonly string[];
  readonly seconds: number;
  readonly problem: string | null;
  readonly note: string;
};

const arguments_ = process.argv.slice(2);
const verbose = arguments_.includes('--verbose');
const [folder = '../shared/cases', ...names] = arguments_.filter((argument) => !argument.startsWith('--'));
const cacheFolder = resolve(process.env['CORPUS_CACHE'] ?? join(homedir(), '.cache', 'shadowgate', 'cases'));
mkdirSync(cacheFolder, { recursive: true });

const rows: Row[] = [];
for (const found of loadCases(resolve(folder), names)) {
  const row = await judgeInTime(found);
  rows.push(row);
  printRow(row);
}
printTotal(rows);
process.exitCode = rows.every(isRight) ? 0 : 1;

/** A case that cannot be judged is wrong, and the others are judged all the same. */
async function judgeInTime(found: Case): Promise<Row> {
  const startedAt = performance.now();
  const teardown = createTeardown({ journalFolder: join(tmpdir(), 'shadowgate-cases-journal') });
  const release = handleSignals(teardown, process);
  const seconds = () => (performance.now() - startedAt) / 1000;
  const shared = { name: found.name, kind: found.kind, expected: found.expected.length };
  try {
    const judged = await judgeCase(found, cacheFolder, {
      environment: process.env,
      onProgress: () => undefined,
      signal: teardown.signal,
      teardown,
      agentPath: agentPathFrom(import.meta.url),
      version: 'cases',
      now: () => new Date(),
    });
    return { ...shared, ...holdAgainst(found, judged), seconds: seconds(), problem: null };
  } catch (error) {
    const problem = describeError(error, 'cases')
      .split('\n')
      .slice(0, verbose ? 20 : 1)
      .join('\n     ');
    return { ...shared, found: 0, beyond: [], seconds: seconds(), problem, note: '' };
  } finally {
    await teardown.run();
    release();
  }
}

function holdAgainst(found: Case, judged: JudgedCase): Pick<Row, 'found' | 'beyond' | 'note'> {
  const counted = judged.findings.filter(({ disposition }) => disposition.kind === 'counted');
  const isFound = (expected: Case['expected'][number]) => {
    if ('boot' in expected)
      return judged.startFailure !== null && new RegExp(expected.match).test(judged.startFailure);
    // Memory is not compared yet, so such an expectation is missed.
    if ('memory' in expected) return false;
    return counted.some((finding) => shows(finding, judged.stepOf(finding.exchangeId), expected));
  };
  const missing = found.expected.filter((expected) => !isFound(expected));
  const describe = (finding: Finding) =>
    `${judged.stepOf(finding.exchangeId)} ${finding.divergence.kind} ${flatPlace(finding.divergence.place)}: ` +
    `${finding.divergence.baseline?.text ?? '(absent)'} → ${finding.divergence.candidate?.text ?? '(absent)'} [${finding.disposition.kind === 'noise' ? finding.disposition.reason : finding.disposition.kind}]`;
  if (verbose) for (const finding of judged.findings) process.stdout.write(`    ${describe(finding)}\n`);
  // A candidate that does not start is a difference as any other, unless the case expects that.
  const mayFail = found.expected.some((expected) => 'boot' in expected && isFound(expected));
  const beyond = mayFail ? [] : beyondExpected(counted, judged.stepOf, found);
  if (verbose) for (const text of judged.departures) process.stdout.write(`    departed: ${text}\n`);
  const second = found.requests.steps.filter(({ port2 }) => port2).length;
  const leftOut =
    second === 0 ? [] : [`  left out: ${second} steps to a second port, which an instance does not have yet`];
  const lost = missing.map((one) => `  missing: ${JSON.stringify(one)}`);
  return {
    found: found.expected.length - missing.length,
    beyond: beyond.map(describe),
    note: [
      `${judged.exchanges} exchanges, fidelity ${(judged.fidelity * 100).toFixed(0)} %`,
      ...leftOut,
      ...lost,
    ].join('\n'),
  };
}

function isRight({ problem, found, expected, kind, beyond }: Row): boolean {
  return problem === null && found === expected && (kind !== 'equal' || beyond.length === 0);
}

function printRow(row: Row): void {
  const mark = isRight(row) ? 'ok  ' : 'FAIL';
  const score = row.kind === 'equal' ? '    –' : `${row.found} of ${row.expected}`.padStart(5);
  const beyond = String(row.beyond.length).padStart(4);
  process.stdout.write(
    `${mark} ${row.name.padEnd(38)} ${row.kind.padEnd(10)} found ${score}   beyond ${beyond}   ${row.seconds.toFixed(1).padStart(5)} s   ${row.note}\n`,
  );
  if (row.problem !== null) process.stdout.write(`     ${row.problem}\n`);
  if (row.kind === 'equal' || verbose)
    for (const text of row.beyond) process.stdout.write(`     beyond: ${text.slice(0, 400)}\n`);
}

function printTotal(all: readonly Row[]): void {
  const different = all.filter(({ kind }) => kind !== 'equal');
  const equal = all.filter(({ kind }) => kind === 'equal');
  const found = different.reduce((sum, row) => sum + row.found, 0);
  const expected = different.reduce((sum, row) => sum + row.expected, 0);
  const counted = equal.reduce((sum, row) => sum + row.beyond.length, 0);
  const seconds = all.reduce((sum, row) => sum + row.seconds, 0);
  process.stdout.write(
    `\n${all.filter(isRight).length} of ${all.length} cases right · ${found} of ${expected} expected differences found · ` +
      `${counted} counted findings on ${equal.length} equal cases · ${seconds.toFixed(0)} s\n`,
  );
}
