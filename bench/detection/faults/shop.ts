import { edit, faultsOf, inAnswers } from '../define-changes.ts';

const carts = 'src/carts.js';
const orders = 'src/orders.js';
const pricing = 'src/pricing.js';
const anyCart = /\/carts\/[\w-]+/;

/** What a coding assistant gets wrong in the example shop. */
export const shopFaults = faultsOf('shop', [
  {
    ...{ id: 'discount-rounded-down', fault: 'rounding' },
    edits: [edit(pricing, 'Math.round(subtotal * rate)', 'Math.floor(subtotal * rate)')],
    differs: inAnswers(anyCart, 'body/discount'),
  },
  {
    ...{ id: 'shipping-limit', fault: 'unit error' },
    edits: [edit(pricing, 'subtotal >= 10_000', 'subtotal >= 100')],
    differs: inAnswers(anyCart, 'body/shipping'),
  },
  {
    ...{ id: 'gold-rate', fault: 'changed constant' },
    edits: [edit(pricing, 'gold: 0.1', 'gold: 0.15')],
    differs: inAnswers(anyCart, 'body/discount'),
  },
  {
    ...{ id: 'stock-not-taken', fault: 'swapped arguments' },
    edits: [edit(orders, 'take.run(quantity, sku);', 'take.run(sku, quantity);')],
    differs: { in: 'state', unit: 'products' },
  },
  {
    ...{ id: 'last-piece-unsold', fault: 'off-by-one' },
    edits: [edit(carts, 'product.stock < quantity', 'product.stock <= quantity')],
    differs: inAnswers(/^POST \/carts\/[\w-]+\/items$/, 'status'),
  },
  {
    ...{ id: 'default-quantity', fault: 'changed default' },
    edits: [edit(carts, 'body.quantity ?? 1', 'body.quantity ?? 0')],
    differs: inAnswers(/^POST \/carts\/[\w-]+\/items$/, 'status'),
  },
  {
    ...{ id: 'quantity-replaced', fault: 'wrong condition' },
    edits: [edit(carts, 'quantity = quantity + excluded.quantity', 'quantity = excluded.quantity')],
    differs: inAnswers(anyCart, 'body/lines/*/quantity'),
  },
  {
    ...{ id: 'any-cart-ordered', fault: 'lost auth check' },
    edits: [
      edit(
        orders,
        "  if (cart.customer !== customerId) throw new Problem(403, 'that cart belongs to somebody else');\n",
        '',
      ),
    ],
    differs: inAnswers(/^POST \/orders$/, 'status'),
  },
  {
    ...{ id: 'guests-list-orders', fault: 'lost auth check' },
    edits: [
      edit(
        orders,
        "  if (!customer) throw new Problem(401, 'sign in first');\n  return customer;",
        '  return customer ?? { id: 0 };',
      ),
    ],
    differs: inAnswers(/^GET \/orders$/, 'status'),
  },
  {
    ...{ id: 'unknown-product', fault: 'lost null check' },
    edits: [
      edit(
        'src/catalogue.js',
        '  const product = database.prepare(`SELECT ${columns} FROM products WHERE sku = ?`).get(sku);\n  if (!product) throw new Problem(404, `no product ${sku}`);\n',
        '  const product = database.prepare(`SELECT ${columns} FROM products WHERE sku = ?`).get(sku) ?? null;\n',
      ),
    ],
    differs: inAnswers(/^GET \/products\/sofa-red$/, 'status'),
  },
  {
    ...{ id: 'pages-off-by-one', fault: 'pagination edge' },
    edits: [edit('src/catalogue.js', '(page - 1) * size', 'page * size')],
    differs: inAnswers(/^GET \/products\?/, 'body/items'),
  },
  {
    ...{ id: 'size-unbounded', fault: 'lost limit' },
    edits: [
      edit(
        'src/catalogue.js',
        "Math.min(Number(query.get('size') ?? 5), 50)",
        "Math.min(Number(query.get('size') ?? 5), 10)",
      ),
    ],
    differs: inAnswers(/^GET \/products\?size/, 'body/pages'),
  },
  {
    ...{ id: 'case-matters', fault: 'lost normalisation' },
    edits: [edit('src/catalogue.js', "(query.get('q') ?? '').toLowerCase()", "query.get('q') ?? ''")],
    differs: inAnswers(/^GET \/search/, 'body/hits'),
  },
  {
    ...{ id: 'password-shown', fault: 'leak of a secret' },
    edits: [
      edit(
        'src/sessions.js',
        'customer: { id, name, tier }',
        'customer: { id, name, tier, password: customer.password }',
      ),
    ],
    differs: inAnswers(/^POST \/login$/, 'body/customer/password'),
  },
  {
    ...{ id: 'session-of-an-hour', fault: 'unit error' },
    edits: [edit('src/sessions.js', 'const dayMs = 24 * 60 * 60 * 1000;', 'const dayMs = 24 * 60 * 1000;')],
    differs: inAnswers(/^POST \/login$/, 'body/expiresAt'),
  },
  {
    ...{ id: 'any-password', fault: 'lost auth check' },
    edits: [
      edit(
        'src/sessions.js',
        'if (!customer || !isPassword(body.password, customer.password))',
        'if (!customer)',
      ),
    ],
    differs: inAnswers(/^POST \/login$/, 'status'),
  },
  {
    ...{ id: 'cart-not-emptied', fault: 'lost side effect' },
    edits: [edit(orders, "  database.prepare('DELETE FROM cart_items WHERE cart = ?').run(cart.id);\n", '')],
    differs: { in: 'state', unit: 'cart_items' },
  },
  {
    ...{ id: 'order-tier-lost', fault: 'wrong field mapped' },
    edits: [edit(orders, '.run(id, customerId, tier, placedAt)', ".run(id, customerId, 'basic', placedAt)")],
    differs: inAnswers(/^POST \/orders$/, 'body/discount'),
  },
  {
    ...{ id: 'bad-body-accepted', fault: 'swallowed error' },
    edits: [edit('src/protocol.js', "    throw new Problem(400, 'the body is not JSON');", '    return {};')],
    differs: inAnswers(/^POST \/carts$/, 'status'),
  },
  {
    ...{ id: 'cached-by-all', fault: 'weakened header' },
    edits: [edit('src/protocol.js', "'no-store, private'", "'max-age=60'")],
    differs: inAnswers(/^GET \/products/, 'header.cache-control'),
  },
]);
