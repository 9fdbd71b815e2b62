import { edit, harmlessOf } from './define-changes.ts';

/** What a careful person does to these services without changing what they do. */
export const harmlessByHand = [
  ...harmlessOf('shop', [
    {
      ...{ id: 'rates-by-function', what: 'table into a function' },
      edits: [
        edit(
          'src/pricing.js',
          'const rate = discountRates[tier] ?? 0;',
          'const rate = Object.hasOwn(discountRates, tier) ? discountRates[tier] : 0;',
        ),
      ],
    },
    {
      ...{ id: 'count-first', what: 'independent queries in another order' },
      edits: [
        edit(
          'src/catalogue.js',
          "  const { n } = database.prepare('SELECT count(*) AS n FROM products').get();\n  return { status: 200, body: { page, pages",
          '  return { status: 200, body: { page, pages',
        ),
        edit(
          'src/catalogue.js',
          "  const page = Number(query.get('page') ?? 1);\n",
          "  const page = Number(query.get('page') ?? 1);\n  const { n } = database.prepare('SELECT count(*) AS n FROM products').get();\n",
        ),
      ],
    },
    {
      ...{ id: 'sum-by-loop', what: 'reduce into a loop' },
      edits: [
        edit(
          'src/pricing.js',
          'const subtotal = lines.reduce((sum, line) => sum + line.cents * line.quantity, 0);',
          'let subtotal = 0;\n  for (const { cents, quantity } of lines) subtotal += cents * quantity;',
        ),
      ],
    },
    {
      ...{ id: 'statement-prepared-once', what: 'query written otherwise' },
      edits: [
        edit(
          'src/orders.js',
          "'SELECT id FROM orders WHERE customer = ? ORDER BY number'",
          "'SELECT o.id AS id FROM orders AS o WHERE o.customer = ? ORDER BY o.number ASC'",
        ),
      ],
    },
  ]),
  ...harmlessOf('payments', [
    {
      ...{ id: 'net-by-map', what: 'loop written otherwise' },
      edits: [
        edit(
          'src/orders.js',
          'items.reduce((sum, { price, quantity = 1 }) => sum + price * quantity, 0)',
          'items.map(({ price, quantity = 1 }) => price * quantity).reduce((sum, part) => sum + part, 0)',
        ),
      ],
    },
    {
      ...{ id: 'id-made-later', what: 'independent statements in another order' },
      edits: [
        edit(
          'src/orders.js',
          "    const id = `ord_${randomBytes(8).toString('hex')}`;\n    const createdAt = new Date().toISOString();\n    const status = risk.level === 'high' ? 'review' : 'open';\n",
          "    const status = risk.level === 'high' ? 'review' : 'open';\n    const createdAt = new Date().toISOString();\n    const id = `ord_${randomBytes(8).toString('hex')}`;\n",
        ),
      ],
    },
    {
      ...{ id: 'one-more-random', what: 'another id is drawn first' },
      edits: [
        edit(
          'src/orders.js',
          "    const id = `ord_${randomBytes(8).toString('hex')}`;\n",
          "    const trace = randomUUID();\n    if (trace === '') throw new Error('no trace');\n    const id = `ord_${randomBytes(8).toString('hex')}`;\n",
        ),
      ],
    },
    {
      ...{ id: 'split-by-loop', what: 'array built by a loop' },
      edits: [
        edit(
          'src/money.js',
          'return Array.from({ length: parts }, (_, index) => (index < rest ? least + 1 : least));',
          'const list = [];\n  for (let index = 0; index < parts; index += 1) list.push(index < rest ? least + 1 : least);\n  return list;',
        ),
      ],
    },
    {
      ...{ id: 'checks-in-another-order', what: 'unordered work in another order' },
      edits: [edit('src/orders.js', 'await wait(Math.random() * 3);', 'await wait(1 + Math.random() * 2);')],
    },
    {
      ...{ id: 'body-by-chunks', what: 'text read as bytes' },
      edits: [
        edit(
          'src/http.js',
          "  let text = '';\n  request.setEncoding('utf8');\n  for await (const part of request) text += part;\n",
          "  const parts = [];\n  for await (const part of request) parts.push(part);\n  const text = Buffer.concat(parts).toString('utf8');\n",
        ),
      ],
    },
  ]),
  ...harmlessOf('bookings', [
    {
      ...{ id: 'gaps-by-reduce', what: 'loop written otherwise' },
      edits: [edit('src/calendar.ts', 'at = Math.max(at, until);', 'if (until > at) at = until;')],
    },
    {
      ...{ id: 'set-by-array', what: 'set into a list without doubles' },
      edits: [
        edit(
          'src/bookings.ts',
          "const people = new Set(this.of(id).map(({ person }) => personById(person)?.name ?? 'somebody'));",
          "const names = this.of(id).map(({ person }) => personById(person)?.name ?? 'somebody');\n      const people = names.filter((name, index) => names.indexOf(name) === index);",
        ),
      ],
    },
    {
      ...{ id: 'token-by-uuid-bytes', what: 'randomness drawn in two parts' },
      edits: [
        edit(
          'src/accounts.ts',
          "const sid = randomBytes(18).toString('base64url');",
          "const sid = Buffer.concat([randomBytes(9), randomBytes(9)]).toString('base64url');",
        ),
      ],
    },
    {
      ...{ id: 'journal-by-handle', what: 'same file by other means' },
      edits: [
        edit(
          'src/journal.ts',
          "import { appendFileSync, mkdirSync } from 'node:fs';",
          "import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';",
        ),
        edit(
          'src/journal.ts',
          'appendFileSync(this.mails, `To: ${to}\\nSubject: ${subject}\\n\\n`);',
          "writeFileSync(this.mails, `To: ${to}\\nSubject: ${subject}\\n\\n`, { flag: 'a' });",
        ),
      ],
    },
  ]),
  ...harmlessOf('search', [
    {
      ...{ id: 'words-by-match', what: 'split into match' },
      edits: [
        edit(
          'lib/search.js',
          '.split(/[^\\p{L}\\p{N}]+/u)\n    .filter(Boolean)',
          '.match(/[\\p{L}\\p{N}]+/gu) ?? []',
        ),
      ],
    },
    {
      ...{ id: 'jitter-otherwise', what: 'chance drawn otherwise' },
      edits: [
        edit(
          'lib/search.js',
          'score: score + Math.random() * jitter',
          'score: score + (1 - Math.random()) * jitter',
        ),
      ],
    },
    {
      ...{ id: 'facets-otherwise', what: 'another order of what has none' },
      edits: [
        edit(
          'lib/search.js',
          '.map(([tag, count]) => ({ tag, count })).sort(() => Math.random() - 0.5)',
          '.map(([tag, count]) => ({ tag, count })).reverse().sort(() => 0.5 - Math.random())',
        ),
      ],
    },
    {
      ...{ id: 'next-tick', what: 'callbacks a turn earlier' },
      edits: [
        edit(
          'lib/catalogue.js',
          'setImmediate(() => done(null, [...documents.values()]));',
          'process.nextTick(() => done(null, [...documents.values()]));',
        ),
      ],
    },
    {
      ...{ id: 'html-by-parts', what: 'template into parts' },
      edits: [
        edit(
          'lib/render.js',
          "document.tags.map((tag) => `<li>${escapeHtml(tag)}</li>`).join('')",
          "document.tags.reduce((html, tag) => `${html}<li>${escapeHtml(tag)}</li>`, '')",
        ),
      ],
    },
  ]),
];
