/**
 * A service that greets people by name and says `guest` to everybody. The `swallows` variant looks a person up wrongly and drops the
 * error, as its base, `catching`, would; `fails` does so without catching it, and its base is `plain`.
 */
export function greetingSource(variant: 'plain' | 'catching' | 'swallows' | 'fails'): string {
  const key = variant === 'plain' || variant === 'catching' ? 'id' : 'id.toUpperCase()';
  const statements = [
    `const person = people[${key}];`,
    'const length = person.name.length;',
    "return length > 0 ? person.title : 'nobody';",
  ];
  const catches = variant === 'catching' || variant === 'swallows';
  const body = catches ? ['try {', ...statements, '} catch {}', "return 'guest';"] : statements;
  return `import { createServer } from 'node:http';

const people = { ann: { name: 'Ann', title: 'guest' }, bob: { name: 'Bob', title: 'guest' } };

function titleOf(id) {
${body.map((line) => `  ${line}`).join('\n')}
}

createServer((request, response) => {
  const { searchParams } = new URL(request.url, 'http://local');
  response.setHeader('content-type', 'application/json');
  try {
    response.end(JSON.stringify({ title: titleOf(searchParams.get('id') ?? 'ann') }));
  } catch {
    response.statusCode = 500;
    response.end(JSON.stringify({ error: 'failed' }));
  }
}).listen(Number(process.env.PORT), '127.0.0.1');
`;
}
