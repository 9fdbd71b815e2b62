/**
 * Makes `examples/parcels/recording.sgrec`, as `record-traffic.ts` does for the shop: needs python3. Run it again after a
 * change to the service: `node examples/record-parcels.ts`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { recordVisits, seeded, started, Visit } from './recorded-visits.ts';

const example = fileURLToPath(new URL('parcels', import.meta.url));
const zones = ['city', 'country', 'abroad'];
const weights = [250, 500, 1000, 1200, 2000, 9000, 17_000];

async function send(port: number, number: number): Promise<void> {
  const below = seeded(number + 1);
  const one = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const visit = new Visit(port, 'parcels.example.com');
  for (let asked = 1 + below(3); asked > 0; asked--)
    await visit.send('GET', `/rates?grams=${one(weights)}&zone=${one(zones)}`);
  if (number % 8 === 5) await visit.send('GET', '/rates?grams=31000&zone=city');
  const parcel = { grams: one(weights), zone: one(zones), reference: `order ${number}` };
  const key = (await visit.send('POST', '/parcels', parcel)).body['id'];
  for (let scans = below(4); scans > 0; scans--) await visit.send('POST', `/parcels/${key}/scans`);
  await visit.send('GET', `/parcels/${key}`);
  if (number % 9 === 2) await visit.send('POST', '/parcels', { grams: 100, zone: 'moon' });
  if (number % 9 === 4) await visit.send('GET', '/parcels/00000000-0000-4000-8000-000000000000');
  visit.end();
}

const data = await mkdtemp(join(tmpdir(), 'parcels-'));
const environment = { PORT: '0', DATA_DIR: data, PYTHONDONTWRITEBYTECODE: '1' };
const service = await started('python3', [join(example, 'server.py')], environment);
try {
  const out = join(example, 'recording.sgrec');
  await recordVisits({ upstreamPort: service.port, service: 'parcels', out, visits: 40, visit: send });
} finally {
  service.child.kill('SIGTERM');
  await rm(data, { recursive: true, force: true });
}
