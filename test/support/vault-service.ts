/** Forty secrets, by where the service holds them. None stands in its source: it reads them from `vault.json`. */
export const plantedSecrets: Readonly<Record<string, string>> = {
  password: 'plain-horse-battery-1',
  userPassword: 'plain-horse-battery-2',
  apiKey: 'plain-horse-battery-3',
  authorization: 'plain-horse-battery-4',
  sessionId: 'plain-horse-battery-5',
  clientSecret: 'plain-horse-battery-6',
  connectionString: 'plain-horse-battery-7',
  inNested: 'plain-horse-battery-8',
  inMapValue: 'plain-horse-battery-9',
  inNamedPair: 'plain-horse-battery-10',
  inRawHeaders: 'plain-horse-battery-11',
  inEntries: 'plain-horse-battery-12',
  inClassField: 'plain-horse-battery-13',
  inClosure: 'plain-horse-battery-14',
  inJsonText: 'plain-horse-battery-15',
  inEscapedJson: 'plain-horse-battery-16',
  inSql: 'plain-horse-battery-17',
  inEnvironmentText: 'plain-horse-battery-18',
  inQuery: 'plain-horse-battery-19',
  inSetCookie: 'plain-horse-battery-20',
  inSymbol: 'sk_live_4eC39HqLyjWDarjtT1zdp7d1',
  inMapKey: 'sk_live_4eC39HqLyjWDarjtT1zdp7d2',
  inSet: 'sk_live_4eC39HqLyjWDarjtT1zdp7d3',
  inFieldName: 'sk_live_4eC39HqLyjWDarjtT1zdp7d4',
  inErrorMessage: 'sk_live_4eC39HqLyjWDarjtT1zdp7d5',
  inThrownMessage: 'sk_live_4eC39HqLyjWDarjtT1zdp7d6',
  inCause: 'sk_live_4eC39HqLyjWDarjtT1zdp7d7',
  inErrorField: 'sk_live_4eC39HqLyjWDarjtT1zdp7d8',
  inOutboundPath: 'sk_live_4eC39HqLyjWDarjtT1zdp7d9',
  inOutboundQuery: 'plain-horse-battery-21',
  inBuffer: 'plain-horse-battery-22',
  inTypedArray: 'plain-horse-battery-23',
  byEntropy: '9fK2mQ7xZt4LpW8vRb3NcD6y',
  byHexEntropy: 'd41d8cd98f00b204e9800998ecf8427e',
  byEntropyInText: 'Qm7Zt4LpW8vRb3NcD6y9fK2mXx',
  webToken: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwbGFpbiJ9.c2lnbmF0dXJl',
  privateKey: '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANplainhorse\n-----END PRIVATE KEY-----',
  inUrlCredentials: 'plain-horse-battery-24',
  inLongArray: 'ghp_abcdefghijklmnopqrstuvwxyz012345',
  beyondDepth: 'plain-horse-battery-25',
};

/** A secret that the change alters, without a trace of it in any answer. */
export const alteredSecret = 'plain-horse-battery-altered';

/**
 * The service answers everybody alike, and holds all of them where a probe looks. `altered` gives one of them another
 * value, and drops an error on the way.
 */
export function vaultSource(altered: boolean): string {
  const passphrase = altered ? "s('password') + '-altered'" : "s('password')";
  const silent = altered
    ? "throw new Error('refused ' + s('inThrownMessage'), { cause: new Error(s('inCause')) });"
    : '';
  return `import { createServer, request } from 'node:http';
import { readFileSync } from 'node:fs';

const s = ((vault) => (name) => vault[name])(JSON.parse(readFileSync(new URL('./vault.json', import.meta.url), 'utf8')));

class Account { key = { apiKey: s('inClassField') }; #own = s('password'); uses() { return this.#own.length; } }

function look(id) {
  const password = s('password'), userPassword = s('userPassword'), apiKey = s('apiKey'), authorization = s('authorization');
  const sessionId = s('sessionId'), clientSecret = s('clientSecret'), connectionString = s('connectionString');
  const plain = {
    nested: { token: s('inNested') }, pair: { name: 'password', value: s('inNamedPair') },
    [Symbol(s('inSymbol'))]: 1, [s('inFieldName')]: 2, random: s('byEntropy'), hex: s('byHexEntropy'),
    said: 'your code is ' + s('byEntropyInText'), jwt: s('webToken'), pem: s('privateKey'),
    url: 'postgres://app:' + s('inUrlCredentials') + '@db.local/x', far: { a: { b: { c: { secret: s('beyondDepth') } } } },
  };
  const store = new Map([['token', s('inMapValue')], [s('inMapKey'), 1]]);
  const members = new Set([s('inSet')]);
  const headers = ['x-api-key', s('inRawHeaders'), 'set-cookie', 'sid=' + s('inSetCookie')];
  const entries = [['password', s('inEntries')]];
  const account = new Account();
  const texts = {
    json: JSON.stringify({ password: s('inJsonText') }), twice: JSON.stringify(JSON.stringify({ password: s('inEscapedJson') })),
    sql: "UPDATE users SET password = '" + s('inSql') + "' WHERE id = 1", env: 'PORT=1\\nDB_PASSWORD=' + s('inEnvironmentText'),
    query: '/pay?token=' + s('inQuery') + '&amount=5',
  };
  const failed = Object.assign(new Error('refused ' + s('inErrorMessage')), { token: s('inErrorField') });
  const bytes = Buffer.from(s('inBuffer')), numbers = new Uint8Array(Buffer.from(s('inTypedArray')));
  const long = [...Array(49).fill('x'), s('inLongArray'), ...Array(500).fill('y')];
  const credential = s('inClosure');
  const uses = () => credential.length + long.length;
  const passphrase = ${passphrase};
  try { id = String(id); ${silent} } catch { id = '0'; }
  console.log('looked', uses() + account.uses() > 0);
  return [plain, store, members, headers, entries, account, texts, failed, bytes, numbers, passphrase, password,
    userPassword, apiKey, authorization, sessionId, clientSecret, connectionString].length;
}

createServer((incoming, response) => {
  const items = look(incoming.url);
  const path = '/v1/' + s('inOutboundPath') + '?token=' + s('inOutboundQuery');
  const call = request({ host: '127.0.0.1', port: 9, path, timeout: 500 });
  const answer = () => response.setHeader('content-type', 'application/json').end(JSON.stringify({ items }));
  call.once('error', answer).end();
}).listen(Number(process.env.PORT), '127.0.0.1');
`;
}
