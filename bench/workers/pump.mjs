/** The bare worker, except that JavaScript sees each chunk of the answer: the least that any capture in the pipe costs. */
export default {
  async fetch(request, env, context) {
    const { pathname, search } = new URL(request.url);
    const answer = await fetch(env.UPSTREAM + pathname + search, request);
    const { readable, writable } = new IdentityTransformStream();
    context.waitUntil(pump(answer.body.getReader(), writable.getWriter()));
    return new Response(readable, answer);
  },
};

async function pump(reader, writer) {
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    await writer.write(value);
  }
  await writer.close();
}
