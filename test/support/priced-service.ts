import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Exchange } from '../../src/domain/recording.ts';
import { createRecording } from '../../src/recording/file/recording-writer.ts';
import { createRepository, type TestRepository } from './repository.ts';

/** A repository with a tiny service, a recording of it on the base branch, and a change by a coding tool. */
export type PricedService = {
  readonly repository: TestRepository;
  readonly base: string;
  /** Rounds down instead of to the nearest. */
  readonly head: string;
  /** What the settings file on the base branch says. */
  readonly settings: string;
};

export const settingsPath = '.github/shadowgate.yml';

const settings = `version: 1
service: { name: prices, start: node service.js, ready-path: /prices/1 }
recording: .github/traffic.sgrec
policy: { seniors: { roles: [maintain] } }
`;

/** The service as a file for Node, with `Math.<rounding>` in its fifth line. */
export const pricesSource = (rounding: string) => `const { createServer } = require('node:http');

function discounted(price) {
  const reduced = price * 0.9;
  return Math.${rounding}(reduced);
}

const server = createServer((request, response) => {
  const price = Number(request.url.split('/').pop());
  const body = JSON.stringify({ price, discounted: discounted(price) });
  response.writeHead(200, { 'content-type': 'application/json' }).end(body);
});
server.listen(Number(process.env.PORT), '127.0.0.1');
`;

/** What a test may have otherwise than it is by default. */
export type PricedServiceOptions = {
  /** Null for a repository without a settings file. */
  readonly settings?: string | null;
  /** Source of the service at base. */
  readonly before?: string;
  /** Source of the service at head. */
  readonly after?: string;
  /** Message of the commit at head. */
  readonly message?: string;
};

export const messageByTool = 'Round discounts down\n\nCo-Authored-By: Claude <noreply@anthropic.com>';

/** Used by end-to-end tests that need a whole gate to have something to judge; the caller cleans the repository up. */
export async function createPricedService(options: PricedServiceOptions = {}): Promise<PricedService> {
  const written = options.settings === undefined ? settings : options.settings;
  const repository = await createRepository();
  const base = await repository.commit({
    message: 'Sell at a discount',
    files: {
      'service.js': options.before ?? pricesSource('round'),
      'package.json': '{ "name": "prices", "version": "1.0.0", "private": true, "main": "service.js" }\n',
      ...(written === null ? {} : { [settingsPath]: written }),
      '.github/traffic.sgrec': await recordedTraffic(),
    },
  });
  await repository.git('update-ref', 'refs/remotes/origin/main', base);
  await repository.branch('topic');
  const head = await repository.commit({
    message: options.message ?? messageByTool,
    files: { 'service.js': options.after ?? pricesSource('floor') },
  });
  return { repository, base, head, settings: written ?? '' };
}

/** The bytes of a recording of twenty prices, each rounded to the nearest. */
export async function recordedTraffic(): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'shadowgate-test-traffic-'));
  try {
    const path = join(folder, 'traffic.sgrec');
    const header = { createdAt: '2026-11-01T10:00:00.000Z', recorder: 'test', keyId: '00000000' };
    const writer = await createRecording(path, header);
    for (let price = 1; price <= 20; price += 1) await writer.append(exchangeOf(price));
    await writer.close({ seen: 20, recorded: 20, truncated: 0, dropped: 0 });
    return await readFile(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function exchangeOf(price: number): Exchange {
  const responseBody = Buffer.from(JSON.stringify({ price, discounted: Math.round(price * 0.9) }));
  return {
    id: `x${String(price).padStart(6, '0')}`,
    session: 'one',
    startedAt: Date.parse('2026-11-01T10:00:00.000Z') + price * 100,
    durationMs: 2,
    method: 'GET',
    target: `/prices/${price}`,
    requestHeaders: [['accept', 'application/json']],
    status: 200,
    responseHeaders: [
      ['content-type', 'application/json'],
      ['content-length', String(responseBody.byteLength)],
    ],
    requestBody: new Uint8Array(),
    responseBody,
  };
}
