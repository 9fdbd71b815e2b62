/**
 * A place as people write it: `body/items/0/price` → `body.items.0.price`. Steps that would read as something else,
 * because they hold a dot or a blank, stand in brackets and quotes.
 */
export function placeText(place: string): string {
  const [start = '', ...steps] = place.split('/');
  return [start, ...steps.map(stepText)].join('');
}

/** JSON Pointer writes `~1` for a slash and `~0` for a tilde inside a step. */
function stepText(step: string): string {
  const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
  return /^(\(jwt\)|[\p{L}\p{N}_$*-]+)$/u.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
