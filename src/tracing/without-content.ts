/**
 * The reading of a call whose content the capture mode forbids: what the recorder left of its bodies is the meter, and what
 * stands in the place of words is not shown, not counted and not taken for anybody's name.
 */
import type { Exchange } from '../proxy/exchange.ts';
import type { Reading } from '../proxy/providers/contract.ts';

/** The reading, with nothing but its meter on the sides that were not kept. */
export function withoutContent(reading: Reading, { request, response }: Exchange): Reading {
  return {
    ...reading,
    ...(request.omitted === 'capture_mode' ? meterOfRequest(reading) : {}),
    ...(response.omitted === 'capture_mode' ? meterOfResponse(reading) : {}),
  };
}

function meterOfRequest({ parameters }: Reading): Partial<Reading> {
  const told = Object.entries(parameters).filter(([, value]) => typeof value !== 'object' && isWord(value));
  return {
    inputs: null,
    tools: [],
    parameters: Object.fromEntries(told),
    user: null,
    session: null,
    tags: {},
    requestPreview: null,
    inputText: '',
  };
}

function meterOfResponse({ error }: Reading): Partial<Reading> {
  const type = error === null || !isWord(error.type) ? 'error' : error.type;
  return {
    outputs: null,
    responsePreview: null,
    outputText: '',
    error: error === null ? null : { type, message: `The provider answered with an error: ${type}.` },
  };
}

/** Numbers, truth values, and words of a protocol. */
function isWord(value: number | string | boolean): boolean {
  return typeof value !== 'string' || /^[\w.:-]{1,128}$/.test(value);
}
