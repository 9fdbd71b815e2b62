/** What a list of lines costs. Money is in whole cents. */

const discountRates = { basic: 0, silver: 0.05, gold: 0.1 };

export function priceLines(lines, tier) {
  const subtotal = lines.reduce((sum, line) => sum + line.cents * line.quantity, 0);
  const rate = discountRates[tier] ?? 0;
  const discount = Math.round(subtotal * rate);
  const shipping = subtotal === 0 || subtotal >= 10_000 ? 0 : 490;
  return { subtotal, discount, shipping, total: subtotal - discount + shipping };
}
