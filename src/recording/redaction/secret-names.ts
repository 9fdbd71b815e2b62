/**
 * What a name promises, of JSON members, form fields, query parameters and headers alike. `digits`: numbers are secret
 * as well as text. `text`: only text is, or `max_tokens: 100` would change. `value`: only text that stands there
 * itself; the name also heads whole objects (`session`, `auth`), whose members are judged by their own names.
 */
export type SecretKind = 'value' | 'text' | 'digits';

const valueNames = new Set([
  ...[
    'auth',
    'authorization',
    'proxyauthorization',
    'bearer',
    'jwt',
    'samlresponse',
    'assertion',
    'clientassertion',
  ],
  ...[
    'session',
    'sessionid',
    'sessid',
    'sid',
    'phpsessid',
    'jsessionid',
    'connectsid',
    'sessionkey',
    'cookie',
  ],
  ...['csrf', 'xsrf', 'csrfmiddleware', 'signature', 'sig', 'hmac', 'amzcredential', 'amzsignature'],
  // Not `code_verifier`: it is good for one use, and a token would no longer match the challenge it proves (RFC 7636).
  ...['accesskeyid', 'awsaccesskeyid', 'connectionstring', 'dsn', 'subscriptionkey'],
  ...['authcode', 'authorizationcode', 'resetcode', 'recoverycode', 'backupcode', 'ocpapimsubscriptionkey'],
]);

const textEndings = [
  'secret',
  'token',
  'apikey',
  'accesskey',
  'privatekey',
  'secretkey',
  'credential',
  'passwordhash',
];

const digitNames = new Set([
  ...[
    'pwd',
    'pass',
    'pin',
    'pincode',
    'otp',
    'totp',
    'otpcode',
    'mfacode',
    'onetimecode',
    'verificationcode',
  ],
  ...['cvv', 'cvv2', 'cvc', 'cvc2', 'csc', 'cardcvc', 'cardcvv', 'securitycode', 'pan', 'creditcard'],
  ...['ccnumber', 'cardno', 'iban', 'accountnumber', 'ssn', 'socialsecuritynumber', 'nationalid', 'taxid'],
]);

/** What follows the name of a secret that is asked for twice: `passwordConfirmation`, `password_2`. */
const askedAgain = /(?:confirmation|confirmed|confirm|repeated|repeat|again|verification|verify|[0-9])$/;

const digitEndings = ['password', 'passwd', 'passphrase', 'passcode', 'cardnumber'];

/** Tokens in name only: they say where a listing goes on. */
const harmless = new Set(['pagetoken', 'nextpagetoken', 'nexttoken', 'continuationtoken', 'synctoken']);

const rememberedNames = 4096;
const longestName = 128;
const known = new Map<string, SecretKind | null>();

/** How secret a value under this name is, or null when the name promises nothing. */
export function secretKindOf(name: string): SecretKind | null {
  if (name.length > longestName) return null;
  const before = known.get(name);
  if (before !== undefined) return before;
  const kind = rate(normalise(name));
  if (known.size >= rememberedNames) known.clear();
  known.set(name, kind);
  return kind;
}

/** `user[new_password]` and `card.Number` are judged by their last part, case, `-_` and a leading `X-` aside. */
function normalise(name: string): string {
  const parts = name.split(/[.[\]]/).filter((part) => part !== '');
  return (parts.at(-1) ?? '')
    .toLowerCase()
    .replace(/^x[-_]/, '')
    .replace(/[-_ ]/g, '');
}

function rate(name: string): SecretKind | null {
  if (harmless.has(name)) return null;
  const once = name.replace(askedAgain, '');
  if (digitEndings.some((ending) => once.endsWith(ending))) return 'digits';
  const singular = name.endsWith('s') && !name.endsWith('ss') ? name.slice(0, -1) : name;
  if (digitNames.has(name) || digitEndings.some((ending) => singular.endsWith(ending))) return 'digits';
  if (textEndings.some((ending) => singular.endsWith(ending))) return 'text';
  return valueNames.has(name) ? 'value' : null;
}
