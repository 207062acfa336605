/** A judge model over HTTP, in OpenAI's wire, that answers as a test says. It stands where the provider would. */
import type { Services } from '../../src/services.ts';

/** What the judge was asked. */
export interface Asked {
  model: string;
  system: string;
  user: string;
}

/** The model of the scripted judge. */
export const scriptedModel = 'openai:/scripted-judge';

/** A verdict as a well-behaved judge words it. */
export const verdictText = (result: unknown, rationale = 'Because.'): string =>
  JSON.stringify({ rationale, result });

/** An answer in OpenAI's wire. */
export function chatAnswer(content: string, finishReason = 'stop'): Response {
  return Response.json({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'scripted-judge',
    choices: [{ index: 0, finish_reason: finishReason, message: { role: 'assistant', content } }],
    usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
  });
}

/** Puts a scripted provider in place of the network; returns what it is asked. */
export function scriptJudge(
  services: Services,
  answer: (asked: Asked, count: number) => Response | string | Promise<Response | string>,
): Asked[] {
  const asked: Asked[] = [];
  services.proxy.secret = () => 'sk-stored';
  services.proxy.fetchUpstream = async (_url, init) => {
    const body = JSON.parse(await new Response(init.body).text());
    const [system, user] = body.messages;
    const text = (content: unknown): string =>
      typeof content === 'string' ? content : JSON.stringify(content);
    const question = {
      model: body.model,
      system: text(system?.content ?? ''),
      user: text(user?.content ?? system?.content ?? ''),
    };
    asked.push(question);
    const said = await answer(question, asked.length);
    return typeof said === 'string' ? chatAnswer(said) : said;
  };
  return asked;
}
