/** Judges of retrieval: each RETRIEVER span of a trace is judged by itself. MLflow's names and values, our words. */
import { readableContent } from '../readable-content.ts';
import { yesOrNo, type JudgeQuestion, type Retrieval, type Subject, type Verdict } from '../scorer.ts';
import type { JudgeDefinition, JudgePlan } from './judge-definition.ts';
import { listLines, numbered } from './word-lists.ts';

function perRetrieval(subject: Subject, question: (retrieval: Retrieval) => JudgeQuestion[]): JudgePlan {
  if (subject.retrievals.length === 0) return { kind: 'missing', what: 'a trace with a RETRIEVER span' };
  return { kind: 'ask', questions: subject.retrievals.flatMap(question) };
}

const textOf = ({ chunks }: Retrieval): string => numbered(chunks.map(({ text }) => text));

const groundedness: JudgeDefinition = {
  className: 'RetrievalGroundedness',
  defaultName: 'retrieval_groundedness',
  description: 'Every claim of the answer rests on what was retrieved.',
  version: 1,
  isSessionLevel: false,
  plan: (subject, name) =>
    perRetrieval(subject, (retrieval) => [
      {
        name,
        spanId: retrieval.spanId,
        criteria:
          'Take each factual claim of the answer and look for it in the retrieved texts. Say "yes" when all of them are ' +
          'stated there or follow from them; greetings, questions and statements about the conversation need no support. ' +
          'Say "no" when at least one claim has none, even if you believe it to be true.',
        material: {
          request: readableContent(subject.inputs),
          answer: readableContent(subject.outputs),
          'retrieved texts': textOf(retrieval),
        },
        answer: yesOrNo,
      },
    ]),
};

const relevance: JudgeDefinition = {
  className: 'RetrievalRelevance',
  defaultName: 'retrieval_relevance',
  description: 'Each retrieved text helps with the request; the share that does is the precision.',
  version: 1,
  isSessionLevel: false,
  plan: (subject, name) =>
    perRetrieval(subject, (retrieval) =>
      retrieval.chunks.map((chunk, index) => ({
        name,
        spanId: retrieval.spanId,
        metadata: { chunk_index: String(index) },
        criteria:
          'Decide whether the retrieved text holds something that helps to answer the request. Say "yes" when a person ' +
          'writing the answer would use some of it, and "no" when it is about something else or too general to help.',
        material: {
          request: retrieval.query === '' ? readableContent(subject.inputs) : retrieval.query,
          'retrieved text': chunk.text,
        },
        answer: yesOrNo,
      })),
    ),
  derive: precisions,
};

/** The share of relevant chunks of each retrieval. A retrieval with a verdict missing has no precision. */
function precisions(verdicts: readonly Verdict[], name: string): Verdict[] {
  const spans = [...new Set(verdicts.map(({ spanId }) => spanId))];
  return spans.flatMap((spanId) => {
    const own = verdicts.filter((verdict) => verdict.spanId === spanId);
    const [first] = own;
    if (first === undefined || own.some(({ error }) => error !== null)) return [];
    const relevant = own.filter(({ value }) => value === 'yes').length;
    const rationale = `${relevant} of ${own.length} retrieved texts are relevant.`;
    return [{ ...first, name: `${name}/precision`, value: relevant / own.length, rationale, metadata: {} }];
  });
}

const sufficiency: JudgeDefinition = {
  className: 'RetrievalSufficiency',
  defaultName: 'retrieval_sufficiency',
  description: 'What was retrieved is enough to state everything that is expected.',
  version: 1,
  isSessionLevel: false,
  plan(subject, name) {
    const facts = listLines(subject.expectations.expected_facts);
    const response = readableContent(subject.expectations.expected_response);
    if (facts.length === 0 && response === '')
      return { kind: 'missing', what: 'the expectation expected_facts or expected_response' };
    const expected: Record<string, string> =
      facts.length > 0 ? { 'expected facts': numbered(facts) } : { 'expected answer': response };
    return perRetrieval(subject, (retrieval) => [
      {
        name,
        spanId: retrieval.spanId,
        criteria:
          'Suppose that someone had only the retrieved texts. Say "yes" when they could state everything that is ' +
          'expected from them alone, and "no" when something expected is not there.',
        material: {
          request: readableContent(subject.inputs),
          'retrieved texts': textOf(retrieval),
          ...expected,
        },
        answer: yesOrNo,
      },
    ]);
  },
};

/** The judges of retrieval. */
export const retrievalJudges: readonly JudgeDefinition[] = [groundedness, relevance, sufficiency];
