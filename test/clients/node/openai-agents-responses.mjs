import { responses } from './openai-agents.mjs';

export const { plain, stream, tools } = responses();
