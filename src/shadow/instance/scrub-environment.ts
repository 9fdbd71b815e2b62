import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** An environment as Node has it. Variables are taken from it by name; the rest stays behind. */
export type Environment = Readonly<Record<string, string | undefined>>;

const forEveryStep = /^(PATH|LANG|LANGUAGE|LC_[A-Z]+|TZ)$/;

/**
 * What installing needs on top, and only installing: which registry, through which proxy, trusting which
 * certificates. Without these an offline mirror or a company registry cannot be reached at all.
 */
const forInstalling =
  /^(npm_config_(registry|cafile|ca|cache|proxy|https_proxy|http_proxy|noproxy|strict_ssl|offline|prefer_offline|fetch_retries|fetch_timeout|nodedir)|https?_proxy|no_proxy|node_extra_ca_certs|ssl_cert_(file|dir)|requests_ca_bundle|pip_(index_url|cert|find_links)|corepack_home|pnpm_home)$/i;

/** The part of the gate's environment that every step and instance may see: an allow-list, so no token slips by. */
export function scrubEnvironment(environment: Environment): Readonly<Record<string, string>> {
  return pick(environment, forEveryStep);
}

/** What the install step may see besides. A value with a password in its address stays behind. */
export function installSettings(environment: Environment): Readonly<Record<string, string>> {
  const settings = pick(environment, forInstalling);
  const cache =
    environment['HOME'] === undefined ? {} : { npm_config_cache: join(environment['HOME'], '.npm') };
  const harmless = Object.entries(settings).filter(([, value]) => !holdsPassword(value));
  return { ...cache, ...Object.fromEntries(harmless) };
}

/** The runner's npm settings without a line that holds a credential; empty when there are none. */
export async function npmSettingsWithoutCredentials(environment: Environment): Promise<string> {
  const named = environment['npm_config_userconfig'] ?? environment['NPM_CONFIG_USERCONFIG'];
  const global = environment['npm_config_globalconfig'] ?? environment['NPM_CONFIG_GLOBALCONFIG'];
  const user = named ?? (environment['HOME'] === undefined ? undefined : join(environment['HOME'], '.npmrc'));
  const texts = await Promise.all([global, user].map(readSettings));
  const lines = texts
    .join('\n')
    .split('\n')
    .map((line) => line.trim());
  return lines.filter((line) => line !== '' && !isCredential(line)).join('\n');
}

function pick(environment: Environment, names: RegExp): Readonly<Record<string, string>> {
  const picked = Object.entries(environment).filter(
    ([name, value]) => names.test(name) && value !== undefined,
  );
  return Object.fromEntries(picked) as Record<string, string>;
}

async function readSettings(path: string | undefined): Promise<string> {
  if (path === undefined) return '';
  return readFile(path, 'utf8').catch(() => '');
}

/** `_auth`, `//host/:_authToken`, passwords, client certificates, and addresses that hold a password. */
function isCredential(line: string): boolean {
  const [name = '', ...value] = line.split('=');
  return (
    /_auth|_password|username|email|certfile|keyfile|^(key|cert|otp)\b/i.test(name) ||
    holdsPassword(value.join('='))
  );
}

function holdsPassword(value: string): boolean {
  return /:\/\/[^/\s]*@/.test(value);
}
