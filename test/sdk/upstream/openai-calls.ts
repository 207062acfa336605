/**
 * OpenAI's calls beside chat, responses and embeddings. Sources: the types `ImagesResponse`, `Transcription`, `Translation`,
 * `FileObject`, `Batch`, `ModerationCreateResponse` and `Model` of the npm package openai 7.57.0;
 * platform.openai.com/docs/api-reference.
 */
import { GREETING, jsonAnswer, refusal, type Answer, type ReceivedCall } from './wire.ts';

/** Sound that `audio/speech` answers with: any bytes, none of them text. */
export const SOUND = Buffer.from([0x49, 0x44, 0x33, 0x04, 0x00, 0xff, 0xfb, 0x90, 0x64, 0x00]);

/** What one image uses. */
export const imageUsage = { input: 17, output: 272 };

/** What one transcription uses. */
export const transcriptionUsage = { input: 41, output: 13 };

const CREATED = 1_741_570_283;

const file = {
  id: 'file-abc123',
  object: 'file',
  bytes: 42,
  created_at: CREATED,
  filename: 'calls.jsonl',
  purpose: 'batch',
  status: 'processed',
};

const batch = {
  id: 'batch_abc123',
  object: 'batch',
  endpoint: '/v1/chat/completions',
  input_file_id: file.id,
  completion_window: '24h',
  status: 'validating',
  created_at: CREATED,
  request_counts: { total: 0, completed: 0, failed: 0 },
  metadata: null,
};

const model = { id: 'gpt-4.1-mini', object: 'model', created: CREATED, owned_by: 'openai' };

const list = (data: object[]) => ({ object: 'list', data, has_more: false });

/** By method and path after `/openai/v1`. */
const answers: Record<string, () => Answer> = {
  'POST /images/generations': () => jsonAnswer({ ...image, created: CREATED }),
  'POST /images/edits': () => jsonAnswer({ ...image, created: CREATED }),
  'POST /audio/speech': () => ({ status: 200, headers: { 'content-type': 'audio/mpeg' }, body: SOUND }),
  'POST /audio/transcriptions': () => jsonAnswer({ text: GREETING, usage: transcriptionTokens }),
  'POST /audio/translations': () => jsonAnswer({ text: GREETING }),
  'POST /moderations': () => jsonAnswer(moderation),
  'POST /files': () => jsonAnswer(file),
  'GET /files': () => jsonAnswer(list([file])),
  'GET /files/file-abc123': () => jsonAnswer(file),
  'GET /files/file-abc123/content': () => ({
    status: 200,
    headers: { 'content-type': 'application/octet-stream' },
    body: Buffer.from('{"custom_id":"1"}\n'),
  }),
  'DELETE /files/file-abc123': () => jsonAnswer({ id: file.id, object: 'file', deleted: true }),
  'POST /batches': () => jsonAnswer(batch),
  'GET /batches': () => jsonAnswer(list([batch])),
  'GET /batches/batch_abc123': () => jsonAnswer(batch),
  'POST /batches/batch_abc123/cancel': () => jsonAnswer({ ...batch, status: 'cancelling' }),
  'GET /models': () => jsonAnswer({ object: 'list', data: [model] }),
  'GET /models/gpt-4.1-mini': () => jsonAnswer(model),
};

const image = {
  background: 'opaque',
  data: [{ b64_json: 'iVBORw0KGgo=' }],
  output_format: 'png',
  quality: 'low',
  size: '1024x1024',
  usage: {
    input_tokens: imageUsage.input,
    input_tokens_details: { image_tokens: 0, text_tokens: imageUsage.input },
    output_tokens: imageUsage.output,
    total_tokens: imageUsage.input + imageUsage.output,
  },
};

const transcriptionTokens = {
  type: 'tokens',
  input_tokens: transcriptionUsage.input,
  input_token_details: { audio_tokens: transcriptionUsage.input, text_tokens: 0 },
  output_tokens: transcriptionUsage.output,
  total_tokens: transcriptionUsage.input + transcriptionUsage.output,
};

const moderation = {
  id: 'modr-1',
  model: 'omni-moderation-latest',
  results: [
    {
      flagged: false,
      categories: { hate: false, violence: false },
      category_scores: { hate: 0.0001, violence: 0.0002 },
      category_applied_input_types: { hate: ['text'], violence: ['text'] },
    },
  ],
};

/** Answers a call under `/openai/v1`. */
export function answerOpenaiCall({ method, path }: ReceivedCall): Answer {
  const name = `${method} ${path.slice('/openai/v1'.length)}`;
  const error = { message: `Nothing at ${name}.`, type: 'invalid_request_error', param: null, code: null };
  return answers[name]?.() ?? refusal(404, { error });
}
