import type { Companion } from '../instance/companion.ts';

/** What a service must be told to reach its database. */
export type ServerAccess = {
  readonly name: string;
  readonly socketPath: string;
  readonly variable: string;
  /** Address with `{door:NAME}` where host and port stand. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Variables by which client programs of the database find it by themselves. */
  readonly usual: Readonly<Record<string, string>>;
  /** As the settings have it. */
  readonly env: Readonly<Record<string, string>>;
};

/** The door to a database and the variables that lead through it; what the settings write holds over what is usual. */
export function serverCompanion(access: ServerAccess): Companion {
  const written = Object.entries(access.env).map(([name, value]) => [
    name,
    value
      .replaceAll('{user}', access.user)
      .replaceAll('{password}', access.password)
      .replaceAll('{database}', access.database),
  ]);
  return {
    environment: { ...access.usual, [access.variable]: access.url, ...Object.fromEntries(written) },
    doors: [{ name: access.name, socketPath: access.socketPath }],
    readable: [],
  };
}
