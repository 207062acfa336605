import { ChatAnthropic } from '@langchain/anthropic';
import { shaped } from './langchain-shape.mjs';

export const { plain, stream, tools } = shaped(
  (anthropicApiUrl) =>
    new ChatAnthropic({ model: 'claude-sonnet-4-5', apiKey: 'sk-ant-caller', anthropicApiUrl }),
);
