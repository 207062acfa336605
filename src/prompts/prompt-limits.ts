/** Bounds of the registry and of rendering, each with its unit in the name and the harm it prevents. */
export const promptLimits = {
  /** A template's characters, all messages together: more than MLflow keeps in a tag. */
  templateCharacters: 250_000,
  /** Messages of a chat prompt. */
  messages: 200,
  nameCharacters: 250,
  aliasCharacters: 255,
  /** Versions an alias may be split between. */
  arms: 20,
  tagKeyCharacters: 250,
  tagValueCharacters: 100_000,
  tags: 100,
  commitMessageCharacters: 5000,
  /** Response format and model config, as JSON text. */
  settingsCharacters: 100_000,
  /** Values that go into one prompt, as JSON text. */
  variablesCharacters: 1_000_000,
  /** A rendered prompt. */
  renderedCharacters: 2_000_000,
  /** Control blocks: values are made into the interpreter's own, which costs memory for each. */
  controlValues: 5000,
  controlDepth: 150,
  /** Steps of the interpreter, a step more for every 64 characters it makes. */
  controlSteps: 100_000,
  /** Longest list that `range` and concatenation make. */
  controlListItems: 10_000,
  /** A text inside the interpreter. */
  controlTextCharacters: 500_000,
  /** Prompts that one call may name. */
  promptsPerCall: 8,
  /** A fixed stretch this long is worth a provider's prompt cache (F99). */
  stableCharacters: 200,
} as const;
