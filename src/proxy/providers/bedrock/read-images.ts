/** Reads InvokeModel of image models (Stability, Titan, Nova Canvas): they are billed by the picture. */
import { asArray, asObject, asString } from '../../../core/json.ts';
import type { ReadableCall, Reading } from '../contract.ts';
import { readCall, type ReadingPart } from '../wire/read-call.ts';
import { describeBody } from '../wire/reading.ts';
import { unknownUsage } from '../wire/usage.ts';
import { withBedrockFacts } from './read-bedrock-call.ts';

/** Reads the call. */
export function readImages(call: ReadableCall): Reading {
  return withBedrockFacts(call, readCall(call, { readRequest, readAnswer }));
}

function readRequest({ request }: ReadableCall): ReadingPart {
  const body = asObject(request.json);
  const first = asObject(asArray(body.text_prompts)[0]).text;
  const prompt = asString(body.prompt) ?? asString(asObject(body.textToImageParams).text) ?? asString(first);
  return { requestPreview: prompt };
}

/** Stability's older models call their pictures artifacts. A picture that was held back is null. */
function readAnswer({ response }: ReadableCall): ReadingPart {
  const body = asObject(response.json);
  const count = [...asArray(body.images), ...asArray(body.artifacts)].filter(
    (image) => image !== null,
  ).length;
  const error = asString(body.error);
  return {
    outputs: describeBody(response),
    error: error === null ? null : { type: 'error', message: error },
    ...(count === 0
      ? {}
      : {
          usage: { ...unknownUsage(), extra: { images: count } },
          responsePreview: `${count} ${count === 1 ? 'image' : 'images'}`,
        }),
  };
}
