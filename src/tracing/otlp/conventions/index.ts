/** All conventions, in the order in which they are asked; the first that answers wins, field by field. */
import { claudeCode, geminiCli } from './coding-agents.ts';
import type { Convention } from './convention.ts';
import { googleAdk, langfuse, laminar, liveKit, voltAgent } from './frameworks.ts';
import { genAi, springAi } from './gen-ai.ts';
import { openInference } from './open-inference.ts';
import { traceloop } from './traceloop.ts';
import { vercelAi } from './vercel-ai.ts';

/** As MLflow orders its translators (mlflow/tracing/otel/translation/__init__.py). */
export const conventions: readonly Convention[] = [
  openInference,
  geminiCli,
  claudeCode,
  genAi,
  springAi,
  traceloop,
  googleAdk,
  vercelAi,
  voltAgent,
  liveKit,
  laminar,
  langfuse,
];
