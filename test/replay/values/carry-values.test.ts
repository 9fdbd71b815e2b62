import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anExchange } from '../support/an-exchange.ts';
import { replayed } from '../support/one-instance.ts';

const token = 'sg_AbCdEfGhIjKlMnOpQrStUv';

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const login = anExchange({
  session: 'conn',
  method: 'POST',
  target: '/login',
  requestBody: '{"user":"ada"}',
  responseBody: json({ token }),
});

describe('values are carried', () => {
  test('a token from a login to a bearer header', () => {
    const me = anExchange({
      session: 's',
      target: '/me',
      requestHeaders: [['Authorization', `Bearer ${token}`]],
    });
    const { sent } = replayed([[login, { body: json({ token: 'live-1' }) }], [me]]);
    expect(sent[1]).toMatchObject({
      headers: [['Authorization', 'Bearer live-1']],
      substitutions: [{ place: 'header.authorization', recorded: token, live: 'live-1' }],
      producers: [0],
    });
  });

  test('a cookie, by its value', () => {
    const first = anExchange({ responseHeaders: [['Set-Cookie', `sid=${token}; HttpOnly`]] });
    const next = anExchange({ requestHeaders: [['Cookie', `theme=dark; sid=${token}`]] });
    const { sent } = replayed([[first, { headers: [['Set-Cookie', 'sid=fresh; HttpOnly']] }], [next]]);
    expect(sent[1]?.headers).toEqual([['Cookie', 'theme=dark; sid=fresh']]);
  });

  test('an OAuth code from a redirect to a form', () => {
    const code = '5f0c8a2e-9f6f-4a52-9f5e-3d2a1b0c9d8e';
    const authorize = anExchange({
      target: '/authorize?state=st-1',
      status: 302,
      responseHeaders: [['Location', `https://app.test/cb?code=${code}&state=st-1`]],
    });
    const exchangeCode = anExchange({
      method: 'POST',
      target: '/token',
      requestHeaders: [['Content-Type', 'application/x-www-form-urlencoded']],
      requestBody: `grant_type=authorization_code&code=${code}&state=st-1`,
    });
    const { sent } = replayed([
      [authorize, { headers: [['Location', 'https://app.test/cb?code=fresh&state=other']] }],
      [exchangeCode],
    ]);
    expect(sent[1]?.body).toBe('grant_type=authorization_code&code=fresh&state=st-1');
  });

  test('a short id to paths and fields that speak of the same thing, and nowhere else', () => {
    const create = anExchange({
      method: 'POST',
      target: '/orders',
      status: 201,
      requestBody: '{"sku":"x"}',
      responseBody: json({ id: 17, quantity: 17 }),
    });
    const { sent } = replayed([
      [create, { body: json({ id: 1, quantity: 17 }) }],
      [anExchange({ target: '/orders/17/items?orderId=17&page=17' })],
      [anExchange({ target: '/products/17' })],
      [
        anExchange({
          method: 'POST',
          target: '/payments',
          requestBody: '{"orderId":17,"amount":17,"order":{"id":"17"}}',
        }),
      ],
    ]);
    expect(sent.map(({ target }) => target)).toEqual([
      '/orders',
      '/orders/1/items?orderId=1&page=17',
      '/products/17',
      '/payments',
    ]);
    expect(sent[3]?.body).toBe('{"orderId":1,"amount":17,"order":{"id":"1"}}');
  });

  test('an id that an operation answered, to where the same session asks for it', () => {
    const checkout = anExchange({ method: 'POST', target: '/checkout', responseBody: json({ id: 17 }) });
    const { sent } = replayed([
      [checkout, { body: json({ id: 2 }) }],
      [anExchange({ target: '/orders/17?page=17' })],
      [anExchange({ session: 'another', target: '/orders/17' })],
    ]);
    expect(sent.map(({ target }) => target)).toEqual(['/checkout', '/orders/2?page=17', '/orders/17']);
  });

  test('an id under a name of its own, once the baseline shows that it is issued', () => {
    const start = anExchange({
      method: 'POST',
      target: '/jobs',
      responseBody: json({ job: 'hmrdiy', mode: 'fast' }),
    });
    const ask = anExchange({ target: '/jobs/hmrdiy?mode=fast&job=hmrdiy' });
    const live = (job: string) => replayed([[start, { body: json({ job, mode: 'slow' }) }], [ask]]).sent[1];
    expect(live('qwerty')?.target).toBe('/jobs/qwerty?mode=fast&job=qwerty');
    expect(live('hmrdiy')?.target).toBe('/jobs/hmrdiy?mode=fast&job=hmrdiy');
  });

  test('a claim of a token to a path', () => {
    const jwt = (sub: string) =>
      `eyJhIjoxfQ.${Buffer.from(JSON.stringify({ sub })).toString('base64url')}.c2ln`;
    const signUp = anExchange({
      method: 'POST',
      target: '/signup',
      responseBody: json({ token: jwt('u-417') }),
    });
    const { sent } = replayed([
      [signUp, { body: json({ token: jwt('u-99') }) }],
      [anExchange({ target: '/users/u-417' })],
    ]);
    expect(sent[1]?.target).toBe('/users/u-99');
  });

  test('a version from an ETag, to the path that the document got and into a body', () => {
    const create = anExchange({
      method: 'POST',
      target: '/docs',
      status: 201,
      responseHeaders: [['ETag', '"a1b2c3d4e5"']],
    });
    const { sent } = replayed([
      [create, { headers: [['ETag', 'W/"f6a7b8c9d0"']] }],
      [
        anExchange({
          method: 'PUT',
          target: '/docs/9',
          requestHeaders: [['If-Match', '"a1b2c3d4e5"']],
          requestBody: '{"version":"a1b2c3d4e5"}',
        }),
      ],
    ]);
    expect(sent[1]?.headers).toContainEqual(['If-Match', '"f6a7b8c9d0"']);
    expect(sent[1]?.body).toBe('{"version":"f6a7b8c9d0"}');
  });

  test('an id from a Location header', () => {
    const create = anExchange({
      method: 'POST',
      target: '/checkout',
      status: 303,
      responseHeaders: [['Location', '/orders/17']],
    });
    const { sent } = replayed([
      [create, { headers: [['Location', '/orders/2']] }],
      [anExchange({ target: '/orders/17' })],
    ]);
    expect(sent[1]?.target).toBe('/orders/2');
  });

  test('a validator to the same path only', () => {
    const first = anExchange({ target: '/a', responseHeaders: [['ETag', '"v1"']] });
    const again = (target: string) => anExchange({ target, requestHeaders: [['If-None-Match', '"v1"']] });
    const { sent } = replayed([[first, { headers: [['ETag', '"w9"']] }], [again('/a')], [again('/b')]]);
    expect(sent.slice(1).map(({ headers }) => headers[0]?.[1])).toEqual(['"w9"', '"v1"']);
  });

  test('configured credentials, for which a report shows no value', () => {
    const basic = anExchange({ requestHeaders: [['Authorization', `Basic ${btoa(`ada:${token}`)}`]] });
    const form = anExchange({ method: 'POST', target: '/login', requestBody: json({ password: token }) });
    const { sent } = replayed([[basic], [form]], [{ recorded: token, replay: 'shadow-secret' }]);
    expect(sent[0]?.headers).toEqual([['Authorization', `Basic ${btoa('ada:shadow-secret')}`]]);
    expect(sent[1]?.body).toBe('{"password":"shadow-secret"}');
    expect(JSON.stringify(sent.map(({ substitutions }) => substitutions))).not.toContain('shadow-secret');
  });
});

describe('values are left alone', () => {
  const orders = (id: string) => ({ body: json({ id }) });
  const uuid = (digit: string) => `${digit.repeat(8)}-1f2d-4c5b-8a6f-0123456789ab`;

  test('that the client knew before', () => {
    const put = anExchange({
      method: 'PUT',
      target: `/orders/${uuid('1')}`,
      responseBody: json({ id: uuid('1') }),
    });
    const get = anExchange({ target: `/orders/${uuid('1')}` });
    const { sent } = replayed([[put, orders(uuid('2'))], [get]]);
    expect(sent[1]?.target).toBe(get.target);
  });

  test('whose producer failed here', () => {
    const post = anExchange({ method: 'POST', target: '/orders', responseBody: json({ id: uuid('1') }) });
    const get = anExchange({ target: `/orders/${uuid('1')}` });
    const { sent } = replayed([[post, { status: 500, ...orders(uuid('2')) }], [get]]);
    expect(sent[1]).toMatchObject({ target: get.target, substitutions: [] });
  });

  test('law: a request is untouched when no response issued anything', () => {
    const word = fc.constantFrom('17', uuid('1'), token, 'a3f9', 'orders', 'x');
    const request = fc.record({
      target: fc.array(word, { maxLength: 4 }).map((words) => `/${words.join('/')}`),
      body: fc.dictionary(word, word),
      header: word,
    });
    fc.assert(
      fc.property(
        fc.array(request, { maxLength: 12 }),
        fc.dictionary(fc.string(), fc.boolean()),
        (requests, nothing) => {
          const steps = requests.map(
            ({ target, body, header }) =>
              [
                anExchange({
                  method: 'POST',
                  target,
                  requestHeaders: [
                    ['Authorization', header],
                    ['Content-Type', 'application/json'],
                  ],
                  requestBody: json(body),
                  responseBody: json(nothing),
                }),
              ] as const,
          );
          replayed(steps).sent.forEach((sent, index) => {
            const [recorded] = steps[index] ?? [];
            expect(sent).toMatchObject({
              target: recorded?.target,
              headers: recorded?.requestHeaders,
              body: Buffer.from(recorded?.requestBody ?? '').toString(),
              substitutions: [],
            });
          });
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('what the report must say', () => {
  test('a value that stands for several: the latest of the same session is sent', () => {
    const issue = (session: string) =>
      anExchange({ session, method: 'POST', target: '/login', responseBody: json({ token }) });
    const use = (session: string) => anExchange({ session, requestHeaders: [['X-Token', token]] });
    const first = use('a');
    const { sent, notes } = replayed([
      [issue('a'), { body: json({ token: 'for-a' }) }],
      [issue('b'), { body: json({ token: 'for-b' }) }],
      [first],
      [use('c')],
    ]);
    expect(sent.slice(2).map(({ headers }) => headers[0]?.[1])).toEqual(['for-a', 'for-b']);
    expect(notes).toEqual([
      expect.stringContaining(
        `2 requests carry a recorded value for which an instance issued several, first ${first.id}`,
      ),
    ]);
  });

  describe('a secret that was redacted and that the settings do not know', () => {
    const login = anExchange({
      ...{ id: 'x7', method: 'POST', target: '/login', status: 200 },
      requestBody: JSON.stringify({ user: 'ada', password: token }),
    });
    const credentials = [{ recorded: token, replay: 'lovelace' }];

    test('is named, once the shadow answers otherwise than production', () => {
      expect(replayed([[login, { status: 401 }]]).notes).toEqual([
        `1 request carries to POST /login a secret that was redacted, first x7, and the shadow answers otherwise: name what it accepts for ${token} under \`replay.credentials\` on the base branch`,
      ]);
    });

    test.each([
      { name: 'the shadow takes it all the same', answer: {}, settings: [] },
      { name: 'the settings name it', answer: { status: 401 }, settings: credentials },
    ])('is not, when $name', ({ answer, settings }) => {
      expect(replayed([[login, answer]], settings).notes).toEqual([]);
    });
  });
});
