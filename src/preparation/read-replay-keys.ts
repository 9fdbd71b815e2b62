import type { JwtSigning } from '../domain/credential.ts';
import type { ReplaySettings } from '../domain/service.ts';
import { GateError } from '../errors.ts';

/** Where the keys of the settings may be found. */
type KeyPlaces = {
  /** Reads a file of the revision that the settings came from. */
  readonly readFile: (path: string) => Promise<string | null>;
  readonly environment: Readonly<Record<string, string | undefined>>;
};

/**
 * Used before a replay: the same settings with every key of `replay: jwt` in them. Only here are keys read, since a verdict is also given
 * where neither the replay nor its secrets are at hand.
 */
export async function readReplayKeys(replay: ReplaySettings, places: KeyPlaces): Promise<ReplaySettings> {
  const jwt = await Promise.all(replay.jwt.map((signing) => withKey(signing, places)));
  return { ...replay, jwt };
}

async function withKey(signing: JwtSigning, { readFile, environment }: KeyPlaces): Promise<JwtSigning> {
  const { key } = signing;
  switch (key.kind) {
    case 'text':
      return signing;
    case 'file': {
      const text = await readFile(key.path);
      if (text === null) throw missing(`There is no ${key.path} at the revision of the settings`);
      // A secret in a file of its own usually ends in a line end that is not part of it; PEM does not mind.
      return { ...signing, key: { kind: 'text', text: text.replace(/\r?\n$/, '') } };
    }
    case 'variable': {
      const text = environment[key.name];
      if (text === undefined || text === '') throw missing(`The environment variable ${key.name} is not set`);
      return { ...signing, key: { kind: 'text', text } };
    }
  }
}

function missing(what: string): GateError {
  return new GateError({
    code: 'replay-key-unusable',
    message: `${what}, which \`replay: jwt\` names for a key.`,
    remedy: 'Put a key that the service trusts in the shadow alone where the settings say it is.',
  });
}
