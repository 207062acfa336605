/** Prompts as files: `weir prompts pull|push|diff` against the whole worker, with a folder in memory. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
// @ts-expect-error -- the command line is plain JavaScript
import { runPromptCommand } from '../../bin/prompts/commands.mjs';
// @ts-expect-error -- the command line is plain JavaScript
import { formatPromptFile, parsePromptFile, saysTheSame } from '../../bin/prompts/prompt-file.mjs';
import { createWire, wireAdminKey, type Loose } from '../helpers/mlflow-wire.ts';

const wire = createWire();

/** One person's folder. */
function person() {
  const files = new Map<string, string>();
  const folder = {
    names: async () => [...files.keys()],
    read: async (name: string) => files.get(name) ?? null,
    write: async (name: string, text: string) => void files.set(name, text),
  };
  return {
    files,
    edit: (name: string, change: (text: string) => string) => files.set(name, change(files.get(name) ?? '')),
    async weir(...words: string[]) {
      const printed: string[] = [];
      const code: number = await runPromptCommand(read(words), {
        fetch: (url: string, init: RequestInit) => wire.fetch(url.replace('http://server', ''), init),
        openFolder: () => folder,
        environment: { WEIR_URL: 'http://server', WEIR_KEY: wireAdminKey },
        print: (text: string) => printed.push(text),
        complain: (text: string) => printed.push(text),
      });
      return { code, printed: printed.join('\n') };
    },
  };
}

/** Command and names, and options as Node's `parseArgs` would give them. */
function read(words: string[]) {
  const options: Record<string, string | boolean> = { dir: 'prompts', force: words.includes('--force') };
  const positionals: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word === '--force') continue;
    if (word.startsWith('--')) options[word.slice(2)] = words[++index] ?? '';
    else positionals.push(word);
  }
  return { positionals, options };
}

async function register(name: string, template: unknown, more: object = {}): Promise<Loose> {
  const answer = await wire.call('POST', '/api/v1/prompts', { name, template, ...more });
  expect(answer.status).toBe(200);
  return answer.body.prompt_version;
}

const latest = async (name: string): Promise<Loose> =>
  (await wire.call('GET', `/api/v1/prompts/${name}/versions/latest`)).body.prompt_version;

describe('weir prompts', () => {
  it('pulls, shows, pushes and is in step again', async () => {
    const said = {
      tags: { team: 'core' },
      model_config: { model_name: 'gpt-4o', temperature: 0.5 },
      response_format: { type: 'object' },
      commit_message: 'first',
    };
    await register('way', 'Hello {{ name }}\n\nBye', said);
    const ann = person();
    expect(await ann.weir('pull', 'way')).toEqual({ code: 0, printed: 'way: version 1' });
    expect(ann.files.get('way')).toBe(
      [
        '---',
        'name: way',
        'version: 1',
        'commit_message: first',
        'tags:',
        '  team: core',
        'model_config:',
        '  model_name: gpt-4o',
        '  temperature: 0.5',
        'response_format:',
        '  type: object',
        '---',
        'Hello {{ name }}',
        '',
        'Bye',
        '',
      ].join('\n'),
    );
    expect(await ann.weir('diff', 'way')).toEqual({ code: 0, printed: '' });
    ann.edit('way', (text) => text.replace('Bye', 'See you'));
    const shown = await ann.weir('diff', 'way');
    expect(shown.code).toBe(1);
    expect(shown.printed).toContain('-Bye\n+See you');
    const pushed = await ann.weir('push', 'way', '--message', 'warmer', '--alias', 'production');
    expect(pushed).toEqual({ code: 0, printed: 'way: registered version 2 as production' });
    expect(await latest('way')).toMatchObject({
      ...said,
      version: 2,
      template: 'Hello {{ name }}\n\nSee you',
      commit_message: 'warmer',
      aliases: ['production'],
    });
    for (const command of ['pull', 'push', 'diff']) {
      expect(await ann.weir(command, 'way')).toEqual({ code: 0, printed: '' });
    }
  });

  it('registers a file that is new to the server, and warns of what is unwise', async () => {
    const ann = person();
    ann.files.set('brand.new', `---\nname: brand.new\n---\nIt is {{ now }}. ${'Be kind. '.repeat(40)}\n`);
    const pushed = await ann.weir('push');
    expect(pushed.code).toBe(0);
    expect(pushed.printed).toContain('brand.new: registered version 1\nbrand.new: The variable "now"');
    expect(ann.files.get('brand.new')).toContain('version: 1');
  });

  it('overwrites neither side when both changed, unless forced', async () => {
    await register('contested', 'one');
    const [ann, bob] = [person(), person()];
    await ann.weir('pull', 'contested');
    await bob.weir('pull', 'contested');
    ann.edit('contested', (text) => text.replace('one', 'of Ann'));
    bob.edit('contested', (text) => text.replace('one', 'of Bob'));
    expect((await ann.weir('push', 'contested')).code).toBe(0);
    const refused = await bob.weir('push', 'contested');
    expect(refused).toMatchObject({ code: 1, printed: expect.stringContaining('the server has version 2') });
    const kept = await bob.weir('pull', 'contested');
    expect(kept).toMatchObject({ code: 1, printed: expect.stringContaining('not on the server') });
    expect(bob.files.get('contested')).toContain('of Bob');
    expect((await latest('contested')).template).toBe('of Ann');
    expect((await bob.weir('push', 'contested', '--force')).code).toBe(0);
    expect((await latest('contested')).template).toBe('of Bob');
    ann.edit('contested', (text) => text.replace('of Ann', 'again of Ann'));
    expect((await ann.weir('pull', 'contested', '--force')).code).toBe(0);
    expect(ann.files.get('contested')).toContain('of Bob');
  });

  it.each([
    [[], 'expected pull, push or diff'],
    [['fetch'], 'expected pull, push or diff'],
    [['pull', 'no.such'], 'there is no prompt no.such'],
    [['pull', '--key', 'weir_wrong'], 'The server refuses'],
  ])('%j ends with 2 and a reason', async (words, reason) => {
    const { code, printed } = await person().weir(...words);
    expect(code).toBe(2);
    expect(printed).toContain(reason);
  });

  it.each([
    ['no front matter', 'front matter'],
    ['---\n: [\n---\nx', 'not YAML'],
    ['---\nname: other\n---\nx', 'another prompt'],
    ['---\ntype: chat\n---\nno role', '<!-- system -->'],
  ])('a file that reads %j is named with what is wrong', async (text, reason) => {
    const ann = person();
    ann.files.set('broken', text);
    const { code, printed } = await ann.weir('push', 'broken');
    expect(code).toBe(2);
    expect(printed).toContain('broken.md');
    expect(printed).toContain(reason);
  });
});

describe('a prompt file', () => {
  const anyText = fc
    .oneof(fc.string(), fc.stringMatching(/^(?:---|<!-- user -->|\n|a|\{\{ x \}\}| |\t|#|:)*$/))
    .filter((text) => !text.includes('\r'));
  const anyTemplate = fc.oneof(
    anyText,
    fc.array(fc.record({ role: fc.constantFrom('system', 'user', 'assistant'), content: anyText }), {
      minLength: 1,
      maxLength: 4,
    }),
  );

  it('says the same when it is read again, whatever it holds', () => {
    fc.assert(
      fc.property(anyTemplate, fc.dictionary(fc.string({ minLength: 1 }), fc.string()), (template, tags) => {
        const prompt = {
          name: 'p',
          version: 3,
          template,
          tags,
          commit_message: null,
          model_config: { temperature: 0.1 },
          response_format: null,
        };
        const read = parsePromptFile('p', formatPromptFile(prompt));
        expect(read.template).toEqual(template);
        expect(saysTheSame(read, prompt)).toBe(true);
        expect(read.version).toBe(3);
      }),
    );
  });

  it('is read though git turned its line ends', () => {
    const text = formatPromptFile({ name: 'p', version: 1, template: 'a\nb', tags: {} });
    expect(parsePromptFile('p', text.replaceAll('\n', '\r\n')).template).toBe('a\nb');
  });
});
