/** Figures against what we steer by: how far, and what holds one that falls short. */
import { formatNumber } from './tables.mjs';

/**
 * An aim that is met by a figure no smaller.
 *
 * @param {string} title what is measured, with its unit
 * @param {number} aim
 * @param {number | {figure: number, heldBy: string}} reached NaN when it was not measured; heldBy: what limits the figure
 * @returns {{title: string, aim: string, figure: string, verdict: string, heldBy: string}} ready for the table
 */
export function atLeast(title, aim, reached) {
  return compare({ title, aim: `≥ ${aim}`, reached }, (figure) => (aim - figure) / aim);
}

/** The same for an aim that is met by a figure no larger. */
export function atMost(title, aim, reached) {
  return compare({ title, aim: `≤ ${aim}`, reached }, (figure) => (figure - aim) / aim);
}

function compare({ title, aim, reached }, shortBy) {
  const { figure, heldBy } = typeof reached === 'number' ? { figure: reached, heldBy: '' } : reached;
  if (Number.isNaN(figure)) return { title, aim, figure: '–', verdict: 'not measured here', heldBy: '' };
  const share = shortBy(figure);
  if (share <= 0) return { title, aim, figure: formatNumber(figure), verdict: 'met', heldBy: '' };
  const verdict = `short by ${Math.ceil(share * 100)} %`;
  return { title, aim, figure: formatNumber(figure), verdict, heldBy };
}
