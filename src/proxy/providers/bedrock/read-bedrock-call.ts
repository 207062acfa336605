/**
 * What every reader of this dialect adds to the shared frame: the model out of the path, AWS's id of the request, and the
 * name of an error that stands in a header.
 */
import { asObject, asString } from '../../../core/json.ts';
import type { ReadableCall, ReadError, Reading } from '../contract.ts';
import { modelInPath } from './model-in-path.ts';

/** Completes a reading made by any dialect's reader with what Bedrock tells outside the body. */
export function withBedrockFacts(call: ReadableCall, reading: Reading): Reading {
  const { responseHeaders, status } = call;
  const model = modelInPath(call.path);
  const error = reading.error !== null && status !== null && status >= 400;
  return {
    ...reading,
    requestModel: model?.id ?? reading.requestModel,
    responseId: reading.responseId ?? responseHeaders['x-amzn-requestid'] ?? null,
    serviceTier: reading.serviceTier ?? responseHeaders['x-amzn-bedrock-service-tier'] ?? null,
    error: error ? nameError(call, reading.error) : reading.error,
  };
}

/** The header may go on after a colon, and `__type` begin with a namespace (smithy.io, restJson1). */
function nameError({ responseHeaders, response }: ReadableCall, told: ReadError | null): ReadError | null {
  if (told === null) return null;
  const inBody = asString(asObject(response.json).__type);
  const name = (responseHeaders['x-amzn-errortype'] ?? inBody ?? told.type)
    .replace(/^.*#/, '')
    .replace(/:.*$/, '');
  return { ...told, type: name === '' ? told.type : name };
}
