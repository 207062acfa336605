/**
 * `<weir-feedback>`: thumbs, stars, categories, comment and correction on one answer. Told of the trace by `trace-id` and
 * `token`, or else speaking of the answer that came last. Importing it defines the element.
 */
import { element, icon } from './dom.ts';
import { flushNow, give, type SendState } from './index.ts';
import type { Labels } from './labels.ts';
import { labelsFor } from './settings.ts';
import { css } from './style.ts';
import { lastTrace, onTrace } from './traces.ts';

const THUMB = 'M7 11v9H4v-9zM7 11l4-8a2.5 2.5 0 0 1 2.5 3L13 10h5.5a2 2 0 0 1 2 2.4l-1.3 6a2 2 0 0 1-2 1.6H7';
const THUMB_DOWN =
  'M7 13V4H4v9zM7 13l4 8a2.5 2.5 0 0 0 2.5-3L13 14h5.5a2 2 0 0 0 2-2.4l-1.3-6a2 2 0 0 0-2-1.6H7';
const STAR = 'M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9L3.5 9.7l5.9-.8z';
const DEFAULT_KINDS = 'thumbs categories comment correction';
const DEFAULT_CATEGORIES = 'Wrong,Incomplete,Too long,Harmful';
const MOST_CHARACTERS = 7000;

let sheet: CSSStyleSheet | null = null;
let count = 0;

/** The pieces that are looked at again. */
interface Pieces {
  up: HTMLButtonElement;
  down: HTMLButtonElement;
  stars: HTMLInputElement[];
  details: HTMLElement;
  categories: HTMLFieldSetElement;
  chips: HTMLInputElement[];
  comment: HTMLTextAreaElement;
  correction: HTMLTextAreaElement;
  send: HTMLButtonElement;
  status: HTMLElement;
}

/** The custom element. */
export class WeirFeedback extends HTMLElement {
  static readonly observedAttributes = ['trace-id', 'token', 'kinds', 'categories', 'lang', 'disabled'];
  readonly #root = this.attachShadow({ mode: 'open', delegatesFocus: true });
  #pieces: Pieces | null = null;
  #unsent = false;
  #stopFollowing: () => void = () => undefined;
  readonly #onHide = (): void => {
    if (document.visibilityState === 'hidden') this.#leave();
  };
  readonly #onLeave = (): void => this.#leave();

  connectedCallback(): void {
    sheet ??= makeSheet();
    this.#root.adoptedStyleSheets = [sheet];
    this.#draw();
    this.#stopFollowing = onTrace(() => {
      if (!this.hasAttribute('trace-id')) this.#draw();
    });
    document.addEventListener('visibilitychange', this.#onHide);
    addEventListener('pagehide', this.#onLeave);
  }

  disconnectedCallback(): void {
    this.#leave();
    this.#stopFollowing();
    document.removeEventListener('visibilitychange', this.#onHide);
    removeEventListener('pagehide', this.#onLeave);
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (this.isConnected && this.#pieces !== null && before !== after && name !== 'token') this.#draw();
  }

  #draw(): void {
    if (this.#unsent) this.#leave();
    const labels = labelsFor(this.lang || document.documentElement.lang || navigator.language);
    const kinds = new Set((this.getAttribute('kinds') ?? DEFAULT_KINDS).split(/[\s,]+/));
    const pieces = makePieces(labels, {
      id: `weir-${++count}`,
      categories: (this.getAttribute('categories') ?? DEFAULT_CATEGORIES)
        .split(',')
        .map((text) => text.trim()),
    });
    this.#pieces = pieces;
    const bar = element('div', { part: 'bar' });
    if (kinds.has('thumbs')) bar.append(pieces.up, pieces.down);
    if (kinds.has('stars')) bar.append(starsOf(labels, pieces.stars));
    pieces.categories.hidden = !kinds.has('categories');
    hideField(pieces.comment, !kinds.has('comment'));
    hideField(pieces.correction, !kinds.has('correction'));
    pieces.details.hidden = kinds.has('thumbs') || kinds.has('stars');
    this.#listen(pieces, kinds);
    const group = element('div', { part: 'widget', role: 'group', 'aria-label': labels.group });
    bar.append(pieces.status);
    group.append(bar, pieces.details);
    this.#root.replaceChildren(group);
    const idle = this.hasAttribute('disabled') || (!this.hasAttribute('trace-id') && lastTrace() === null);
    for (const control of group.querySelectorAll('button,input,textarea'))
      control.toggleAttribute('disabled', idle);
  }

  #listen(pieces: Pieces, kinds: Set<string>): void {
    const judged = (good: boolean, said: Record<string, unknown>): void => {
      pieces.up.setAttribute('aria-pressed', String(good && 'thumbs' in said));
      pieces.down.setAttribute('aria-pressed', String(!good && 'thumbs' in said));
      this.#open(kinds, good);
      void this.#say({ feedback: said });
    };
    pieces.up.addEventListener('click', () => judged(true, { thumbs: true }));
    pieces.down.addEventListener('click', () => judged(false, { thumbs: false }));
    for (const star of pieces.stars) {
      star.addEventListener('change', () => {
        const rating = Number(star.value);
        this.#open(kinds, rating > 3);
        void this.#say({ feedback: { rating } });
      });
    }
    pieces.details.addEventListener('input', () => {
      this.#unsent = true;
    });
    pieces.details.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.#sendDetails();
      if (event.key === 'Escape' && (kinds.has('thumbs') || kinds.has('stars'))) this.#close();
    });
    pieces.send.addEventListener('click', () => this.#sendDetails());
  }

  /** A good answer leaves room for a comment; a bad one asks what was wrong and what it should have said. */
  #open(kinds: Set<string>, good: boolean): void {
    const pieces = this.#pieces;
    if (pieces === null) return;
    pieces.categories.hidden = good || !kinds.has('categories');
    hideField(pieces.correction, good || !kinds.has('correction'));
    const has = (kind: string): boolean => kinds.has(kind);
    pieces.details.hidden = good ? !has('comment') : !['categories', 'comment', 'correction'].some(has);
    pieces.down.setAttribute('aria-expanded', String(!pieces.details.hidden && !good));
  }

  #close(): void {
    const pieces = this.#pieces;
    if (pieces === null) return;
    pieces.details.hidden = true;
    pieces.down.setAttribute('aria-expanded', 'false');
    const chosen = [pieces.down, pieces.up].find((button) => button.ariaPressed === 'true');
    (chosen ?? pieces.stars.find((star) => star.checked))?.focus();
  }

  #sendDetails(): void {
    const said = this.#details();
    if (said === null) return;
    void this.#say(said);
    this.#close();
  }

  /** What was written and chosen, or null when it is nothing new. */
  #details(): Record<string, unknown> | null {
    const pieces = this.#pieces;
    if (pieces === null || !this.#unsent) return null;
    this.#unsent = false;
    const chosen = pieces.chips.filter((chip) => chip.checked).map((chip) => chip.value);
    const comment = pieces.comment.value.trim();
    const correction = pieces.correction.value.trim();
    const feedback = {
      ...(chosen.length > 0 && !pieces.categories.hidden ? { category: chosen } : {}),
      ...(comment === '' ? {} : { comment }),
    };
    const said = {
      ...(Object.keys(feedback).length > 0 ? { feedback } : {}),
      ...(correction === '' ? {} : { expectation: { expected_response: correction } }),
    };
    return Object.keys(said).length > 0 ? said : null;
  }

  async #say(said: Record<string, unknown>): Promise<void> {
    const pieces = this.#pieces;
    const traceId = this.getAttribute('trace-id') ?? lastTrace()?.traceId;
    if (pieces === null || traceId === undefined) return;
    const [token, user, endpoint] = [
      this.getAttribute('token'),
      this.getAttribute('user'),
      this.getAttribute('endpoint'),
    ];
    const state = await give({
      traceId,
      ...said,
      ...(token === null ? {} : { token }),
      ...(user === null ? {} : { user }),
      ...(endpoint === null ? {} : { endpoint }),
    });
    const labels = labelsFor(this.lang || document.documentElement.lang || navigator.language);
    pieces.status.textContent = wordsOf(state, labels);
    this.dispatchEvent(
      new CustomEvent('weir-feedback', {
        bubbles: true,
        composed: true,
        detail: { traceId, state, ...said },
      }),
    );
  }

  /** The page or the widget goes: what was written and not sent is sent as it is. */
  #leave(): void {
    const said = this.#details();
    if (said === null) return;
    void this.#say(said);
    flushNow();
  }
}

function wordsOf(state: SendState, labels: Labels): string {
  return { sent: labels.thanks, waiting: labels.offline, refused: labels.refused }[state];
}

function makePieces(labels: Labels, { id, categories }: { id: string; categories: string[] }): Pieces {
  const thumb = (which: 'up' | 'down', path: string): HTMLButtonElement =>
    element(
      'button',
      {
        type: 'button',
        part: `thumb ${which}`,
        'aria-label': labels[which],
        title: labels[which],
        'aria-pressed': 'false',
        ...(which === 'down' ? { 'aria-expanded': 'false', 'aria-controls': `${id}-details` } : {}),
      },
      icon(path),
    );
  const chips = categories
    .filter((text) => text !== '')
    .map((value) => element('input', { type: 'checkbox', value }));
  const chipLabels = chips.map((chip) => element('label', { part: 'chip' }, chip, chip.value));
  const comment = element('textarea', { part: 'comment', maxlength: String(MOST_CHARACTERS), rows: '2' });
  const correction = element('textarea', {
    part: 'correction',
    maxlength: String(MOST_CHARACTERS),
    rows: '3',
  });
  const send = element('button', { type: 'button', part: 'send' }, labels.send);
  const fieldset = element(
    'fieldset',
    { part: 'categories' },
    element('legend', {}, labels.categories),
    element('div', { part: 'chips' }, ...chipLabels),
  );
  const details = element(
    'div',
    { part: 'details', id: `${id}-details` },
    fieldset,
    element('label', {}, element('span', {}, labels.comment), comment),
    element('label', {}, element('span', {}, labels.correction), correction),
    send,
  );
  const stars = [1, 2, 3, 4, 5].map((number) =>
    element('input', {
      type: 'radio',
      name: `${id}-stars`,
      value: String(number),
      'aria-label': labels.star.replace('{n}', String(number)),
    }),
  );
  const status = element('p', { part: 'status', role: 'status' });
  const [up, down] = [thumb('up', THUMB), thumb('down', THUMB_DOWN)];
  return { up, down, stars, details, categories: fieldset, chips, comment, correction, send, status };
}

function starsOf(labels: Labels, stars: HTMLInputElement[]): HTMLElement {
  const drawn = stars.map((star) => element('label', { part: 'star' }, star, icon(STAR)));
  return element('fieldset', { part: 'stars' }, element('legend', {}, labels.rating), ...drawn);
}

function hideField(field: HTMLElement, hidden: boolean): void {
  if (field.parentElement !== null) field.parentElement.hidden = hidden;
}

function makeSheet(): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}

if (!customElements.get('weir-feedback')) customElements.define('weir-feedback', WeirFeedback);
