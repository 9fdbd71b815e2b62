import { describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../../src/config/load-config.ts';
import { serviceUnknown } from '../../../src/shadow/detection/service-unknown.ts';

const explain = (names: readonly string[], directory = '.') =>
  serviceUnknown(directory, {
    readFile: async (path) => (names.includes(path) ? '' : null),
    listFiles: async () => names,
  });

/** The settings as a person would copy them out of the remedy. */
const linesOf = (remedy: string) =>
  remedy
    .split('\n')
    .slice(1)
    .map((line) => line.slice(6))
    .join('\n');

describe('a service that cannot be found out', () => {
  test.each([
    ['Go', 'go.mod', 'go build -o ./service .', './service'],
    ['Rust', 'Cargo.toml', 'cargo build --release', './target/release/NAME'],
    ['Java', 'pom.xml', 'mvn -q -DskipTests package', 'java -jar target/NAME.jar --server.port={port}'],
    ['Ruby', 'Gemfile', 'bundle install', 'bundle exec rackup --host 127.0.0.1 --port {port}'],
  ])('in %s is told with settings that are valid as they stand', async (_, file, build, start) => {
    const { code, remedy } = await explain([file]);
    expect(code).toBe('service-unknown');
    expect(loadConfig(linesOf(remedy), 'shadowgate.yml').service).toEqual({ build, start });
  });

  test('in an unknown language is told with three lines', async () => {
    const { remedy, message } = await explain(
      Array.from({ length: 9 }, (_, index) => `file-${index}`),
      'apps/x',
    );
    expect(linesOf(remedy)).toBe('version: 1\nservice:\n  start: COMMAND');
    expect(message).toContain('the service in apps/x starts');
    expect(message).toContain('file-7, ….');
  });

  test('in a repository of several services is asked for its folder', async () => {
    const { remedy } = await explain(['README.md', 'packages', 'services']);
    expect(loadConfig(linesOf(remedy), 'shadowgate.yml').service).toEqual({ directory: 'services/NAME' });
    expect(remedy).toContain('with the folder of the service:');
    expect(linesOf((await explain(['services'], 'services/a')).remedy)).toContain('start: COMMAND');
  });
});
