/** A git repository with a service of the bench, in which each change is a commit of a coding assistant. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { credentialsOf } from './bench-redaction.ts';
import type { BenchedApp } from './benched-app.ts';
import { recordingOf, repositoryRoot } from './benched-apps.ts';
import { applyEdits, type SeededChange } from './seeded-change.ts';

export type AppRepository = {
  readonly folder: string;
  /** Commits the change on top of the base; gives the commit. */
  commit(change: SeededChange): string;
};

/** Makes it in `folder`, with settings and recording as a user would have committed them. */
export function createAppRepository(app: BenchedApp, folder: string): AppRepository {
  const source = join(repositoryRoot, app.folder);
  mkdirSync(folder, { recursive: true });
  for (const name of ['package.json', ...new Set(app.sources.map((file) => file.split('/')[0] ?? ''))])
    cpSync(join(source, name), join(folder, name), { recursive: true });
  write(folder, '.github/shadowgate.yml', settingsOf(app));
  cpSync(recordingOf(app), join(folder, '.github/shadowgate.sgrec'));
  git(folder, 'init', '--quiet', '--initial-branch=main');
  commitAll(folder, 'Begin');
  const textOf = (file: string) => readFileSync(join(source, file), 'utf8');
  return {
    folder,
    commit: (change) => {
      git(folder, 'switch', '--quiet', '--detach', 'main');
      for (const [file, text] of applyEdits(change.edits, textOf)) write(folder, file, text);
      commitAll(folder, `Improve the service\n\nCo-Authored-By: Claude <noreply@anthropic.com>`);
      return git(folder, 'rev-parse', 'HEAD').trim();
    },
  };
}

/** JSON is YAML. */
function settingsOf(app: BenchedApp): string {
  const credentials = credentialsOf(app);
  return JSON.stringify(
    {
      version: 1,
      service: {
        ...{ name: app.name, install: null, build: null, start: app.start.join(' ') },
        ...{ 'port-variable': 'PORT', 'data-variable': 'DATA_DIR', 'ready-path': '/health' },
        env: { ...app.environment, ...app.upstreams },
        ...(app.keepsFiles ? { state: ['folder'] } : {}),
      },
      recording: '.github/shadowgate.sgrec',
      replay: { credentials },
      policy: { seniors: { users: ['sara'] } },
    },
    undefined,
    2,
  );
}

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function commitAll(folder: string, message: string): void {
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', message);
}

function git(folder: string, ...command: readonly string[]): string {
  const person = ['-c', 'user.name=Tomas Berg', '-c', 'user.email=tomas@example.com', '-c', 'gc.auto=0'];
  return execFileSync('git', [...person, ...command], { cwd: folder, encoding: 'utf8' });
}
