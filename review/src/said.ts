/** What was said of an item, laid over what is known of it. Pure. */
import type { Answer, ReviewItem, Submission } from '../../src/labeling/review-wire.ts';

/** The item as it is after that was said. */
export function withSaid(item: ReviewItem, said: Pick<Submission, 'answers' | 'state'>): ReviewItem {
  return {
    ...item,
    state: said.state ?? item.state,
    answers: withAnswers(item.answers, said.answers),
  };
}

function withAnswers(
  answers: Record<string, Answer>,
  said: Record<string, Answer | null>,
): Record<string, Answer> {
  const merged = new Map(Object.entries(answers));
  for (const [schemaId, answer] of Object.entries(said)) {
    if (answer === null) merged.delete(schemaId);
    else merged.set(schemaId, answer);
  }
  return Object.fromEntries(merged);
}
