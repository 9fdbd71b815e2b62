import { expect, test } from '@jest/globals';
import { detectRuby } from '../../../src/shadow/detection/detect-ruby.ts';
import { serviceFiles } from '../../../src/shadow/detection/service-files.ts';

const detect = (files: Readonly<Record<string, string>>) =>
  detectRuby(serviceFiles('.', async (path) => files[path] ?? null));

test.each([
  ['rackup', { Gemfile: "gem 'sinatra'\n" }, 'bundle exec rackup --host 127.0.0.1 --port {port}'],
  ['puma', { Gemfile: "gem 'puma', '~> 7'\n" }, 'bundle exec puma -b tcp://127.0.0.1:{port}'],
  [
    'Rails',
    { Gemfile: "gem 'rails'\ngem 'puma'\n", 'config/application.rb': '' },
    'bundle exec rails server -b 127.0.0.1 -p {port}',
  ],
  ['rackup without bundler', {}, 'rackup --host 127.0.0.1 --port {port}'],
])('config.ru is started by %s', async (_, files, start) => {
  expect((await detect({ 'config.ru': '', ...files }))?.start?.value).toBe(start);
});

test('gems are installed inside the checkout', async () => {
  expect((await detect({ Gemfile: '' }))?.install?.value).toContain('path vendor/bundle && bundle install');
  expect((await detect({ 'config.ru': '' }))?.install?.value).toBeNull();
});

test('a Gemfile alone says nothing of a start, and no file nothing at all', async () => {
  expect((await detect({ Gemfile: '' }))?.start).toBeNull();
  expect(await detect({})).toBeNull();
});
