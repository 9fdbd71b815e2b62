/** Texts are told apart by form up to here; longer ones are rarely alike. */
const longest = 64;

/**
 * A number that texts written alike share: digit for digit, letter for letter. Texts of one form are of one class (see
 * `recogniseValue`), so that thousands of timestamps need not each be read to tell that they are; `null` where the form says too
 * little of the class: a date that may not exist, a token.
 */
export function formOf(text: string): number | null {
  if (text.length > longest || text.startsWith('eyJ') || mayBeNoDate(text)) return null;
  let form = text.length;
  for (let at = 0; at < text.length; at += 1)
    form = Math.imul(form ^ (standsFor[text.charCodeAt(at)] ?? text.charCodeAt(at)), 0x01000193);
  const [versionOfUuid, firstOfNumber] = [text.length === 36 ? text.charCodeAt(14) : 0, text.charCodeAt(0)];
  return Math.imul(Math.imul(form ^ versionOfUuid, 0x01000193) ^ firstOfNumber, 0x01000193);
}

/** A digit for all digits, a letter for those that are hexadecimal as well and one for those that are not. */
const standsFor = Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/\d/.test(character)) return 0x30;
  if (/[a-f]/.test(character)) return 0x61;
  return /[g-z]/.test(character) ? 0x67 : code;
});

/** Whether a date may lie in no calendar or a time on no clock: months after 12, days after 28, 24 o'clock. */
function mayBeNoDate(text: string): boolean {
  if (text[4] !== '-') return false;
  const pair = (at: number): number => (text.charCodeAt(at) - 0x30) * 10 + text.charCodeAt(at + 1) - 0x30;
  const isDay = pair(5) >= 1 && pair(5) <= 12 && pair(8) >= 1 && pair(8) <= 28;
  return !isDay || (text.length > 10 && !(pair(11) < 24 && pair(14) < 60 && !(pair(17) >= 60)));
}
