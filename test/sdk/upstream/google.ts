/**
 * Gemini's generateContent. Sources: the types `GenerateContentResponse` and `GenerateContentResponseUsageMetadata` of the
 * npm package @google/genai 3.1.0; ai.google.dev/api/generate-content and ai.google.dev/api/embeddings. Streams end their
 * lines with CRLF, as the service does.
 */
import {
  GREETING,
  GREETING_PIECES,
  WEATHER,
  eventStream,
  jsonAnswer,
  refusal,
  scenarioOf,
  type Answer,
  type ReceivedCall,
  type Truth,
} from './wire.ts';
import { VECTOR } from './embeddings.ts';

const MODEL = 'gemini-2.5-flash';

/** Thoughts, which `candidatesTokenCount` leaves out (F32). */
const THOUGHTS = 120;

/** What an answer uses. */
export function geminiTruth(scenario: 'text' | 'tools'): Truth {
  const counts =
    scenario === 'text'
      ? { input: 1402, output: 171, cacheRead: 1100 }
      : { input: 190, output: 150, cacheRead: 0 };
  return { priceProvider: 'google', model: MODEL, ...counts, cacheWrite: 0 };
}

/** Answers a call to a model's method. */
export function answerGemini(call: ReceivedCall): Answer {
  const asked = scenarioOf(call);
  if (asked === 'limited') {
    return refusal(429, {
      error: { code: 429, message: 'You exceeded your current quota.', status: 'RESOURCE_EXHAUSTED' },
    });
  }
  if (asked === 'invalid') {
    return refusal(400, {
      error: { code: 400, message: 'Invalid value at contents.', status: 'INVALID_ARGUMENT' },
    });
  }
  if (call.path.endsWith(':batchEmbedContents')) {
    const requests = call.json.requests as unknown[];
    return jsonAnswer({ embeddings: requests.map(() => ({ values: VECTOR })) });
  }
  if (call.path.endsWith(':embedContent')) return jsonAnswer({ embedding: { values: VECTOR } });
  const scenario = asked === 'tools' ? 'tools' : 'text';
  const truth = geminiTruth(scenario);
  if (!call.path.endsWith(':streamGenerateContent')) return jsonAnswer(plainGemini(scenario), truth);
  const events = chunks(scenario).map((chunk) => `data: ${JSON.stringify(chunk)}\r\n\r\n`);
  return eventStream(asked, asked === 'held' ? events.slice(0, 2) : events, truth);
}

/** The plain answer, which a streamed one spells too. */
export function plainGemini(scenario: 'text' | 'tools'): Record<string, unknown> {
  return answer(
    parts(scenario),
    { finishReason: 'STOP' },
    usage(scenario, geminiTruth(scenario).output - THOUGHTS),
  );
}

function answer(content: unknown[], more: object, usageMetadata: object): Record<string, unknown> {
  return {
    candidates: [{ content: { parts: content, role: 'model' }, ...more, index: 0 }],
    usageMetadata,
    modelVersion: MODEL,
    responseId: 'sT3AaO2vBa-kvdIPufb4mA4',
  };
}

function parts(scenario: 'text' | 'tools'): unknown[] {
  if (scenario === 'text') return [{ text: GREETING }];
  return WEATHER.cities.map((city, index) => ({
    functionCall: { name: WEATHER.name, args: { city } },
    ...(index === 0 ? { thoughtSignature: 'CpQBAdHtim8=' } : {}),
  }));
}

function usage(scenario: 'text' | 'tools', candidates: number): Record<string, unknown> {
  const { input, cacheRead } = geminiTruth(scenario);
  return {
    promptTokenCount: input,
    candidatesTokenCount: candidates,
    totalTokenCount: input + candidates + THOUGHTS,
    ...(cacheRead === 0 ? {} : { cachedContentTokenCount: cacheRead }),
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: input }],
    thoughtsTokenCount: THOUGHTS,
  };
}

/** Every chunk carries the counts so far; the last one counts (F33). */
function chunks(scenario: 'text' | 'tools'): unknown[] {
  const total = geminiTruth(scenario).output - THOUGHTS;
  const deltas = scenario === 'text' ? GREETING_PIECES.map((text) => ({ text })) : parts(scenario);
  return deltas.map((part, index) => {
    const isLast = index === deltas.length - 1;
    return answer(
      [part],
      isLast ? { finishReason: 'STOP' } : {},
      usage(scenario, isLast ? total : index + 1),
    );
  });
}
