import type { ServiceDefinition, ServiceLimits } from '../domain/service.ts';
import { defaultTelemetry } from '../domain/telemetry.ts';
import { defaultUpstream } from '../domain/upstream.ts';

/**
 * The commented settings that `shadowgate init` writes, filled with what was found out about the service. What
 * merely repeats a default stands as a comment, so that the file shows every setting and settles only a few.
 */
export function configTemplate(service: ServiceDefinition): string {
  return `# Settings of Shadowgate. They are read from the base branch, never from the change under judgement.
# Keys that are not known are errors; what is left out has the default shown here in comments.
version: 1

${serviceSection(service)}
# In place of service and recording, for several: services: [{ name: api, directory: services/api, recording: api.sgrec }, …]

# The recording to replay, committed to the base branch. Write one with \`shadowgate record\`.
recording: ${recordingPath}

# replay:
#   concurrency: 8          # reads in flight at the same time, per instance; writes always run alone
#   timing: as-fast-as-possible   # or recorded: requests keep the distances that they had
#   # speed: 2              # with timing: recorded; distances are divided by it
#   pause-after-write: 50ms # of the recorded pause between a write and what follows in its session, so much is kept; or none
#   budget: 90s             # what one run may take; of a longer recording the most telling part is chosen, or all: everything; at most run-timeout
#   exchange-timeout: 10s   # deadline of one exchange
#   run-timeout: 5m         # deadline of one run over the recording
#   credentials:            # secrets were redacted while recording; what to send instead, in the shadow only
#     - recorded: the token that stands in the recording, such as sg_…; reports name those that are missing
#       replay: a credential that the service accepts in the shadow
#   jwt:                    # JWTs of the recording are signed anew; \`shadowgate inspect\` says which credentials need what
#     - algorithm: HS256    # or HS384, HS512, RS256, ES256, EdDSA: that of the recorded tokens
#       key: a key that the service trusts in the shadow only   # or key-file: at base, or key-variable: of the gate
#       # issuer: https://login.example      # only tokens of this issuer
#       # header: { kid: shadow }            # members of the header to set
#       # claims: [exp, iat, nbf]            # times that move along when the clock is not the recorded one
#   login:                  # for sessions whose login is not in the recording
#     - method: POST
#       target: /login
#       headers: { content-type: application/json }
#       body: '{"user":"shadow","password":"shadow"}'
#       token: body/token                    # or cookie.sid, header.x-token
#       send: header.authorization           # or cookie.sid
#   # not replayed, such as what ends the unchanged service; by route or by exchange: x000012; reports tell it
#   leave-out: [{ route: POST /admin/stop, reason: ends the process, owner: sara, expires: 2027-01-31 }]

# compare:
#   protobuf: [api/shop.proto]   # .proto files or sets of descriptors, by which gRPC messages are read
#   ignore:                 # a written excuse for one place of one route; a whole body cannot be ignored
#     - route: GET /carts/{id}
#       place: body/generatedAt   # or what is stored: state/<store>/<table>/*/<column>
#       # kind: field-removed    # without it values alone are excused, nothing that comes, goes or changes type
#       reason: time of the answer, checked elsewhere
#       owner: sara
#       expires: 2027-01-31 # last day on which it holds
#   severity:               # what is rated otherwise here, by rule (docs/severity.md)
#     page-attribute-changed: benign
#   cost:                   # from what difference on a cost is a finding; both bounds of a measure must be passed
#     enabled: true
#     confidence: 0.98
#     minimum-pairs: 20     # exchanges of a route, below which nothing is said of it
#     latency-percent: 10
#     latency-ms: 2
#     bytes-percent: 10     # of the size of responses
#     bytes: 1024
#     calls-percent: 10     # to other services
#     calls: 1
#     memory-percent: 10    # kept over the whole run when garbage was collected
#     memory: 1MB
#     allocation-seconds: 20   # a run that measures requests one by one: what they allocate and leave open; 0: none
#     allocation-requests: 30  # exchanges of a route, below which that says nothing of it
#     allocation-percent: 30   # of one function
#     allocation: 65536
#     loop-delay-ms: 20        # for which a request keeps all others waiting

policy:
  # Who may approve: a person counts as senior when any of the three names them.
  seniors:
    roles: [maintain, admin]
    # users: [sara, tomas]
    # teams: [acme/senior-engineers]   # needs a token that may read members of teams

  # unknown-provenance: as-unknown     # or as-ai: a change without any sign is treated as AI-assisted
  # minimum-fidelity: 0.8              # the baseline must answer as production did in this share of exchanges
  # minimum-completeness: 0.8          # this share of production requests must be whole in the recording
  # minimum-upstream-match: 0.95       # this share of the baseline's outbound calls must be answered by the recording
  # minimum-exercised: 0               # share of changed lines the replay must execute; 0 still asks for one
  # minimum-isolation: scrubbed-environment  # how far instances must be shut in, such as user-namespace
  # exclude-contributors: true         # who wrote a part of the change may not approve it

  # Every rule whose conditions all hold applies, and the strictest requirement wins.
  # Conditions: provenance, findings (counted, none), severity, paths, routes. Requirements: none, approvals, block.
  rules:
    - name: AI-assisted change behaves differently
      when: { provenance: [ai, mixed], findings: counted }
      require: { approvals: 1 }
    - name: AI-assisted change touches the gate itself
      when: { provenance: [ai, mixed], paths: [".github/**", CODEOWNERS, docs/CODEOWNERS, "**/*.sgrec"] }
      require: { approvals: 1 }
    # - name: no new failure on the way to an order
    #   when: { severity: breaking, routes: ["POST /orders/**"] }
    #   require: block
`;
}

const recordingPath = '.github/shadowgate.sgrec';

function serviceSection(service: ServiceDefinition): string {
  const lines = [
    ...service.assumptions.map((assumption) => `  # found out: ${oneLine(assumption)}`),
    setting('name', service.name, 'shown in reports'),
    setting('directory', service.directory, 'of the service, from the root of the repository'),
    setting('install', service.install, 'null when there is nothing to install'),
    setting('build', service.build, 'null when sources run as they are'),
    setting('start', service.start, 'in the foreground; {port} and {data} are filled in for each instance'),
    setting('port-variable', service.portVariable, 'tells the service its port'),
    setting('data-variable', service.dataVariable, 'tells the service its data folder'),
    setting('data-seed', service.dataSeed, 'folder at base, copied into the data folder before each start'),
    setting('ready-path', service.readyPath, 'answers below 500 once ready; null: an open port suffices'),
    `  ready-timeout: ${durationText(service.readyTimeoutMs)}`,
    `  # install-timeout: ${durationText(service.installTimeoutMs)}  # and build-timeout: how long these steps may take`,
    ...limitLines(service.limits),
    ...environmentLines(service.env),
    ...stateLines,
    ...determinismLines,
    ...upstreamLines,
    ...telemetryLines,
    ...sandboxLines,
  ];
  return [
    '# How to start the service. Each instance has a port and a data folder of its own.',
    'service:',
    ...lines,
  ].join('\n');
}

const stateLines = [
  '  # state:                               # a database for each instance, reset to one and the same point',
  '  #   - postgres: embedded               # told as DATABASE_URL, or by `variable` and `env`; or { url: … }',
  '  #     seed: [schema.sql, { run: npm run migrate }]',
  '  #   - redis: embedded                  # or { url: … }; mysql and mongodb by url alone',
  '  #     seed: seed.redis',
  '  #   - folder: true                     # plain files of the data folder count as well; databases of SQLite there always do',
  '  #   - sqlite: shop.db                  # in the data folder',
  '  #     seed: schema.sql',
  '  #   - commands: { reset: ./reset.sh, snapshot: ./rows.sh } # anything else; prints rows as JSON, one a line',
];

/** JSON is YAML too, and needs no thought about which plain texts YAML reads as something else. */
function setting(key: string, value: string | null, comment: string): string {
  return `${`  ${key}: ${JSON.stringify(value)}`.padEnd(40)} # ${comment}`;
}

/** What is held still, so that the three instances differ in nothing but the code; each can be left as it is. */
const determinismLines = [
  '  # determinism:             # what is held still in the instances; `real` leaves a thing as it is',
  '  #   clock: recorded        # time in the service is that of the recording, exchange by exchange',
  '  #   durations: coarse      # what it measures of itself while it answers moves in whole seconds',
  '  #   random: seeded         # ids, tokens and chance come from a seed',
  '  #   time-zone: UTC         # null: as on this machine, like the next one',
  '  #   locale: C.UTF-8',
  '  #   hash-seed: fixed       # order of hashed sets in Python',
  '  # throws: watched          # or unwatched: errors that are caught in silence are then not compared',
];

function environmentLines(env: Readonly<Record<string, string>>): string[] {
  const entries = Object.entries(env);
  if (entries.length === 0)
    return ['  # env: { LOG_LEVEL: warn }   # besides what is set here, next to nothing is passed on'];
  return ['  env:', ...entries.map(([name, value]) => `    ${name}: ${JSON.stringify(value)}`)];
}

/** How the services it calls are stood in for. */
const upstreamLines: readonly string[] = [
  '  # upstream:                          # calls to other services are answered from the recording, never passed on',
  `  #   enabled: ${defaultUpstream.enabled}`,
  '  #   stand-ins: []                    # files in the base revision with answers written by hand',
  '  #   on-miss: fail                    # or a status, such as 404, for every call that is not recorded',
  `  #   latency: ${defaultUpstream.latency}                    # or recorded: answers take as long as they did`,
];

const telemetryLines: readonly string[] = [
  `  # telemetry: ${defaultTelemetry}                       # or receive: spans of OpenTelemetry become part of the request flow;`,
  '  #                                    # or auto: the Node auto-instrumentation is loaded too, where it is installed',
];

const sandboxLines = [
  '  # sandbox:                           # how the code of a change is shut in',
  '  #   level: auto                      # or lower: user-namespace, sudo-namespace, container, scrubbed-environment',
  '  #   readable: []                     # further paths of the machine that the service may read',
  '  #   install-network: registries      # or none; build steps and services have no network at all',
  '  #   container-options: { run: [] }   # what docker or podman needs here besides; `engine`: before its `run`',
];

/** What passes a limit is ended: the change has a finding then, the base build an error. */
function limitLines(limits: ServiceLimits): string[] {
  return [
    '  # limits:                            # of one instance; one that passes a limit is ended',
    `  #   memory: ${sizeText(limits.memoryBytes)}                      # of all its processes together`,
    `  #   processes: ${limits.processes}                  # and threads`,
    `  #   disk: ${sizeText(limits.diskBytes)}                        # that it adds below its folders`,
    `  #   files: ${limits.files}                      # open in one process`,
    `  #   log: ${sizeText(limits.logBytes)}                       # that it prints`,
  ];
}

function sizeText(bytes: number): string {
  return bytes % 1e9 === 0 ? `${bytes / 1e9}GB` : `${bytes / 1e6}MB`;
}

function durationText(milliseconds: number): string {
  if (milliseconds % 60_000 === 0) return `${milliseconds / 60_000}m`;
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\p{C}+/gu, ' ');
}

/**
 * The workflow that `shadowgate init` writes: one job that gates pull requests of the same repository. It bears
 * another name than the commit status `shadowgate`, because a check and a status of one name would both be required.
 *
 * A pull request has one run at a time, lest one that judges and one that counts reviews overtake each other. A push ends
 * what replays the commit of before; a review, or a new title or base (`edited`), waits its turn. Without `edited`, a
 * pull request that gets another base would keep what it earned against the old one.
 */
export function workflowTemplate(): string {
  return `name: shadow replay
on:
  pull_request: { types: [opened, synchronize, reopened, edited] }
  pull_request_review: { types: [submitted, edited, dismissed] }
permissions: { contents: read, pull-requests: write, statuses: write, actions: read }
concurrency:
  group: "shadow-replay-\${{ github.event.pull_request.number }}"
  cancel-in-progress: \${{ github.event_name == 'pull_request' && github.event.action != 'edited' }}
jobs:
  replay:
    runs-on: ubuntu-24.04
    timeout-minutes: 30
    steps:
      - uses: actions/checkout@v6
        with: { fetch-depth: 0, persist-credentials: false }
      # Set up here what the service needs to be built and started, such as actions/setup-node.
      - { uses: shadowgate/shadowgate@v0, id: gate }
      - uses: actions/upload-artifact@v5
        if: always() && steps.gate.outputs.evidence != ''
        with: { name: shadowgate-evidence, path: "\${{ steps.gate.outputs.evidence }}", overwrite: true }
`;
}
