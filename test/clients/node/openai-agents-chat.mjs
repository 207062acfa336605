import { chat } from './openai-agents.mjs';

export const { plain, stream, tools } = chat();
