import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/core/json.ts';
import { measureAgreement, type Rating } from '../../src/labeling/agreement.ts';

/** Ratings of a table: a row per item, a column per reviewer; null is no answer. */
function table(rows: (Json | null)[][]): Rating[] {
  return rows.flatMap((row, item) =>
    row.flatMap((value, reviewer) =>
      value === null ? [] : [{ traceId: `tr-${item}`, reviewer: `r${reviewer}`, value }],
    ),
  );
}

const repeat = (count: number, row: Json[]) => Array.from({ length: count }, () => row);

describe('agreement', () => {
  it('of two people is Cohen’s kappa: the textbook case of 50 proposals', () => {
    const ratings = table([
      ...repeat(20, [true, true]),
      ...repeat(5, [true, false]),
      ...repeat(10, [false, true]),
      ...repeat(15, [false, false]),
    ]);
    const agreement = measureAgreement(ratings, 'nominal');
    expect(agreement).toMatchObject({ answers: 100, itemsCompared: 50, kappaMethod: 'cohen' });
    expect(agreement.percentAgreement).toBeCloseTo(0.7, 10);
    expect(agreement.kappa).toBeCloseTo(0.4, 10);
  });

  it('of more is Fleiss’ kappa: the case of fourteen people and ten subjects', () => {
    const counts = [
      [0, 0, 0, 0, 14],
      [0, 2, 6, 4, 2],
      [0, 0, 3, 5, 6],
      [0, 3, 9, 2, 0],
      [2, 2, 8, 1, 1],
      [7, 7, 0, 0, 0],
      [3, 2, 6, 3, 0],
      [2, 5, 3, 2, 2],
      [6, 5, 2, 1, 0],
      [0, 2, 2, 3, 7],
    ];
    const rows = counts.map((row) =>
      row.flatMap((count, category) => repeat(count, [`c${category}`]).flat()),
    );
    const agreement = measureAgreement(table(rows), 'nominal');
    expect(agreement.kappaMethod).toBe('fleiss');
    expect(agreement.percentAgreement).toBeCloseTo(0.378, 3);
    expect(agreement.kappa).toBeCloseTo(0.21, 2);
  });

  it('is not defined without a common item, nor when all say one and the same', () => {
    const apart = measureAgreement(
      table([
        [true, null],
        [null, true],
      ]),
      'nominal',
    );
    expect(apart).toMatchObject({ answers: 2, itemsCompared: 0, percentAgreement: null, kappa: null });
    const same = measureAgreement(table(repeat(5, ['a', 'a'])), 'nominal');
    expect(same).toMatchObject({ percentAgreement: 1, kappa: null, kappaMethod: null });
    expect(measureAgreement([], 'nominal').percentAgreement).toBeNull();
  });

  it('takes several choices as one answer, in any order', () => {
    const agreement = measureAgreement(
      table([
        [
          ['a', 'b'],
          ['b', 'a'],
        ],
        [['a'], ['a', 'b']],
      ]),
      'nominal',
    );
    expect(agreement.percentAgreement).toBe(0.5);
  });

  it('of numbers tells the distance, of texts nothing', () => {
    const ratings = table([
      [1, 3],
      [4, 4],
    ]);
    const numbers = measureAgreement(ratings, 'numeric');
    expect(numbers).toMatchObject({ percentAgreement: 0.5, meanDifference: 1, kappa: null });
    expect(measureAgreement(ratings, 'none')).toMatchObject({ answers: 4, percentAgreement: null });
  });

  it('counts the later of two answers of one person', () => {
    const ratings = [...table([[true, true]]), ...table([[null, false]])];
    expect(measureAgreement(ratings, 'nominal')).toMatchObject({ answers: 2, percentAgreement: 0 });
  });

  it('stays within its bounds whatever is answered', () => {
    const rows = fc.array(
      fc.array(fc.option(fc.constantFrom('a', 'b', 'c')), { minLength: 3, maxLength: 3 }),
    );
    fc.assert(
      fc.property(rows, (made) => {
        const { percentAgreement, kappa } = measureAgreement(table(made), 'nominal');
        expect(percentAgreement ?? 0).toBeGreaterThanOrEqual(0);
        expect(percentAgreement ?? 1).toBeLessThanOrEqual(1 + 1e-9);
        expect(kappa ?? -1).toBeGreaterThanOrEqual(-1 - 1e-9);
        expect(kappa ?? 1).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });
});
