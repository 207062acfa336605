import { chat } from './chat-shape.mjs';

async function* events(body) {
  let rest = '';
  for await (const piece of body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + piece).split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) {
      if (block === 'data: [DONE]') return;
      yield JSON.parse(block.slice('data: '.length));
    }
  }
}

export const { plain, stream, tools } = chat(async (base, request) => {
  const answer = await fetch(`${base}/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk-caller', 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  return request.stream ? events(answer.body) : answer.json();
});
