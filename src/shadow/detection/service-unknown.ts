import { posix } from 'node:path';
import { GateError } from '../../errors.ts';

/** Files that name a language, and the settings that would start a service written in it. */
const languages = [
  { file: 'go.mod', build: 'go build -o ./service .', start: './service' },
  { file: 'Cargo.toml', build: 'cargo build --release', start: './target/release/NAME' },
  {
    file: 'pom.xml',
    build: 'mvn -q -DskipTests package',
    start: 'java -jar target/NAME.jar --server.port={port}',
  },
  {
    file: 'build.gradle',
    build: './gradlew assemble',
    start: 'java -jar build/libs/NAME.jar --server.port={port}',
  },
  {
    file: 'build.gradle.kts',
    build: './gradlew assemble',
    start: 'java -jar build/libs/NAME.jar --server.port={port}',
  },
  { file: 'Gemfile', build: 'bundle install', start: 'bundle exec rackup --host 127.0.0.1 --port {port}' },
  { file: 'composer.json', build: 'composer install', start: 'php -S 127.0.0.1:{port} -t public' },
  { file: 'mix.exs', build: 'mix compile', start: 'mix run --no-halt' },
  {
    file: 'pyproject.toml',
    build: 'python3 -m venv .venv && .venv/bin/pip install .',
    start: '.venv/bin/python -m NAME',
  },
] as const;

/** Where repositories of several services keep them, likeliest first. */
const foldersOfServices = ['services', 'apps', 'backend', 'packages'] as const;

type Search = {
  readonly readFile: (path: string) => Promise<string | null>;
  readonly listFiles?: () => Promise<readonly string[]>;
};

/** The error when nothing tells how the service starts; its remedy is the lines of settings that would. */
export async function serviceUnknown(directory: string, request: Search): Promise<GateError> {
  const where = directory === '.' ? 'the root of the repository' : directory;
  const language = await findLanguage(directory, request);
  const names = request.listFiles === undefined ? [] : await request.listFiles();
  const shown = names.slice(0, 8).join(', ');
  const seen = shown === '' ? '' : ` Seen there: ${shown}${names.length > 8 ? ', …' : ''}.`;
  const parts = directory === '.' ? foldersOfServices.find((name) => names.includes(name)) : undefined;
  const settings = parts === undefined ? '  start: COMMAND' : `  directory: ${parts}/NAME`;
  const lines = language ?? ['version: 1', 'service:', settings];
  const what =
    parts === undefined ? 'the command that keeps it in the foreground' : 'the folder of the service';
  return new GateError({
    code: 'service-unknown',
    message: `It cannot be told how the service in ${where} starts: no script \`start\`, no \`main\`, no server file, no Procfile was found.${seen}`,
    remedy: `Write these lines into .github/shadowgate.yml on the base branch, with ${what}:\n${lines.map((line) => `      ${line}`).join('\n')}`,
  });
}

async function findLanguage(directory: string, { readFile }: Search): Promise<readonly string[] | null> {
  for (const { file, build, start } of languages) {
    if ((await readFile(posix.join(directory, file))) === null) continue;
    return ['version: 1', 'service:', `  build: ${build}`, `  start: ${start}`];
  }
  return null;
}
