/**
 * `npm run demo`: makes a repository out of the shop, with a baseline by a person and a branch of three commits, two of
 * them marked by coding tools; gates the branch; adds a senior's approval; asks for the verdict again. With
 * `--without-bad-commit` the commit that changes the rounding is left out, and the gate passes by itself. With `--keep`
 * repository, evidence and comment stay, to be looked at and asked again.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const badCommit = '1-keep-whole-cents.patch';
const withoutBadCommit = process.argv.includes('--without-bad-commit');
const isKept = process.argv.includes('--keep');

const folder = mkdtempSync(join(tmpdir(), 'shadowgate-demo-'));
let running: ChildProcess | undefined;
process.on('exit', () => isKept || rmSync(folder, { recursive: true, force: true }));
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => void stopOn(name));

try {
  process.exitCode = await demo();
  sayWhatIsLeft();
} catch (error) {
  process.stderr.write(`The demo ended early: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function demo(): Promise<number> {
  const repository = join(folder, 'shop');
  const evidence = join(folder, 'evidence');
  makeRepository(repository);
  say(`A shop, and a branch of ${patches().length} commits, as a repository in ${repository}`);
  execFileSync('git', ['log', '--format=  %h %an: %s', 'main..change'], {
    cwd: repository,
    stdio: 'inherit',
  });

  const gate = ['gate', '--repo', repository, '--base', 'main', '--head', 'change', '--evidence', evidence];
  const code = await shadowgate([...gate, '--markdown', join(folder, 'comment.md')]);
  if (withoutBadCommit) return expected(code, 0, 'passed: nothing to approve');
  if (expected(code, 1, 'awaiting-approval, so the merge would be held') !== 0) return 1;

  say('Sara is a senior in .github/shadowgate.yml. She has looked at the evidence and approves it');
  await shadowgate(['approve', '--evidence', evidence, '--as', 'sara']);
  const again = await shadowgate(['verdict', '--evidence', evidence, '--repo', repository, '--base', 'main']);
  return expected(again, 0, 'passed, without replaying again');
}

/** Who wants to look further needs the folder, which is removed by default. */
function sayWhatIsLeft(): void {
  if (isKept) {
    say(
      `Kept in ${folder}: shop, evidence and comment.md. What both builds held where they part is shown by`,
    );
    const place = '--exchange x000279 --at src/pricing.js:10';
    const where = `--repo ${folder}/shop --evidence ${folder}/evidence`;
    process.stdout.write(`\n  npm run -s shadowgate -- capture ${place} ${where}\n`);
  } else {
    say('Repository and evidence are removed. To look at them: npm run demo -- --keep');
  }
}

/** A baseline by a person, and the branch that coding tools helped to write. */
function makeRepository(repository: string): void {
  cpSync(join(root, 'examples/shop'), repository, { recursive: true });
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Tomas Berg', '-c', 'user.email=tomas@example.com', ...args], {
      cwd: repository,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message=Open the shop');
  git('switch', '--quiet', '--create', 'change');
  git('am', '--quiet', ...patches());
  git('switch', '--quiet', 'main');
}

function patches(): readonly string[] {
  const folderOfPatches = join(root, 'examples/changes');
  const names = readdirSync(folderOfPatches).sort();
  return names
    .filter((name) => !(withoutBadCommit && name === badCommit))
    .map((name) => join(folderOfPatches, name));
}

async function shadowgate(args: readonly string[]): Promise<number> {
  const shown = args.map((arg) => arg.replace(folder, '…')).join(' ');
  process.stdout.write(`\n$ shadowgate ${shown}\n`);
  running = spawn(process.execPath, ['src/cli/main.ts', ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code, signal] = await once(running, 'exit');
  running = undefined;
  return signal === null ? code : 2;
}

function expected(code: number, wanted: number, meaning: string): number {
  const asExpected = code === wanted;
  say(
    `Exit code ${code} ${asExpected ? `as expected: ${meaning}` : `where ${wanted} was expected (${meaning})`}`,
  );
  return asExpected ? 0 : 1;
}

/** Ctrl-C reaches the gate too; what it started is stopped by it, and we wait for that. */
async function stopOn(signal: 'SIGINT' | 'SIGTERM'): Promise<void> {
  if (running) {
    running.kill(signal);
    await once(running, 'exit');
  }
  process.exit(signal === 'SIGINT' ? 130 : 143);
}

function say(text: string): void {
  process.stdout.write(`\n▸ ${text}\n`);
}
