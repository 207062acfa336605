/**
 * Table of contents: what `npm run bench` can measure, in the order it is done and printed. A new measurement is one
 * file under `measure/` and one line here. It exports `measurement`:
 *
 * - `name`: how it is chosen on the command line (`npm run bench -- throughput memory`);
 * - `measure(bench, earlier)`: does the work. `bench` has the fixture `upstream`, the `load` generator, the built
 *   worker's `scriptPath` and `quick`; `earlier` has the results of those before it, by name. Returns plain data, or
 *   null when this system cannot measure it;
 * - `render(result, results)`: the Markdown sections for it, each with its heading;
 * - `aims(result, results)`: its figures against what we steer by, made with `report/aims.mjs`.
 */
import { measurement as browser } from './measure/browser.mjs';
import { measurement as bundle } from './measure/bundle.mjs';
import { measurement as cost } from './measure/cost.mjs';
import { measurement as ingest } from './measure/ingest.mjs';
import { measurement as injection } from './measure/injection.mjs';
import { measurement as memory } from './measure/memory.mjs';
import { measurement as otlpIngest } from './measure/otlp-ingest.mjs';
import { measurement as scoring } from './measure/scoring.mjs';
import { measurement as search } from './measure/search.mjs';
import { measurement as startUp } from './measure/start-up.mjs';
import { measurement as throughput } from './measure/throughput.mjs';

export const measurements = [
  bundle,
  startUp,
  throughput,
  injection,
  scoring,
  ingest,
  otlpIngest,
  search,
  cost,
  memory,
  browser,
];
