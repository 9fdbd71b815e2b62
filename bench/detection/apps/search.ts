import type { BenchedApp } from '../benched-app.ts';
import type { DriveClient, Driver } from '../drive-client.ts';

const adminKey = 'admin-key-for-the-shadow';

/** Search in the old style: CommonJS, callbacks, a cache in memory. */
export const search: BenchedApp = {
  name: 'search',
  folder: 'test/fixtures/apps/search',
  start: ['node', 'server.js'],
  environment: {},
  upstreams: {},
  keepsFiles: true,
  secrets: [adminKey, 'no-such-admin-key-here'],
  sources: [
    'server.js',
    ...['catalogue', 'search', 'cache', 'render', 'stats'].map((name) => `lib/${name}.js`),
  ],
  drive,
};

const terms = ['tea', 'Bread', 'hot water', 'soup', 'coffee', 'lemon'];
const german = { 'accept-language': 'de-DE,de;q=0.9' };

async function drive({ client, below }: Driver): Promise<void> {
  const reader = client();
  for (const term of terms) await reader.get(`/search?q=${encodeURIComponent(term)}`);
  for (let number = 0; number < 6; number += 1) {
    const term = encodeURIComponent(terms[below(terms.length)] ?? '');
    await reader.get(`/search?q=${term}&page=${1 + below(3)}&size=${2 + below(4)}`);
  }
  await refinements(reader);
  for (const prefix of ['b', 'te', 'TE', 'gr', 'zz', '']) await reader.get(`/suggest?prefix=${prefix}`);
  for (const id of ['tea-green', 'salt', 'coffee-cold', 'nothing'])
    await reader.get(`/documents/${id}/related`);
  for (const id of ['tea-ice', 'cake-lemon', 'bread-white', 'tee-gruen', 'nothing']) {
    await reader.get(`/documents/${id}`);
    await reader.get(`/documents/${id}`, { accept: 'text/html' });
  }
  await reader.get('/export.csv');
  await saves(client());
  await reader.get('/search?q=tea');
  await reader.get('/search?q=rooibos');
  await reader.get('/export.csv');
  await reader.get('/stats');
  await reader.get('/nowhere');
  reader.close();
}

async function refinements(reader: DriveClient): Promise<void> {
  for (const target of [
    ...['/search?q=brot', '/search?q=TEA', '/search?q=gruner&size=1', '/search', '/search?q=%20'],
    ...['/search?q=bread&sort=newest', '/search?q=bread&sort=title', '/search?q=bread&size=100'],
    ...['/search?q=water&tag=hot', '/search?q=water&tag=drink&tag=Hot', '/search?q=soup&page=0'],
    ...['/search?q=tea&page=9', '/search?q=xyzzy', '/search?q=tea&size=3&page=2'],
  ])
    await reader.get(target);
  for (const term of ['brot', 'tee', 'grüner', 'bread'])
    await reader.get(`/search?q=${encodeURIComponent(term)}`, german);
}

async function saves(editor: DriveClient): Promise<void> {
  const put = (id: string, body: unknown) => editor.send({ method: 'PUT', path: `/documents/${id}`, body });
  const rooibos = { title: ' Rooibos tea ', text: 'Rooibos is no tea, and is hot', tags: ['Drink', 'HOT'] };
  await put('rooibos', rooibos);
  editor.headers['x-admin-key'] = 'no-such-admin-key-here';
  await put('rooibos', rooibos);
  editor.headers['x-admin-key'] = adminKey;
  await put('rooibos', rooibos);
  await put('rooibos', { ...rooibos, text: 'Rooibos, steeped for six minutes', version: 1 });
  await put('rooibos', { ...rooibos, version: 1 });
  await put('soup-pea', { title: 'Pea soup', text: 'With mint', tags: ['soup'] });
  await put('long', { title: 'x'.repeat(80), tags: [] });
  await put('longer', { title: 'x'.repeat(81), tags: [] });
  await put('blank', { title: '  ', tags: [] });
  await put('untagged', { title: 'Untagged' });
  await put('broken', '{"title":');
  await editor.get('/documents/rooibos');
  editor.close();
}
