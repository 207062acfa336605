/** What `npm start` says itself: lines for people, or one object a line, as `WEIR_LOG` and `WEIR_LOG_LEVEL` choose. */

/**
 * Reads the choice.
 *
 * @param {Record<string, string>} variables
 * @returns {{isJson: boolean, say: (line: string) => void, warn: (line: string) => void, event: (event: string, facts: object) => void, engine: (line: {level: string, message: string}) => void}}
 *   say: what is no error; warn: what is one; event: a fact that people learn in other words; engine: what is no event of the
 *   worker's own
 * @throws {Error} when the choice is none
 */
export function ownLines({ WEIR_LOG: format = 'text', WEIR_LOG_LEVEL: level = 'info' }) {
  if (format !== '' && format !== 'text' && format !== 'json')
    throw new Error(`Invalid WEIR_LOG "${format}": expected json or text.`);
  const isJson = format === 'json';
  const print = (stream, { level: of, ...facts }) => {
    if (of === 'error' || level !== 'error')
      stream.write(`${JSON.stringify({ time: new Date().toISOString(), level: of, ...facts })}\n`);
  };
  const said = (of) => (message) => {
    if (isJson) print(process.stderr, { level: of, event: 'said', message });
    else process.stderr.write(`${message}\n`);
  };
  return {
    isJson,
    say: said('info'),
    warn: said('error'),
    event: (event, facts) => print(process.stdout, { level: 'info', event, ...facts }),
    engine({ level: of, message }) {
      const isError = of === 'error' || of === 'warn';
      print(process.stdout, { level: isError ? 'error' : 'info', event: 'said', message });
    },
  };
}

/**
 * A path as one word of a shell's line.
 *
 * @param {string} word
 * @returns {string}
 */
export function shellWord(word) {
  return /^[\w./:@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
