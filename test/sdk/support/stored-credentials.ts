/** Provider credentials that lie in Weir's variables. None of them is real. */

/** By the variable's name. */
export const stored = {
  OPENAI_API_KEY: 'sk-stored-openai-0123456789',
  ANTHROPIC_API_KEY: 'sk-ant-stored-0123456789',
  AZURE_OPENAI_API_KEY: 'azure-stored-0123456789',
  GEMINI_API_KEY: 'AIzaStored0123456789',
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'AKIASTOREDBYWEIR0001',
  AWS_SECRET_ACCESS_KEY: 'stored+secret/0123456789abcdefghijklmnop',
} as const;
