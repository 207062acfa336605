/** Variables and secrets of a local run: `.dev.vars`, then the environment, which wins. */
import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';

/** What a worker may see of the environment: our settings and provider credentials, nothing else. */
const PASSED =
  /^(?:WEIR_\w+|\w+_API_KEY|AWS_(?:REGION|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|BEARER_TOKEN_BEDROCK)|AZURE_OPENAI_ENDPOINT|DATABRICKS_(?:HOST|TOKEN)|HF_TOKEN|OLLAMA_HOST)$/;

/** @returns {Promise<Record<string, string>>} */
export async function readVariables(environment = process.env, file = '.dev.vars') {
  let fromFile = {};
  try {
    fromFile = parseEnv(await readFile(file, 'utf8'));
  } catch (cause) {
    if (cause.code !== 'ENOENT') throw cause;
  }
  const passed = Object.entries(environment).filter(
    ([name, value]) => PASSED.test(name) && value !== undefined && value !== '',
  );
  return { ...fromFile, ...Object.fromEntries(passed) };
}
