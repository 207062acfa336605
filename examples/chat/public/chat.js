/** The page: asks, shows the answer as it streams, and puts Weir's widget under it. */

const log = document.getElementById('log');
const form = document.getElementById('ask');
const message = document.getElementById('message');
const way = document.getElementById('way');
const button = form.querySelector('button');
const session = crypto.randomUUID();
const config = fetch('/config.json').then((answer) => answer.json());
const history = [];

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const text = message.value.trim();
  if (text === '' || button.disabled) return;
  message.value = '';
  void converse(text);
});
message.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

async function converse(text) {
  button.disabled = true;
  addTurn('user', text);
  const turn = addTurn('assistant', '…');
  try {
    const answer = await (way.value === 'direct' ? askWeir(text) : askBackend(text));
    if (!answer.ok) throw new Error(`The answer failed with status ${answer.status}.`);
    const said = await showStream(answer, turn.firstElementChild);
    history.push({ role: 'user', content: text }, { role: 'assistant', content: said });
    turn.append(widgetFor(answer));
  } catch (cause) {
    turn.classList.add('failed');
    turn.firstElementChild.textContent = cause.message;
  } finally {
    button.disabled = false;
    message.focus();
  }
}

/** The backend calls Weir, and hands the trace and its token on in headers. */
function askBackend(text) {
  return fetch('/chat', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ message: text, session_id: session }),
  });
}

/** The page calls Weir itself. */
async function askWeir(text) {
  const { weir, path, model, system, prompt } = await config;
  const messages = [...history, { role: 'user', content: text }];
  return fetch(`${weir}${path}/chat/completions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-weir-experiment': 'chat-example',
      'x-weir-session': session,
      ...(prompt === null ? {} : { 'x-weir-prompt': prompt }),
    },
    body: JSON.stringify({
      model,
      stream: true,
      messages: system === null ? messages : [{ role: 'system', content: system }, ...messages],
    }),
  });
}

/** Shows what a stream of chat completion chunks spells, while it comes. Returns the whole text. */
async function showStream(answer, place) {
  const decoder = new TextDecoder();
  const reader = answer.body.getReader();
  let pending = '';
  let said = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return said;
    pending += decoder.decode(value, { stream: true });
    const lines = pending.split('\n');
    pending = lines.pop();
    for (const line of lines) {
      if (!line.startsWith('data:') || line.includes('[DONE]')) continue;
      said += JSON.parse(line.slice(5)).choices?.[0]?.delta?.content ?? '';
      place.textContent = said;
    }
  }
}

/** The widget of one answer. It would find the last answer by itself; here every answer keeps its own. */
function widgetFor(answer) {
  const widget = document.createElement('weir-feedback');
  const traceId = answer.headers.get('x-weir-trace-id');
  const token = answer.headers.get('x-weir-feedback-token');
  if (traceId !== null) widget.setAttribute('trace-id', traceId);
  if (token !== null) widget.setAttribute('token', token);
  return widget;
}

function addTurn(role, text) {
  const turn = document.createElement('div');
  turn.className = `turn ${role}`;
  const said = document.createElement('p');
  said.textContent = text;
  turn.append(said);
  log.append(turn);
  turn.scrollIntoView({ block: 'end' });
  return turn;
}
