/**
 * Makes everything visible that a text could hide or do: line breaks and terminal commands, characters without
 * width, marks that turn the direction of writing, halves of characters. Used for every value from outside before
 * it is shown anywhere. Then cuts it to a length, and says so.
 */
export function visibleText(text: string, most = 200): string {
  const characters = [...text.slice(0, most * 2)];
  const shown = characters.slice(0, most).map(visibleCharacter).join('');
  const isWhole = characters.length <= most && text.length <= most * 2;
  return isWhole ? shown : `${shown}…`;
}

const shortForms: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function visibleCharacter(character: string): string {
  if (!/[\p{C}\p{Z}\u2800\u3164\uffa0\u115f\u1160]/u.test(character) || character === ' ') return character;
  const code = character.codePointAt(0) ?? 0;
  return shortForms[character] ?? `\\u{${code.toString(16)}}`;
}
