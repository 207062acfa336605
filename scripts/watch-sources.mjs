/** `npm run dev`: builds anew when a source changes. Only there does the server hold what it builds with. */
import { watch } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildDist } from './build-dist.mjs';

const FOLDERS = ['../src', '../widget/src', '../dashboard/src', '../review/src'];
const GATHERING_MS = 100;

/**
 * Watches the sources.
 *
 * @param {() => Promise<void>} reload called after each build; a source that does not build leaves the last good worker running
 */
export function watchSources(reload) {
  let running = Promise.resolve();
  let timer;
  for (const folder of FOLDERS) {
    watch(fileURLToPath(new URL(folder, import.meta.url)), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        running = running.then(() => rebuild(reload));
      }, GATHERING_MS);
    });
  }
}

async function rebuild(reload) {
  try {
    await buildDist();
  } catch (cause) {
    process.stderr.write(`${cause.message}\nnot reloaded: the last good build stays\n`);
    return;
  }
  await reload();
}
