/** Documents rot where they name files: every path in backticks that looks like one of ours must exist. */
import { access, glob, readFile } from 'node:fs/promises';

/** @returns {Promise<string[]>} `document: path` for each cited path that does not exist */
export async function checkDocumentReferences() {
  const missing = [];
  for await (const document of glob(['*.md', 'docs/**/*.md'])) {
    const text = await readFile(document, 'utf8');
    const cited = [
      ...text.matchAll(/`((?:src|docs|test|scripts|bench|migrations|dashboard|\.ci)\/[\w./-]*)`/g),
    ];
    for (const [, path] of cited) {
      await access(path).catch(() => missing.push(`${document}: ${path}`));
    }
  }
  return missing;
}
