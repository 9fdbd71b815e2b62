import { posix } from 'node:path';
import { defaultLimits, type ServiceDefinition, serviceDefinition } from '../../domain/service.ts';
import { detectGo } from './detect-go.ts';
import { detectJava } from './detect-java.ts';
import { detectNode } from './detect-node.ts';
import { detectPython } from './detect-python.ts';
import { detectRuby } from './detect-ruby.ts';
import { type Guesses, type ServiceFiles, serviceFiles } from './service-files.ts';
import { serviceUnknown } from './service-unknown.ts';

export type DetectRequest = {
  /** Text of a file by its path from the repository root; null when there is none. */
  readonly readFile: (path: string) => Promise<string | null>;
  /** Names in the root, or paths of all files; only makes the error text better. */
  readonly listFiles?: () => Promise<readonly string[]>;
  /** Folder of the service, from the repository root. */
  readonly directory?: string;
  /** What the settings say; it always holds. */
  readonly configured?: Partial<ServiceDefinition>;
};

/**
 * Used where the settings do not say everything: finds out from the files how the service is installed, built and
 * started. Every guess is a sentence in `assumptions`, which is printed.
 */
export async function detectService(request: DetectRequest): Promise<ServiceDefinition> {
  const configured = request.configured ?? {};
  const directory = posix
    .normalize(configured.directory ?? request.directory ?? '.')
    .replace(/(?<=.)\/$/, '');
  const files = serviceFiles(directory, request.readFile);
  const guesses = await guess(files);
  const start = configured.start ?? guesses.start?.value;
  if (start === undefined) throw await serviceUnknown(directory, request);
  const definition: ServiceDefinition = {
    name: configured.name ?? guesses.name ?? (directory === '.' ? 'service' : posix.basename(directory)),
    directory,
    ...(configured.sources === undefined ? {} : { sources: configured.sources }),
    install: pickOr(configured.install, guesses.install?.value ?? null),
    build: pickOr(configured.build, guesses.build?.value ?? null),
    start,
    portVariable: configured.portVariable ?? 'PORT',
    dataVariable: configured.dataVariable ?? 'DATA_DIR',
    dataSeed: configured.dataSeed ?? null,
    env: { ...guesses.env, ...configured.env },
    readyPath: configured.readyPath ?? null,
    ...boundsOf(configured),
    assumptions: assumptionsOf(configured, guesses, start),
  };
  return serviceDefinition.parse(definition);
}

const tenMinutesMs = 600_000;

/** How long things may take and how much an instance may use: nothing of it is found out from files. */
function boundsOf(
  configured: Partial<ServiceDefinition>,
): Pick<ServiceDefinition, 'readyTimeoutMs' | 'installTimeoutMs' | 'buildTimeoutMs' | 'limits'> {
  return {
    readyTimeoutMs: configured.readyTimeoutMs ?? 30_000,
    installTimeoutMs: configured.installTimeoutMs ?? tenMinutesMs,
    buildTimeoutMs: configured.buildTimeoutMs ?? tenMinutesMs,
    limits: configured.limits ?? defaultLimits,
  };
}

/** After Node, asked in this order; the first whose files are there is the language of the service. */
const languages = [detectPython, detectGo, detectJava, detectRuby];

/** A Procfile and the first language that knows how to start win; what is known of installing is kept either way. */
async function guess(files: ServiceFiles): Promise<Guesses> {
  const node = await detectNode(files);
  if (node?.start) return node;
  const web = /^web:\s*(.+)$/m.exec((await files.read('Procfile')) ?? '')?.[1]?.trim();
  const known = node ?? (await firstLanguage(files)) ?? nothingKnown;
  if (web === undefined) return known;
  return { ...known, start: { value: web, because: `start: \`${web}\`, the web process of Procfile.` } };
}

const nothingKnown: Guesses = { name: null, install: null, build: null, start: null, env: {} };

async function firstLanguage(files: ServiceFiles): Promise<Guesses | null> {
  for (const detect of languages) {
    const found = await detect(files);
    if (found !== null) return found;
  }
  return null;
}

function assumptionsOf(
  configured: Partial<ServiceDefinition>,
  guesses: Guesses,
  start: string,
): readonly string[] {
  const told = [
    configured.start === undefined ? guesses.start?.because : undefined,
    configured.install === undefined ? guesses.install?.because : undefined,
    configured.build === undefined ? guesses.build?.because : undefined,
    configured.portVariable === undefined && !start.includes('{port}')
      ? 'port-variable: the service takes its port from PORT.'
      : undefined,
    configured.readyPath === undefined
      ? 'ready-path: the service is ready once its port is open.'
      : undefined,
  ];
  return [...(configured.assumptions ?? []), ...told.filter((each) => each !== undefined)];
}

function pickOr<T>(configured: T | undefined, guessed: T): T {
  return configured === undefined ? guessed : configured;
}
