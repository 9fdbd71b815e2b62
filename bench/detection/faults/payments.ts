import { edit, faultsOf, inAnswers } from '../define-changes.ts';

const money = 'src/money.js';
const orders = 'src/orders.js';
const gateway = 'src/gateway.js';

/** What a coding assistant gets wrong in `payments`. */
export const paymentFaults = faultsOf('payments', [
  {
    ...{ id: 'tax-rounded-down', fault: 'rounding' },
    edits: [edit(money, 'Math.round((amount * perMille) / 1000)', 'Math.floor((amount * perMille) / 1000)')],
    differs: inAnswers(/^POST \/orders$/, 'body/tax'),
  },
  {
    ...{ id: 'discount-rounded-up', fault: 'rounding' },
    edits: [
      edit(money, 'Math.floor((amount * coupon.value) / 100)', 'Math.ceil((amount * coupon.value) / 100)'),
    ],
    differs: inAnswers(/^POST \/orders$/, 'body/discount'),
  },
  {
    ...{ id: 'fee-as-float', fault: 'float for money' },
    edits: [
      edit(money, 'fixed + Math.ceil((amount * perMille) / 1000)', 'fixed + (amount * perMille) / 1000'),
    ],
    differs: inAnswers(/^POST \/orders\/[^/]+\/payments$/, 'body/payments/0/fee'),
  },
  {
    ...{ id: 'coupon-above-amount', fault: 'lost limit' },
    edits: [edit(money, 'return Math.min(coupon.value, amount);', 'return coupon.value;')],
    differs: inAnswers(/^POST \/orders$/, 'body/discount'),
  },
  {
    ...{ id: 'yen-with-cents', fault: 'unit error' },
    edits: [edit(money, 'JPY: 0', 'JPY: 2')],
    differs: inAnswers(/^POST \/orders$/, 'body/shown'),
  },
  {
    ...{ id: 'split-forgets-rest', fault: 'off-by-one' },
    edits: [edit(money, 'index < rest ? least + 1 : least', 'index <= rest ? least + 1 : least')],
    differs: inAnswers(/^POST \/orders\/[^/]+\/payments$/, 'body/instalments/*'),
  },
  {
    ...{ id: 'risk-threshold', fault: 'off-by-one' },
    edits: [edit(gateway, "score >= 70 ? 'high'", "score > 70 ? 'high'")],
    differs: inAnswers(/^POST \/orders$/, 'body/status'),
  },
  {
    ...{ id: 'new-key-per-attempt', fault: 'retry without idempotency' },
    edits: [
      edit(
        gateway,
        "import { Refusal } from './http.js';",
        "import { randomUUID } from 'node:crypto';\nimport { Refusal } from './http.js';",
      ),
      edit(gateway, "'idempotency-key': key }", "'idempotency-key': attempt === 1 ? key : randomUUID() }"),
    ],
    differs: { in: 'calls', path: /charges/ },
  },
  {
    ...{ id: 'pays-twice', fault: 'retry without idempotency' },
    edits: [
      edit(
        orders,
        'if (before !== undefined) return',
        "if (before !== undefined && order.status === 'open') return",
      ),
    ],
    differs: inAnswers(/^POST \/orders\/[^/]+\/payments$/, 'status'),
  },
  {
    ...{ id: 'no-retry', fault: 'changed default' },
    edits: [edit(gateway, 'const attempts = 3;', 'const attempts = 1;')],
    differs: inAnswers(/^POST \/orders\/[^/]+\/payments$/, 'status'),
  },
  {
    ...{ id: 'decline-swallowed', fault: 'swallowed error' },
    edits: [
      edit(
        gateway,
        "if (!response.ok) throw new Refusal(502, 'psp_failed', `the processor answered ${response.status}`);\n      return response.json();",
        'if (!response.ok) return { id: null };\n      return response.json();',
      ),
    ],
    differs: inAnswers(/^POST \/orders\/[^/]+\/payments$/, 'status'),
  },
  {
    ...{ id: 'risk-failure-thrown', fault: 'lost fallback' },
    edits: [
      edit(
        gateway,
        "if (!response.ok) return { level: 'unknown', score: null };",
        "if (!response.ok) return { level: 'high', score: null };",
      ),
    ],
    differs: inAnswers(/^POST \/orders$/, 'body/risk'),
  },
  {
    ...{ id: 'checks-not-awaited', fault: 'dropped await' },
    edits: [edit(orders, '    await Promise.all(\n', '    Promise.all(\n')],
    differs: inAnswers(/^POST \/orders$/, 'status'),
  },
  {
    ...{ id: 'refund-not-awaited', fault: 'dropped await' },
    edits: [
      edit(
        orders,
        'const { id: refund } = await this.gateway.refund(',
        'const { id: refund = null } = this.gateway.refund(',
      ),
    ],
    differs: inAnswers(/^POST \/orders\/[^/]+\/refunds$/, 'body/payments/*/charge'),
  },
  {
    ...{ id: 'foreign-orders', fault: 'lost auth check' },
    edits: [
      edit(orders, 'if (order === undefined || order.merchant !== merchant.id)', 'if (order === undefined)'),
    ],
    differs: inAnswers(/^GET \/orders\/ord_/, 'status'),
  },
  {
    ...{ id: 'any-key-opens', fault: 'lost auth check' },
    edits: [
      edit('src/accounts.js', 'if (found === undefined || found.key !== key)', 'if (found === undefined)'),
    ],
    differs: inAnswers(/^POST \/sessions$/, 'status'),
  },
  {
    ...{ id: 'coupon-never-used-up', fault: 'lost side effect' },
    edits: [edit(orders, '    if (coupon !== undefined) this.store.useCoupon(coupon.code);\n', '')],
    differs: { in: 'state', unit: 'coupons' },
  },
  {
    ...{ id: 'paid-before-charged', fault: 'reordered side effects' },
    edits: [
      edit(
        orders,
        '    const charge = await this.gateway.charge({',
        "    this.store.setStatus(id, later.length === 0 ? 'paid' : 'part-paid');\n    const charge = await this.gateway.charge({",
      ),
      edit(
        orders,
        "kind: 'charge' });\n    this.store.setStatus(id, later.length === 0 ? 'paid' : 'part-paid');\n",
        "kind: 'charge' });\n",
      ),
    ],
    differs: inAnswers(/^GET \/orders$/, 'body/orders/*/status'),
  },
  {
    ...{ id: 'key-in-session-answer', fault: 'leak of a secret' },
    edits: [
      edit(
        'src/accounts.js',
        'const { id, name, plan } = found;\n    return { status: 201, body: { token, expiresAt, merchant: { id, name, plan } } };',
        'return { status: 201, body: { token, expiresAt, merchant: { ...found } } };',
      ),
    ],
    differs: inAnswers(/^POST \/sessions$/, 'body/merchant/key'),
  },
  {
    ...{ id: 'session-in-seconds', fault: 'unit error' },
    edits: [edit('src/accounts.js', 'const sessionMs = 30 * 60 * 1000;', 'const sessionMs = 30 * 60;')],
    differs: inAnswers(/^POST \/sessions$/, 'body/expiresAt'),
  },
  {
    ...{ id: 'offset-subtracted', fault: 'time-zone error' },
    edits: [edit('src/reports.js', '+ offset * 60_000', '- offset * 60_000')],
    differs: inAnswers(/^GET \/reports\/daily/, 'body/days/*/day'),
  },
  {
    ...{ id: 'cancelled-counted', fault: 'lost condition' },
    edits: [edit('src/reports.js', "if (order.status !== 'cancelled') entry.gross", 'entry.gross')],
    differs: inAnswers(/^GET \/reports\/daily/, 'body/days/*/gross'),
  },
  {
    ...{ id: 'risk-asked-per-item', fault: 'N+1' },
    edits: [
      edit(
        orders,
        'const risk = await this.gateway.riskOf(customer, total);',
        "let risk = { level: 'normal' };\n    for (const _ of items) risk = await this.gateway.riskOf(customer, total);",
      ),
    ],
    differs: { in: 'calls', path: /scores/ },
  },
  {
    ...{ id: 'tax-arguments-swapped', fault: 'swapped arguments' },
    edits: [
      edit(
        orders,
        'discountOf(net, coupon);\n    const tax = taxOf(net - discount, merchant.tax)',
        'discountOf(net, coupon);\n    const tax = taxOf(merchant.tax, net)',
      ),
    ],
    differs: inAnswers(/^POST \/orders$/, 'body/tax'),
  },
  {
    ...{ id: 'cursor-of-first', fault: 'pagination edge' },
    edits: [edit(orders, 'rows.length > limit ?', 'rows.length >= limit ?')],
    differs: inAnswers(/^GET \/orders\?limit/, 'body/next'),
  },
  {
    ...{ id: 'session-tokens-shortened', fault: 'weakened secret' },
    edits: [
      edit(
        'src/accounts.js',
        "randomBytes(24).toString('base64url')",
        "randomBytes(8).toString('base64url')",
      ),
    ],
    differs: inAnswers(/^POST \/sessions$/, 'body/token'),
  },
  {
    ...{ id: 'refund-audit-lost', fault: 'lost side effect' },
    edits: [edit(orders, "    this.store.audit(merchant.id, 'order.refunded', id);\n", '')],
    differs: { in: 'state', unit: 'audit' },
  },
  {
    ...{ id: 'amounts-in-german', fault: 'locale bug' },
    edits: [
      edit(
        money,
        '.toFixed(digits)} ${currency}',
        ".toLocaleString('de-DE', { minimumFractionDigits: digits })} ${currency}",
      ),
    ],
    differs: inAnswers(/^POST \/orders$/, 'body/shown'),
  },
]);
