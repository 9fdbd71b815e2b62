/** What the tokens seen at one volatile position have in common: length, and the letters they are made of. */
export type TokenForm = {
  readonly alphabets: readonly string[];
  readonly shortest: number;
  readonly longest: number;
  /** When every token seen is a plain word, only the words seen are allowed. */
  readonly words: readonly string[] | null;
  /** Letters that ended every number seen, as in `12ms`; lengths and alphabets are those of what comes before. */
  readonly unit: string;
  /** The largest of numbers with a fraction, which are held to their magnitude instead of their length. */
  readonly mostDecimal: number | null;
};

type Alphabet = { readonly name: string; readonly letters: RegExp; readonly size: number };

/** From narrow to wide; a token's alphabet is the narrowest that holds it. */
const alphabets: readonly Alphabet[] = [
  { name: 'digits', letters: /^\d*$/, size: 10 },
  { name: 'hex', letters: /^[0-9a-f]*$/, size: 16 },
  { name: 'HEX', letters: /^[0-9A-F]*$/, size: 16 },
  { name: 'base36', letters: /^[0-9a-z]*$/, size: 36 },
  { name: 'BASE36', letters: /^[0-9A-Z]*$/, size: 36 },
  { name: 'base62', letters: /^[0-9A-Za-z]*$/, size: 62 },
  { name: 'base64url', letters: /^[\w-]*$/, size: 64 },
  { name: 'base64', letters: /^[0-9A-Za-z+/=]*$/, size: 64 },
  { name: 'token', letters: /^[\w+/=.~-]*$/, size: 68 },
];

/** Below this chance, tokens drawn from a wider alphabet would not have kept to the narrow one by accident. */
const unlikely = 1e-4;

/**
 * Learns from tokens that replaced each other. Wider alphabets stay possible as long as so few characters were seen that
 * they may have missed the other letters by chance: four digits may well be hex. `null`: not tokens at all.
 */
export function learnTokenForm(tokens: readonly string[]): TokenForm | null {
  const unit = commonUnit(tokens);
  const bare = tokens.map((token) => token.slice(0, token.length - unit.length));
  const isDecimal = bare.some((token) => token.includes('.')) && bare.every((token) => decimal.test(token));
  const possible = isDecimal ? ['decimal'] : unit === '' ? possibleAlphabets(bare) : ['digits'];
  if (possible.length === 0 || tokens.length === 0) return null;
  const isNumber = possible[0] === 'digits' || isDecimal;
  return {
    alphabets: possible,
    ...lengthsAround(bare, isNumber),
    words: areWords(tokens) ? [...new Set(tokens)] : null,
    unit,
    mostDecimal: isDecimal ? Math.max(...bare.map(Number)) : null,
  };
}

export function fitsTokenForm(form: TokenForm, token: string): boolean {
  if (form.words !== null) return form.words.includes(token);
  if (!token.endsWith(form.unit)) return false;
  const bare = token.slice(0, token.length - form.unit.length);
  if (form.mostDecimal !== null)
    return decimal.test(bare) && Number(bare) <= Math.max(form.mostDecimal * 10, 100);
  if (bare.length < form.shortest || bare.length > form.longest) return false;
  return alphabets.some(({ name, letters }) => form.alphabets.includes(name) && letters.test(bare));
}

const decimal = /^\d+(\.\d+)?$/;

/** From the narrowest on, every alphabet whose other letters the tokens may have missed by chance. */
function possibleAlphabets(tokens: readonly string[]): readonly string[] {
  const holding = alphabets.filter(({ letters }) => tokens.every((token) => letters.test(token)));
  const narrowest = holding[0]?.size ?? 0;
  const seen = tokens.join('').length;
  return holding.filter(({ size }) => (narrowest / size) ** seen >= unlikely).map(({ name }) => name);
}

/** `ms` of `2ms` and `13ms`; nothing when a token is not a number with letters behind it, or the letters differ. */
function commonUnit(tokens: readonly string[]): string {
  const units = new Set(tokens.map((token) => /^\d+(?:\.\d+)?([A-Za-z]{1,4})$/.exec(token)?.[1] ?? ''));
  const [unit = ''] = units;
  return units.size === 1 ? unit : '';
}

/** For reasons and reports, e.g. `hex of 4`, `digits of 1 to 3`, `one of ACTIVE, CREATING`. */
export function describeTokenForm(form: TokenForm): string {
  if (form.words !== null) return `one of ${form.words.slice(0, 5).join(', ')}`;
  const length = form.shortest === form.longest ? `${form.longest}` : `${form.shortest} to ${form.longest}`;
  const unit = form.unit === '' ? '' : ` before ${form.unit}`;
  const alphabet = form.alphabets[0] ?? 'token';
  return `${isHash(form) ? 'hash, ' : ''}${alphabet} of ${length}${unit}`;
}

/** Lengths in hex digits of MD5, SHA-1, SHA-224, SHA-256, SHA-384 and SHA-512. */
const hashLengths: ReadonlySet<number> = new Set([32, 40, 56, 64, 96, 128]);

function isHash({ alphabets: [alphabet], shortest, longest }: TokenForm): boolean {
  return /^hex$/i.test(alphabet ?? '') && shortest === longest && hashLengths.has(longest);
}

/** How many bits a token of this form carries: few bits agree by chance, many do not. */
export function bitsOf(form: TokenForm): number {
  if (form.words !== null) return Math.log2(form.words.length);
  const size = alphabets.find(({ name }) => name === form.alphabets[0])?.size ?? 10;
  return form.shortest * Math.log2(size);
}

/**
 * One length is kept. Numbers may have one digit more or less; tokens of any length have one about as far beyond those
 * seen as those lie apart.
 */
function lengthsAround(
  tokens: readonly string[],
  isNumber: boolean,
): Pick<TokenForm, 'shortest' | 'longest'> {
  const lengths = tokens.map((token) => token.length);
  const [least, most] = [Math.min(...lengths), Math.max(...lengths)];
  const beyond = isNumber ? 1 : most - least;
  return { shortest: Math.max(1, least - beyond), longest: most + beyond };
}

/** This many different words, most of them seen once, are no set of states, but letters drawn at random. */
const drawnWords = 5;

function areWords(tokens: readonly string[]): boolean {
  const distinct = new Set(tokens).size;
  const isDrawn = distinct >= drawnWords && distinct > tokens.length / 2;
  return !isDrawn && tokens.every(isWord);
}

/** One word in one case; not one that only uses hex letters, which may be a short random token. */
function isWord(token: string): boolean {
  return /^([a-z]+|[A-Z]+|[A-Z][a-z]+)$/.test(token) && !/^[a-f]+$/i.test(token);
}
