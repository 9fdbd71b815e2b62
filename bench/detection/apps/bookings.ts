import type { BenchedApp } from '../benched-app.ts';
import { cookieOf, type DriveClient, type Driver, memberOf } from '../drive-client.ts';

/** Rooms and bookings: TypeScript that Node runs as it is, sessions by cookie, a journal on disk. */
export const bookings: BenchedApp = {
  name: 'bookings',
  folder: 'test/fixtures/apps/bookings',
  start: ['node', 'src/server.ts'],
  environment: {},
  upstreams: {},
  keepsFiles: true,
  secrets: ['pin-of-mira-7731', 'pin-of-jon-5520', 'pin-of-ana-9142', 'pin-that-is-wrong'],
  sources: ['server', 'http', 'accounts', 'calendar', 'prices', 'journal', 'bookings'].map(
    (name) => `src/${name}.ts`,
  ),
  drive,
};

const dayMs = 86_400_000;
const rooms = ['aula', 'attic', 'loft', 'cellar'];

async function drive({ client, below }: Driver): Promise<void> {
  const midnight = Math.floor(Date.now() / dayMs) * dayMs;
  const at = (day: number, hours: number) =>
    new Date(midnight + day * dayMs + hours * 3_600_000).toISOString();
  const visitor = client();
  await visitor.get('/rooms');
  for (const seats of [4, 5, 8, 60, 61]) await visitor.get(`/rooms?seats=${seats}`);
  await visitor.get('/bookings');
  await logIn(visitor, 'jon@example.com', 'pin-that-is-wrong');
  const [mira, jon, ana] = [client(), client(), client()];
  await logIn(mira, 'mira@example.com', 'pin-of-mira-7731');
  await logIn(jon, 'Jon@Example.com', 'pin-of-jon-5520');
  await logIn(ana, 'ana@example.com', 'pin-of-ana-9142');
  const made: string[] = [];
  for (let number = 0; number < 6; number += 1) {
    const start = 8 + below(4) + below(4) / 4;
    const room = rooms[below(rooms.length)];
    const span = { from: at(number + 1, start), until: at(number + 1, start + 0.5 + below(12) / 7) };
    made.push(
      await book(jon, { room, ...span, title: `Meeting ${number}`, guests: 'a@example.com, b@example.com' }),
    );
  }
  await edges(jon, ana, at);
  await reads({ mira, jon, ana, visitor }, made, at);
  for (const one of [visitor, mira, jon, ana]) one.close();
}

async function logIn(client: DriveClient, email: string, pin: string): Promise<void> {
  client.headers['cookie'] = cookieOf(await client.post('/login', { email, pin }));
}

async function book(client: DriveClient, fields: object): Promise<string> {
  return memberOf(await client.post('/bookings', fields), 'id');
}

type At = (day: number, hours: number) => string;

async function edges(jon: DriveClient, ana: DriveClient, at: At): Promise<void> {
  await book(ana, { room: 'cellar', from: at(9, 10), until: at(9, 11), guests: 'g@example.com' });
  await book(jon, { room: 'cellar', from: at(9, 10.5), until: at(9, 11.5) });
  await book(jon, { room: 'cellar', from: at(9, 11), until: at(9, 12) });
  await book(ana, {
    room: 'loft',
    from: at(9, 8),
    until: at(9, 16),
    title: 'A whole day of planning in the big loft',
  });
  await book(ana, { room: 'loft', from: at(10, 8), until: at(10, 16.25) });
  await book(ana, { room: 'loft', from: at(10, 8.1), until: at(10, 9) });
  await book(jon, { room: 'attic', from: at(10, 9), until: at(10, 10), guests: 'a@x.de,b@x.de,c@x.de' });
  await book(jon, {
    room: 'attic',
    from: at(11, 9),
    until: at(11, 10),
    guests: 'a@x.de,b@x.de,c@x.de,d@x.de',
  });
  await book(jon, { room: 'loft', from: at(11, 17), until: at(11, 18.5) });
  await book(jon, { room: 'loft', from: at(12, 16), until: at(12, 17.2) });
  await book(ana, { room: 'aula', from: at(12, 23), until: at(13, 0.5), title: 'x'.repeat(50) });
  await book(jon, { room: 'garage', from: at(9, 10), until: at(9, 11) });
  await book(jon, { room: 'loft', from: at(9, 12), until: at(9, 11) });
  const form = new URLSearchParams({ room: 'aula', from: at(14, 9), until: at(14, 10), title: 'Größe & Co' });
  await jon.post('/bookings', form.toString(), { 'content-type': 'application/x-www-form-urlencoded' });
}

type People = Readonly<Record<'mira' | 'jon' | 'ana' | 'visitor', DriveClient>>;

async function reads({ mira, jon, ana, visitor }: People, made: readonly string[], at: At): Promise<void> {
  for (const page of ['', '?page=2', '?page=3', '?page=0']) await mira.get(`/bookings${page}`);
  await jon.get('/bookings');
  await ana.get('/bookings');
  for (const client of [jon, ana, mira]) await client.get(`/bookings/${made[2]}`);
  for (const id of [made[0], made[1], made[1], made[4]])
    await jon.send({ method: 'DELETE', path: `/bookings/${id}` });
  await ana.send({ method: 'DELETE', path: `/bookings/${made[5]}` });
  await mira.send({ method: 'DELETE', path: `/bookings/${made[5]}` });
  await jon.get(`/bookings/${made[1]}`);
  for (const room of ['cellar', 'loft', 'attic', 'garage']) {
    await visitor.get(`/rooms/${room}/free?day=${at(9, 0).slice(0, 10)}`);
    await ana.get(`/rooms/${room}/free?day=${at(9, 0).slice(0, 10)}`);
  }
  await jon.get('/rooms/loft/free?day=soon');
  await jon.get('/usage');
  await mira.get('/usage');
  await jon.get('/nowhere');
}
