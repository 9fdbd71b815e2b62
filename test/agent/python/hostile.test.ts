import { describe, expect, test } from '@jest/globals';
import type { CapturedValue, Probe } from '../../../src/domain/runtime-snapshot.ts';
import { startAgentService } from '../agent-service.ts';
import { pythons, skipWithoutPython } from '../pythons.ts';

const server = `
import datetime, decimal, enum, json, sqlite3, sys, threading, types
from collections import OrderedDict, defaultdict, namedtuple
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
ran = []
def trap(name):
    def method(self, *given, **named):
        ran.append(name)
        raise RuntimeError(name)
    return method
names = '__repr__ __str__ __eq__ __hash__ __len__ __iter__ __getitem__ __contains__ __bool__ __getattr__ keys items'.split()
Hostile = type('Hostile', (), {**{name: trap(name) for name in names}, 'boom': property(trap('boom'))})
class Meta(type):
    def __getattribute__(cls, name):
        ran.append('meta ' + name)
        return type.__getattribute__(cls, name)
class Odd(metaclass=Meta):
    def __getattribute__(self, name):
        ran.append('attribute ' + name)
        return object.__getattribute__(self, name)
class Liar:
    __class__ = property(trap('__class__'))
    __dict__ = property(trap('__dict__'))
class List(list):
    __iter__ = __len__ = __getitem__ = trap('list')
class Dict(dict):
    __iter__ = __len__ = keys = items = get = trap('dict')
class Text(str):
    __str__ = __len__ = __repr__ = trap('str')
class Number(int):
    __str__ = __repr__ = __index__ = trap('int')
class Slots:
    __slots__ = ('one', 'unset')
class Fails(ValueError):
    __str__ = trap('error')
class Zone(datetime.tzinfo):
    utcoffset = dst = tzname = trap('zone')
Colour = enum.Enum('Colour', {'RED': 1})
Point = namedtuple('Point', 'x y')
@dataclass
class Order:
    price: decimal.Decimal
def make():
    hostile, odd, liar, slots = Hostile(), Odd(), Liar(), Slots()
    ran.clear()
    hostile.__dict__['plain'] = 1
    slots.one = 2
    texts, table, text, number = List([1, 2]), Dict(a=1), Text('abc'), Number(7)
    zoned = datetime.datetime(2024, 1, 1, tzinfo=Zone())
    order, point, colour = Order(decimal.Decimal('1.10')), Point(1, 2), Colour.RED
    error = Fails('no', 3)
    cycle = [1]
    cycle.append(cycle)
    mixed = {1: 'a', 'b': {1, 2}}
    long, many = 'x' * 1000000, list(range(1000000))
    deep = []
    for _ in range(5000): deep = [deep]
    huge = 10 ** 5000
    data, nothing, flag, ratio = b'abc', None, True, float('nan')
    password, user = 'hunter2hunter2', {'email': 'a@example.com', 'session-id': 'k' * 20, 'name': 'Ann'}
    header, lock = 'Bearer a-very-secret-value', threading.Lock()
    made = (i for i in range(3))
    endless = decimal.Decimal('1e999999999')
    opened = sqlite3.connect(':memory:')
    opened.row_factory = sqlite3.Row
    row = opened.execute("select 5 as price, 'hunter2-in-a-row' as password").fetchone()
    return locals() #place
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        kept = make()
        next(kept['made'])
        body = json.dumps(ran).encode()
        self.send_response(200)
        self.send_header('content-length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *given): pass
server = HTTPServer(('127.0.0.1', 0), Handler)
print('port', server.server_port, flush=True)
server.serve_forever()
`;

const line = server.split('\n').findIndex((one) => one.includes('#place')) + 1;
const locals = server
  .slice(server.indexOf('def make'), server.indexOf('#place'))
  .matchAll(/^ {4}([\w, ]+?) = /gm);
const probe: Probe = {
  ...{ id: 'p001', file: 'server.py', line, column: 5, statement: '', statementLine: line },
  names: [...locals].flatMap(([, names]) => names?.split(', ') ?? []),
  expressions: {
    attribute: 'hostile.boom',
    missing: 'hostile.nothing',
    plain: 'order.price',
    slot: 'slots.one',
    compared: 'hostile == 1',
    called: 'ran.append(1)',
    counted: 'len(texts)',
    truth: 'bool(hostile)',
    computed: 'many[1] + len(mixed) * 2 if flag and colour is not None else -1',
    nested: '(lambda: 1)()',
    column: 'row["price"]',
    exact: 'order.price * 3 + 1',
    endless: 'int(endless)',
    method: 'user["name"].startswith(("y", "A")) and mixed.get(1).upper() == "A"',
    subclass: 'text.upper()',
    keyed: 'table.get("a")',
    doubled: "f'{long}{long}'[:3]",
    raised: '2 ** 10 ** 10',
  },
};

describe.each(pythons)('what no capture may run on $name', ({ python }) => {
  test('is not run, whatever the classes of the service do; what is cut or hidden says so', async () => {
    const running = await startAgentService({
      files: { 'server.py': server },
      entry: 'server.py',
      node: python,
      channel: { probes: [probe], suspects: ['e1'] },
    });
    try {
      expect(JSON.parse((await running.ask('/', 'e1')).body)).toEqual([]);
      const { hits, dropped } = await running.channel.finish();
      expect([hits.length, dropped]).toEqual([1, 0]);
      const values: Readonly<Record<string, CapturedValue>> = hits[0]?.values ?? {};
      expect(values).toMatchObject({
        hostile: { type: 'object', class: 'Hostile', fields: { plain: { text: '1' } } },
        odd: { type: 'object', class: 'Odd' },
        liar: { type: 'object', class: 'Liar' },
        slots: { fields: { one: { text: '2' } } },
        texts: { type: 'array', class: 'List', length: 2, items: [{ text: '1' }, { text: '2' }] },
        table: { type: 'object', class: 'Dict', fields: { a: { text: '1' } } },
        text: { type: 'string', class: 'Text', text: 'abc' },
        zoned: { type: 'date', text: '2024-01-01T00:00:00' },
        order: { class: 'Order', fields: { price: { type: 'number', class: 'Decimal', text: '1.10' } } },
        point: { type: 'array', class: 'Point', length: 2 },
        error: { type: 'error', class: 'Fails', text: 'no, 3' },
        cycle: { items: [{ text: '1' }, { type: 'reference', text: 'cycle' }] },
        mixed: { type: 'map', length: 2 },
        long: { length: 1_000_000, reason: 'length', digest: expect.stringMatching(/^[0-9a-f]{16}$/) },
        many: { length: 1_000_000, reason: 'budget' },
        deep: { items: [{ items: [{ items: [{ length: 1 }] }] }] },
        huge: { type: 'bigint', text: expect.stringMatching(/^\d+ << \d+$/) },
        data: { type: 'bytes', length: 3 },
        nothing: { type: 'null' },
        flag: { type: 'boolean', text: 'true' },
        ratio: { type: 'number', text: 'NaN' },
        lock: { reason: 'heavy-class' },
        made: { reason: 'heavy-class' },
        row: { class: 'Row', fields: { price: { text: '5' }, password: { reason: 'redacted' } } },
        user: {
          fields: {
            email: { reason: 'redacted' },
            'session-id': { reason: 'redacted' },
            name: { text: 'Ann' },
          },
        },
        password: { reason: 'redacted' },
        header: { reason: 'redacted' },
      });
      const unread = { type: 'not-captured', reason: 'getter' };
      for (const name of [
        'attribute',
        'missing',
        'compared',
        'called',
        'counted',
        'truth',
        'nested',
        'raised',
        'endless',
        'subclass',
        'keyed',
      ])
        expect([name, values[name]]).toEqual([name, unread]);
      expect(values).toMatchObject({
        ...{
          plain: { text: '1.10' },
          column: { text: '5' },
          method: { text: 'true' },
          exact: { class: 'Decimal', text: '4.30' },
          slot: { text: '2' },
          computed: { text: '5' },
          doubled: unread,
        },
      });
      expect(JSON.stringify(hits)).not.toMatch(/hunter2|a@example|kkkkkkkk|very-secret/);
    } finally {
      await running.stop();
    }
  });
});

skipWithoutPython();
