import { ChatOpenAI } from '@langchain/openai';
import { shaped } from './langchain-shape.mjs';

export const { plain, stream, tools } = shaped(
  (baseURL) => new ChatOpenAI({ model: 'gpt-4.1-mini', apiKey: 'sk-caller', configuration: { baseURL } }),
);
