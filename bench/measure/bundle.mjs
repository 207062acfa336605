/** Size of the bundle a deployment uploads. */
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { atMost } from '../report/aims.mjs';
import { table } from '../report/tables.mjs';

export const measurement = {
  name: 'bundle',
  async measure({ scriptPath }) {
    const bundle = await readFile(scriptPath);
    return { rawBytes: bundle.byteLength, gzipBytes: gzipSync(bundle, { level: 9 }).byteLength };
  },
  render: ({ rawBytes, gzipBytes }) => [
    `### Bundle\n\n${table(
      ['', 'KB'],
      [
        ['minified', rawBytes / 1000],
        ['gzip', gzipBytes / 1000],
      ],
    )}`,
  ],
  aims: ({ gzipBytes }) => [atMost('bundle, gzip, KB', 500, gzipBytes / 1000)],
};
