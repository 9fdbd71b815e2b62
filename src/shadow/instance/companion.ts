import { delimiter } from 'node:path';
import { GateError } from '../../errors.ts';

/**
 * A door in the closed network of an instance: an address that the service connects to inside leads to a unix socket
 * of ours outside. Nothing else outside can be reached.
 */
export type Door = { readonly name: string; readonly socketPath: string };

/** What others add to an instance: the agent, the upstream stand-in, its database. */
export type Companion = {
  /**
   * Added to the environment. `{door:NAME}` in a value becomes `127.0.0.1:PORT` as the instance sees that door,
   * `{door-port:NAME}` the port alone; the values of `service.env` may hold both too.
   */
  readonly environment: Readonly<Record<string, string>>;
  readonly doors: readonly Door[];
  /** Files and folders outside the instance's own that it may read, with their real paths. */
  readonly readable: readonly string[];
  /** Files of ours that are put into its data folder whenever that is laid out, by their path in it. */
  readonly dataFiles?: Readonly<Record<string, string>>;
};

/** Port of each door by its name, as the instance sees it. */
export type DoorPorts = ReadonlyMap<string, number>;

/**
 * All companions of an instance as one. A later one's variable replaces an earlier one's, but what loads something into a
 * runtime adds up. Two doors of one name are a mistake of ours.
 */
export function joinCompanions(companions: readonly Companion[]): Companion {
  const doors = companions.flatMap((each) => each.doors);
  const names = doors.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new Error(`Two doors are called ${twice}.`);
  return {
    environment: joinEnvironments(companions.map((each) => each.environment)),
    doors,
    readable: [...new Set(companions.flatMap((each) => each.readable))],
    ...joinFiles(companions),
  };
}

/** Variables that name what is loaded into a runtime. Python finds what comes first: an agent, which is added last. */
const addingUp: Readonly<Record<string, (values: readonly string[]) => string>> = {
  NODE_OPTIONS: (values) => values.join(' '),
  PYTHONPATH: (values) => values.toReversed().join(delimiter),
};

/** A later variable replaces an earlier one; of those that load something into a runtime neither pushes the other out. */
export function joinEnvironments(
  environments: readonly Readonly<Record<string, string>>[],
): Record<string, string> {
  const joined: Record<string, string> = Object.assign({}, ...environments);
  for (const [name, join] of Object.entries(addingUp)) {
    const values = environments.flatMap((each) => each[name] ?? []);
    if (values.length > 0) joined[name] = join(values);
  }
  return joined;
}

function joinFiles(companions: readonly Companion[]): Pick<Companion, 'dataFiles'> {
  const files = companions.map((each) => each.dataFiles).filter((each) => each !== undefined);
  return files.length === 0 ? {} : { dataFiles: Object.assign({}, ...files) };
}

/** Puts the addresses of doors where `{door:NAME}` and `{door-port:NAME}` stand. */
export function fillDoors(text: string, ports: DoorPorts): string {
  return text.replaceAll(/\{(door|door-port):([^{}]*)\}/g, (_written, kind: string, name: string) => {
    const port = ports.get(name);
    if (port === undefined) throw unknownDoor(name, ports);
    return kind === 'door' ? `127.0.0.1:${port}` : String(port);
  });
}

function unknownDoor(name: string, ports: DoorPorts): GateError {
  const known = [...ports.keys()].join(', ');
  return new GateError({
    code: 'config-invalid',
    message: `{door:${name}} names no door of the shadow environment; there ${known === '' ? 'is none' : `are: ${known}`}.`,
    remedy: 'Correct the name under `env` of `service`, or add what it should lead to under `service`.',
  });
}
