/** Size of the bundle a deployment uploads, and what it consists of. */
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { listBundleParts } from '../../scripts/build-worker.mjs';
import { atMost } from '../report/aims.mjs';
import { formatNumber, table } from '../report/tables.mjs';

/** Parts that the table names; the others are one row. */
const NAMED_PARTS = 12;

export const measurement = {
  name: 'bundle',
  async measure({ scriptPath }) {
    const bundle = await readFile(scriptPath);
    return {
      rawBytes: bundle.byteLength,
      gzipBytes: gzipSync(bundle, { level: 9 }).byteLength,
      parts: await listBundleParts(),
    };
  },
  render: ({ rawBytes, gzipBytes, parts }) => {
    const others = parts.slice(NAMED_PARTS).reduce((sum, { minifiedBytes }) => sum + minifiedBytes, 0);
    return [
      `### Bundle\n\n${table(
        ['KB', 'minified, module by module'],
        [
          ...parts
            .slice(0, NAMED_PARTS)
            .map(({ name, minifiedBytes }) => [
              name === 'src' ? 'the code here' : name,
              minifiedBytes / 1000,
            ]),
          [`${parts.length - NAMED_PARTS} others`, others / 1000],
          ['**in all**', rawBytes / 1000],
          ['**gzip**', gzipBytes / 1000],
        ],
      )}`,
    ];
  },
  aims: ({ gzipBytes, parts }) => [
    atMost('bundle, gzip, KB', 500, {
      figure: gzipBytes / 1000,
      heldBy: `minified: ${parts
        .slice(0, 5)
        .map(({ name, minifiedBytes }) => `${name} ${formatNumber(minifiedBytes / 1000)}`)
        .join(', ')}`,
    }),
  ],
};
