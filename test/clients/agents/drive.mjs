/**
 * Runs one coding agent: `node drive.mjs <name>`, with a home of its own and nothing set but where its model is. One JSON
 * line a call goes to standard output.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const modules = path.join(import.meta.dirname, 'node_modules');
const PATIENCE_MS = 120_000;

/** What is written into the home, what stands in the environment, and what is called. */
const agents = {
  codex: (base, prompt) => ({
    files: {
      '.codex/config.toml': `model = "gpt-5-mini"
model_provider = "weir"

[model_providers.weir]
name = "Weir"
base_url = "${base}"
env_key = "OPENAI_API_KEY"
wire_api = "responses"
`,
    },
    environment: { OPENAI_API_KEY: 'sk-caller' },
    command: ['.bin/codex', 'exec', '--skip-git-repo-check', prompt],
  }),
  claude: (base, prompt) => ({
    environment: {
      ANTHROPIC_BASE_URL: base,
      ANTHROPIC_API_KEY: 'sk-ant-caller',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    },
    command: ['@anthropic-ai/claude-code-linux-x64/claude', '-p', prompt, '--model', 'claude-sonnet-4-5'],
  }),
  gemini: (base, prompt) => ({
    files: { '.gemini/settings.json': '{"security":{"auth":{"selectedType":"gemini-api-key"}}}' },
    environment: { GOOGLE_GEMINI_BASE_URL: base, GEMINI_API_KEY: 'AIza-caller' },
    command: ['.bin/gemini', '-m', 'gemini-2.5-flash', '--skip-trust', '-p', prompt],
  }),
  qwen: (base, prompt) => ({
    environment: { OPENAI_BASE_URL: base, OPENAI_API_KEY: 'sk-caller', OPENAI_MODEL: 'gpt-4.1-mini' },
    command: ['.bin/qwen', '--auth-type', 'openai', '-p', prompt],
  }),
  opencode: (base, prompt) => ({
    files: {
      'work/opencode.json': JSON.stringify({
        provider: {
          weir: {
            npm: '@ai-sdk/openai-compatible',
            options: { baseURL: base, apiKey: 'sk-caller' },
            models: { 'gpt-4.1-mini': {} },
          },
        },
      }),
    },
    environment: {},
    command: ['opencode-linux-x64/bin/opencode', 'run', '-m', 'weir/gpt-4.1-mini', prompt],
  }),
};

for (const { id, base, prompt } of JSON.parse(process.env.CLIENT_CASES)) {
  const home = mkdtempSync(path.join(tmpdir(), 'weir-agent-'));
  const told = await run(home, agents[process.argv[2]](base, prompt));
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  process.stdout.write(`CASE ${JSON.stringify({ id, ...told })}\n`);
}

function run(home, { files = {}, environment, command: [program, ...parameters] }) {
  mkdirSync(path.join(home, 'work'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(home, name)), { recursive: true });
    writeFileSync(path.join(home, name), text);
  }
  const { PATH } = process.env;
  return new Promise((resolve) => {
    const child = spawn(path.join(modules, program), parameters, {
      cwd: path.join(home, 'work'),
      env: { PATH, HOME: home, LANG: 'C.UTF-8', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: PATIENCE_MS,
    });
    let words = '';
    for (const pipe of [child.stdout, child.stderr]) pipe.on('data', (chunk) => (words += chunk));
    child.once('error', (cause) => resolve({ error: String(cause) }));
    child.once('close', (code) => resolve(code === 0 ? { answer: words } : { error: words.slice(-600) }));
  });
}
