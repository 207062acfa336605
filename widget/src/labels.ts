/** The widget's words. A page replaces them per language. */

/** Every word that is shown or read out. */
export interface Labels {
  group: string;
  up: string;
  down: string;
  rating: string;
  /** `{n}` is the number of stars. */
  star: string;
  categories: string;
  comment: string;
  correction: string;
  send: string;
  thanks: string;
  offline: string;
  refused: string;
}

/** The words where a page has no others. */
export const english: Labels = {
  group: 'Feedback on this answer',
  up: 'Good answer',
  down: 'Bad answer',
  rating: 'Rating',
  star: '{n} of 5 stars',
  categories: 'What was wrong?',
  comment: 'Anything to add?',
  correction: 'What should it have said?',
  send: 'Send',
  thanks: 'Thank you.',
  offline: 'Saved. It is sent when you are online.',
  refused: 'Feedback on this answer is closed.',
};
