import type { Guess, Guesses, ServiceFiles } from './service-files.ts';

/** What Gemfile, config.ru and the files of Rails tell; null where there is neither Gemfile nor config.ru. */
export async function detectRuby({ read }: ServiceFiles): Promise<Guesses | null> {
  const [gems, rack, rails] = await Promise.all(['Gemfile', 'config.ru', 'config/application.rb'].map(read));
  if (gems === null && rack === null) return null;
  const bundled = gems === null ? '' : 'bundle exec ';
  return {
    name: null,
    install: installOf(gems ?? null),
    build: null,
    start:
      rack === null ? null : startOf(bundled, rails !== null, /^\s*gem\s+["']puma["']/m.test(gems ?? '')),
    env: {},
  };
}

function installOf(gems: string | null): Guess<string | null> {
  if (gems === null) return { value: null, because: 'install: nothing, since there is no Gemfile.' };
  // Inside the checkout, since its home is gone when the service starts.
  const value = 'bundle config set --local path vendor/bundle && bundle install';
  return { value, because: 'install: `bundle install` into vendor/bundle, because of Gemfile.' };
}

function startOf(bundled: string, isRails: boolean, hasPuma: boolean): Guess<string> {
  if (isRails) {
    const value = `${bundled}rails server -b 127.0.0.1 -p {port}`;
    return { value, because: `start: \`${value}\`, because of config/application.rb; RAILS_ENV is not set.` };
  }
  const value = hasPuma
    ? `${bundled}puma -b tcp://127.0.0.1:{port}`
    : `${bundled}rackup --host 127.0.0.1 --port {port}`;
  return { value, because: `start: \`${value}\`, because of config.ru.` };
}
