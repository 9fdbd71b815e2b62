import type { Evidence } from '../domain/evidence.ts';
import type { NoiseExample, NoiseRefusal, NoiseReport } from '../domain/noise-report.ts';
import type { RouteSamples } from '../domain/route-samples.ts';
import { differingPart } from './differing-part.ts';
import { kindText } from './kind-text.ts';
import { counted, percent } from './number-text.ts';
import { placeText } from './place-text.ts';
import { createPaint, indented, labelledText, type Paint, readableWidth } from './terminal-layout.ts';
import { visibleText } from './visible-text.ts';
import { wrapText } from './wrap-text.ts';

/** What to look at; both exact, the place as the evidence writes it or as reports do. */
export type NoiseFilter = { readonly route?: string; readonly place?: string };

/** What was learned of the places that pass the filter, and how much was seen of their routes. */
export type SelectedNoise = Pick<Evidence, 'noise' | 'routes'>;

export function selectNoise({ noise, routes }: Evidence, { route, place }: NoiseFilter): SelectedNoise {
  const isPlace = ({ pattern }: NoiseReport) =>
    place === undefined || pattern === place || placeText(pattern) === place;
  const isRoute = (each: { readonly route: string }) => route === undefined || each.route === route;
  const selected = noise.filter((each) => isRoute(each) && isPlace(each));
  const named = new Set(selected.map((each) => each.route));
  return {
    noise: selected,
    routes: routes.filter((each) => isRoute(each) && (place === undefined || named.has(each.route))),
  };
}

export type NoiseView = { readonly colours: boolean; readonly width: number };

/**
 * For a reader who doubts an excuse, or misses one: per place what may vary there, from how many answers that was learned,
 * one difference that it hid, and what stands there all the same. Without a line break at its end.
 */
export function renderNoise(evidence: Evidence, filter: NoiseFilter, view: NoiseView): string {
  const paint = createPaint(view.colours);
  const width = readableWidth(view.width);
  const { noise, routes } = selectNoise(evidence, filter);
  if (noise.length === 0 && routes.length === 0) return nothingFound(evidence, width);
  const unmeasured = noise.filter((each) => !routes.some(isRouteOf(each)));
  return [
    ...routes.flatMap((route) => [
      ...routeSection(
        route,
        noise.filter((each) => isRouteOf(each)(route)),
        { width, paint },
      ),
      '',
    ]),
    ...placesWithoutRoute(unmeasured, width, paint),
    ...(noise.length === 0 ? ['Nothing was excused as noise here.', ''] : []),
    ...wrapText(limits, width),
  ].join('\n');
}

const limits =
  'A place keeps to what was learned of it: what breaks that stands. What varies too seldom to be seen here, or only on another day or machine, is not known.';

function isRouteOf(report: NoiseReport): (route: RouteSamples) => boolean {
  return ({ route, service }) => route === report.route && service === report.service;
}

type Layout = { readonly width: number; readonly paint: Paint };

function routeSection(
  samples: RouteSamples,
  noise: readonly NoiseReport[],
  { width, paint }: Layout,
): readonly string[] {
  const { service, route, exchanges, paired, answers, varying, noiseBound, bound } = samples;
  const name = `${service === undefined ? '' : `${service}: `}${visibleText(route)}`;
  const few = answers < 3 ? '; fewer than three, so little is taken for noise' : '';
  const facts = [
    `${counted(exchanges, 'exchange')}, ${counted(answers, 'answer')} of the unchanged build to each${few}.`,
    `${counted(varying, 'place')} ${varying === 1 ? 'varies' : 'vary'}${varying > 0 && noise.length === 0 ? ', and hid nothing' : ''}.`,
    noiseBound === null
      ? 'No secondary answered, so how often anything varies is not known.'
      : `A place that never varied in ${paired} varies in at most ${percent(noiseBound)} of requests (95 %).`,
    bound === null
      ? 'Differences stand on this route.'
      : `No difference stands: at most ${percent(bound)} of such requests differ (95 %).`,
  ];
  return [
    paint.bold(name),
    ...indented(wrapText(facts.join(' '), width - 2), 2),
    ...placesOf(noise, width, paint),
  ];
}

function placesWithoutRoute(noise: readonly NoiseReport[], width: number, paint: Paint): readonly string[] {
  return [...Map.groupBy(noise, ({ route }) => route)].flatMap(([route, reports]) => [
    paint.bold(visibleText(route)),
    ...placesOf(reports, width, paint),
    '',
  ]);
}

function placesOf(noise: readonly NoiseReport[], width: number, paint: Paint): readonly string[] {
  return noise.flatMap((report) => [
    `  ${paint.cyan(visibleText(placeText(report.pattern)))}  ${kindText[report.kind]}`,
    ...indented(placeLines(report, width - 6, paint), 6),
  ]);
}

function placeLines(report: NoiseReport, room: number, paint: Paint): readonly string[] {
  const { learned, samples, varied, compared, findings, example, refused } = report;
  const from =
    samples === 0
      ? 'by its look, no variation was seen'
      : `from ${counted(samples, 'answer')}; differs in ${varied} of ${counted(compared, 'exchange')}`;
  const line = (label: string, text: string) => labelledText(label, text, room, paint);
  return [
    ...line('varies as', `${visibleText(learned)}, ${from}`),
    ...line('hid', findings === 0 ? 'nothing' : `${counted(findings, 'difference')}${exampleText(example)}`),
    ...refused.flatMap((each) =>
      line(
        'refused',
        `${counted(each.findings, 'difference')}, ${refusalText[each.refusal]}: ${visibleText(each.reason, 400)}${exampleText(each.example)}`,
      ),
    ),
  ];
}

const refusalText: Readonly<Record<NoiseRefusal, string>> = {
  'other-form': 'another form',
  structural: 'structure',
  'array-length': 'length of an array',
  'root-value': 'the whole body',
  'over-broad': 'does not vary in this exchange',
  'order-ambiguous': 'order',
  unresolved: 'could not be held to what varies',
  'broken-relation': 'belongs together',
  systematic: 'more often than by chance',
};

function exampleText(example: NoiseExample | null): string {
  if (example === null) return '';
  const [before, after] = differingPart(sideText(example.baseline), sideText(example.candidate));
  // An element that moved is the same on both sides.
  const isSame = before === after;
  const where = example.exchangeId === '' ? '' : ` (${visibleText(example.exchangeId, 60)})`;
  const change = isSame ? 'at another index' : `→ ${visibleText(after, 80)}`;
  return `, such as ${visibleText(before, 80)} ${change}${where}`;
}

function sideText(side: NoiseExample['baseline']): string {
  if (side === null) return 'nothing';
  return side.text === '' ? 'an empty text' : side.text;
}

/** Names what could have been meant, since a filter that fits nothing is most often a slip. */
function nothingFound({ noise, routes }: Evidence, width: number): string {
  const places = [...new Set(noise.map(({ pattern }) => placeText(pattern)))];
  const known = [...new Set([...routes, ...noise].map(({ route }) => route))];
  if (known.length === 0) return 'Nothing was replayed, so nothing was learned.';
  const list = (label: string, all: readonly string[]) =>
    all.length === 0
      ? []
      : wrapText(
          `${label}: ${all
            .slice(0, 40)
            .map((each) => visibleText(each))
            .join(', ')}`,
          width,
        );
  return [
    'No route or place of that name.',
    ...list('Routes', known),
    ...list('Places that vary', places),
  ].join('\n');
}
