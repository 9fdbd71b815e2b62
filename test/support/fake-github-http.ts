import type { IncomingMessage } from 'node:http';
import type { Access, Permissions, Token, World } from './fake-github-world.ts';

/** One request as a route sees it. */
export type Call = {
  readonly world: World;
  readonly token: Token;
  /** Named segments of the path, decoded. */
  readonly names: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  /** Root of the second server, from which artifacts are downloaded. */
  readonly storageUrl: string;
};

export type Reply =
  | { readonly status: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> }
  /** A list: the server cuts it into pages and adds the Link header. */
  | { readonly items: readonly unknown[]; readonly wrap?: (page: readonly unknown[]) => unknown };

export type RouteOnFake = {
  readonly method: string;
  /** `{name}` stands for one segment. */
  readonly path: string;
  readonly needs?: readonly [keyof Permissions, Access];
  /** Query parameters and body fields that the route knows; any other is a mistake of the caller. */
  readonly takes?: readonly string[];
  readonly answer: (call: Call) => Reply;
};

export class Refusal extends Error {
  readonly status: number;
  readonly errors: readonly unknown[] | undefined;

  constructor(status: number, message: string, errors?: readonly unknown[]) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

/** Named segments when the path fits, null when it does not. */
export function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | null {
  const wanted = pattern.split('/');
  const found = path.split('/');
  if (wanted.length !== found.length) return null;
  const names: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const actual = found[index] ?? '';
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (name) names[name] = decodeURIComponent(actual);
    else if (segment !== actual) return null;
  }
  return names;
}

export function assertPermission(token: Token, needs: RouteOnFake['needs']): void {
  if (!needs) return;
  const [name, access] = needs;
  const granted = token.permissions[name] ?? 'none';
  if (granted === 'write' || granted === access) return;
  const holder = token.kind === 'app' ? 'integration' : 'personal access token';
  throw new Refusal(403, `Resource not accessible by ${holder}`);
}

/** Link header and slice of a list, as GitHub pages it: 30 by default, 100 at most. */
export function pageOf(
  items: readonly unknown[],
  url: URL,
): { page: readonly unknown[]; link: string | null } {
  const size = Math.min(Number(url.searchParams.get('per_page') ?? 30), 100);
  const number = Number(url.searchParams.get('page') ?? 1);
  const last = Math.max(Math.ceil(items.length / size), 1);
  const links = [
    ...(number > 1 ? [linkTo(url, number - 1, 'prev')] : []),
    ...(number < last ? [linkTo(url, number + 1, 'next'), linkTo(url, last, 'last')] : []),
  ];
  return {
    page: items.slice((number - 1) * size, number * size),
    link: links.length > 0 ? links.join(', ') : null,
  };
}

function linkTo(url: URL, page: number, relation: string): string {
  const target = new URL(url);
  target.searchParams.set('page', String(page));
  return `<${target.href}>; rel="${relation}"`;
}

export async function readJsonBody(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return {};
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new Refusal(400, 'Problems parsing JSON');
  }
}

/** A field that must be text; GitHub answers 422 where it is missing. */
export function textField(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name];
  if (typeof value === 'string') return value;
  throw new Refusal(422, `Invalid request.\n\n"${name}" wasn't supplied.`);
}
