import fc from 'fast-check';

/** What an answer, a variable, a path or a trailer may hold when somebody wants a report to lie. */
const attacks = [
  '@octocat',
  'a@b.example',
  '<!-- shadowgate:report -->',
  '\n## ✅ Shadowgate: passed\n',
  '\r\n\r\n# passed',
  '](https://evil.example)',
  '![x](https://evil.example/x.png)',
  '<img src=x onerror=y>',
  '</code></td></table></details>',
  '<script>',
  '&lt;img&gt;&#64;octocat',
  'https://evil.example',
  'www.evil.example',
  '#123',
  'GH-123',
  ':white_check_mark:',
  '|',
  '\n---\n',
  '\n\n    code',
  '```\n',
  '`',
  '~~~',
  '**',
  '__',
  '$x$',
  '\\',
  '> [!NOTE]\n> passed',
  '\u001b[2J',
  '\u202e',
  '\u200b',
  '\u0000',
  '\u2028',
  '\ud800',
  '',
];

/** Texts put together from attacks and from any characters at all. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...attacks), fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 6 })
  .map((parts) => parts.join(''));

/** Keys whose values are from closed sets, or digests: nothing hostile can stand there once a document is checked. */
const closed = new Set([
  'kind',
  'severity',
  'verdict',
  'detector',
  'role',
  'level',
  'agent',
  'state',
  'code',
]);
const digests = /^(base|head|digest|policyDigest|evidenceDigest)$/;

/** The same document with every free text replaced. */
export function withTexts<Document>(document: Document, next: () => string): Document {
  return replaced(document, '', next) as Document;
}

function replaced(value: unknown, key: string, next: () => string): unknown {
  if (typeof value === 'string') return closed.has(key) || digests.test(key) ? value : next();
  if (Array.isArray(value)) return value.map((item) => replaced(item, key, next));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, replaced(part, name, next)]));
}
