/** Placeholder until the dialect lands. */
import type { Dialect } from '../contract.ts';
import { openaiDialect } from '../openai/index.ts';
export const bedrockDialect: Dialect = { ...openaiDialect, name: 'bedrock' };
