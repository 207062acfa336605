/** A store of evaluations that masks rows and what came of them, by the rules of the evaluation's experiment. */
import type { ContentMasking } from '../../redaction/content-masking.ts';
import type { RowContent, RowVerdict } from '../evaluation/evaluation.ts';
import type { EvaluationStore } from './evaluation-store.ts';

/** The experiment of an evaluation never changes: a cache. */
const MOST_KNOWN = 500;

/** The store, masking. It rejects when the rules cannot be read: rows are kept later then, never as they are. */
export function redactEvaluations(store: EvaluationStore, masking: ContentMasking): EvaluationStore {
  const known = new Map<string, string>();
  const note = (evaluationId: string, experimentId: string): void => {
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(evaluationId, experimentId);
  };
  const within = async (evaluationId: string): Promise<string[]> => {
    const noted = known.get(evaluationId);
    if (noted !== undefined) return [noted];
    const evaluation = await store.get(evaluationId);
    if (evaluation === null) return [];
    note(evaluationId, evaluation.experimentId);
    return [evaluation.experimentId];
  };
  return {
    ...store,
    async create(evaluation) {
      const { evaluationId, experimentId, name } = evaluation;
      note(evaluationId, experimentId);
      await store.create({ ...evaluation, name: await masking.maskText(name, [experimentId]) });
    },
    async addRows(evaluationId, rows) {
      const experimentIds = await within(evaluationId);
      const masked = rows.map(async (row) => ({
        ...row,
        content: await maskContent(row.content, experimentIds, masking),
      }));
      await store.addRows(evaluationId, await Promise.all(masked));
    },
    async transition(evaluationId, from, to) {
      const { error } = to;
      const masked =
        error === undefined ? {} : { error: await masking.maskText(error, await within(evaluationId)) };
      return store.transition(evaluationId, from, { ...to, ...masked });
    },
    async finishRow(evaluationId, rowNumber, result) {
      const experimentIds = await within(evaluationId);
      const maskOrNull = async (text: string | null): Promise<string | null> =>
        text === null ? null : masking.maskText(text, experimentIds);
      const verdicts = result.verdicts.map(async (verdict): Promise<RowVerdict> => ({
        ...verdict,
        // A number alone is a rating, whatever it looks like.
        value:
          typeof verdict.value === 'number'
            ? verdict.value
            : await masking.maskValue(verdict.value, experimentIds),
        rationale: await maskOrNull(verdict.rationale),
        error:
          verdict.error === null
            ? null
            : { ...verdict.error, message: await masking.maskText(verdict.error.message, experimentIds) },
      }));
      await store.finishRow(evaluationId, rowNumber, {
        ...result,
        content: await maskContent(result.content, experimentIds, masking),
        verdicts: await Promise.all(verdicts),
        error: await maskOrNull(result.error),
      });
    },
  };
}

async function maskContent(
  { inputs, outputs, expectations }: RowContent,
  experimentIds: string[],
  masking: ContentMasking,
): Promise<RowContent> {
  return {
    inputs: await masking.maskValue(inputs, experimentIds),
    outputs: await masking.maskValue(outputs, experimentIds),
    expectations: await masking.maskObject(expectations, experimentIds),
  };
}
