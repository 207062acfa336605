/**
 * Embeddings of OpenAI and Mistral. Sources: the types `CreateEmbeddingResponse` of openai 7.57.0 (whose SDK asks for
 * base64 by itself) and `EmbeddingResponse` of @mistralai/mistralai 2.7.0.
 */
import { jsonAnswer, type Answer, type ReceivedCall, type Truth } from './wire.ts';

/** The vector of every text; its numbers are exact in single precision. */
export const VECTOR = [0.5, -0.25, 0.125, 1];

/** What one embedding uses. */
export function embeddingTruth(flavour: 'openai' | 'mistral'): Truth {
  const model = flavour === 'openai' ? 'text-embedding-3-small' : 'mistral-embed';
  return { priceProvider: flavour, model, input: 23, output: 0, cacheRead: 0, cacheWrite: 0 };
}

/** Answers an embeddings call. */
export function answerEmbeddings(call: ReceivedCall, flavour: 'openai' | 'mistral'): Answer {
  const truth = embeddingTruth(flavour);
  const bytes = Buffer.from(new Float32Array(VECTOR).buffer);
  const embedding = call.json.encoding_format === 'base64' ? bytes.toString('base64') : VECTOR;
  const inputs = Array.isArray(call.json.input) ? call.json.input : [call.json.input];
  return jsonAnswer(
    {
      ...(flavour === 'mistral' ? { id: 'embd-1' } : {}),
      object: 'list',
      data: inputs.map((_, index) => ({ object: 'embedding', index, embedding })),
      model: truth.model,
      usage: {
        prompt_tokens: truth.input,
        total_tokens: truth.input,
        ...(flavour === 'mistral' ? { completion_tokens: 0 } : {}),
      },
    },
    truth,
  );
}
