/** What the demo's callers do: three applications with their prompts, questions, answers, models and bad days. */

/** Chooses by a seeded draw, so that every demo is the same month. */
export function createDraw(seed) {
  let state = seed;
  const next = () => {
    // Mulberry32.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    whole: (low, high) => Math.floor(low + next() * (high - low + 1)),
    one: (items) => items[Math.floor(next() * items.length)],
    chance: (share) => next() < share,
    hex: (length) => Array.from({ length }, () => Math.floor(next() * 16).toString(16)).join(''),
  };
}

const support = {
  experiment: 'support-bot',
  prompt: 'support-answer',
  share: 0.55,
  models: [
    { provider: 'openai', model: 'gpt-4.1-mini', speed: 95, share: 0.6 },
    { provider: 'anthropic', model: 'claude-sonnet-4-5', speed: 62, share: 0.4 },
  ],
  system:
    'You help customers of Lindbeck, a maker of bicycles. Be short and kind. If you do not know, say so.',
  turns: [
    [
      'Where is my order 48213?',
      'It left our warehouse in Malmö yesterday and should reach you on **Thursday**. You can follow it with the link in your mail.',
    ],
    [
      'Can I still change the colour of my frame?',
      'Yes, until the frame is painted. Yours is planned for Monday, so tell me the colour by *Sunday evening*:\n\n- moss green\n- chalk\n- signal red',
    ],
    [
      'The rear brake squeals when it rains.',
      'That is usually dirt on the rotor.\n\n1. Wipe the rotor with isopropyl alcohol.\n2. Brake firmly ten times from 20 km/h.\n3. If it still squeals, sand the pads lightly.\n\nIf that does not help, any of our workshops will look at it for free.',
    ],
    [
      'I would like a refund, the box was damaged.',
      'I am sorry about that. Send me a picture of the box and the frame, and I will start the refund today. You have 30 days, and you pay nothing for the return.',
    ],
    [
      'Do you ship to Norway?',
      'Yes. Shipping to Norway costs 49 €, and customs are included in the price you see at checkout.',
    ],
    [
      'What is the torque for the stem bolts?',
      'For the alloy stem of the 2025 models: `5 Nm` for the face plate, `6 Nm` for the steerer clamp. Tighten crosswise.',
    ],
    [
      'Is the battery covered by the warranty?',
      'For two years or 500 charges, whichever comes first. Capacity below 70 % in that time counts as a defect.',
    ],
  ],
};

const search = {
  experiment: 'shop-search',
  prompt: 'rewrite-query',
  share: 0.3,
  models: [
    { provider: 'google', model: 'gemini-2.5-flash', speed: 160, share: 0.7 },
    { provider: 'openai', model: 'gpt-4.1-nano', speed: 180, share: 0.3 },
  ],
  system: 'Rewrite what a customer types into a query for our catalogue. Answer with JSON alone.',
  turns: [
    [
      'warm gloves for winter under 40 euro',
      '{"category":"gloves","season":"winter","max_price_eur":40,"sort":"rating"}',
    ],
    [
      'tyres that fit my gravel bike 700x40',
      '{"category":"tyres","width_mm":40,"diameter":"700c","use":"gravel"}',
    ],
    ['childs bike for a 6 year old', '{"category":"bikes","audience":"child","wheel_inch":20}'],
    ['light that does not blind others', '{"category":"lights","position":"front","beam":"cut-off"}'],
    ['lock insurance accepts', '{"category":"locks","certificate":"Sold Secure Gold"}'],
  ],
};

const review = {
  experiment: 'code-review',
  prompt: null,
  share: 0.15,
  models: [
    { provider: 'anthropic', model: 'claude-opus-4-1', speed: 38, share: 0.5 },
    { provider: 'openai', model: 'gpt-5', speed: 48, share: 0.5 },
  ],
  system:
    'Review the change. Name what is wrong, most serious first, with the line. Say nothing about style.',
  turns: [
    [
      '```ts\nexport function total(items: Item[]) {\n  return items.reduce((sum, item) => sum + item.price, undefined);\n}\n```',
      '**Line 2:** the initial value is `undefined`, so the first addition gives `NaN`. Start with `0`:\n\n```ts\nreturn items.reduce((sum, item) => sum + item.price, 0);\n```',
    ],
    [
      '```py\ndef load(path):\n    return yaml.load(open(path))\n```',
      '1. `yaml.load` without a loader runs what the file says. Use `yaml.safe_load`.\n2. The file is never closed. Use `with open(path) as file`.',
    ],
    [
      "```sql\nUPDATE orders SET state = 'paid';\n```",
      'There is no `WHERE`: **every** order becomes paid. Name the order by its id, and run it in a transaction.',
    ],
  ],
};

/** The applications. */
export const scenes = [support, search, review];

/** Versions of the prompts, oldest first. */
export const prompts = {
  'support-answer': {
    description: 'Answers of the support bot.',
    versions: [
      { message: 'First version', system: 'You help customers of Lindbeck, a maker of bicycles.' },
      {
        message: 'Shorter, kinder',
        system: 'You help customers of Lindbeck, a maker of bicycles. Be short and kind.',
      },
      { message: 'Admit what is not known', system: support.system },
    ],
    user: '{{question}}',
  },
  'rewrite-query': {
    description: 'From what a customer types to a query.',
    versions: [
      { message: 'First version', system: 'Rewrite what a customer types into a query.' },
      { message: 'JSON alone', system: search.system },
    ],
    user: '{{typed}}',
  },
};

/** What judges and people say when they are not content. */
export const complaints = {
  'support-bot': [
    'It says what to do, but not by when.',
    'It promises more than our terms do.',
    'Right, but longer than asked for.',
  ],
  'shop-search': [
    'A condition of the customer is not in the query.',
    'The category is too narrow: it finds nothing.',
  ],
  'code-review': [
    'It misses the more serious fault.',
    'The second point is about style, which was not asked for.',
  ],
};

/** What reviewers say where they see it otherwise than the judge. */
export const secondThoughts = [
  'The judge is too strict: the customer can act on this.',
  'It reads well, but the terms say otherwise.',
  'I would let it pass.',
];

/** What goes wrong with a call. */
export const failures = [
  'Rate limit reached for requests. Please try again in 1.2s.',
  'The server had an error while processing your request.',
  'Overloaded',
];
