/** Means, intervals, tests and kappas against numpy, scipy, statsmodels and scikit-learn (test/fixtures/statistics/reference.py). */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  intervalOf,
  meanInterval,
  pairedShareInterval,
  wilsonInterval,
} from '../../src/core/statistics/intervals.ts';
import { cohensKappa, fleissKappa } from '../../src/core/statistics/kappa.ts';
import { growSample, sampleDeviation, sampleOf } from '../../src/core/statistics/sample.ts';
import { signTest } from '../../src/core/statistics/sign-test.ts';
import { tQuantile } from '../../src/core/statistics/student-t.ts';
import reference from '../fixtures/statistics/reference.json';

/** Alike to eleven digits. */
function near(value: number | null | undefined, expected: number): void {
  expect(Math.abs((value ?? Number.NaN) - expected)).toBeLessThanOrEqual(
    1e-11 * Math.max(1, Math.abs(expected)),
  );
}

/** Answers of yes and no. */
function answers(yes: number, no: number) {
  const sample = growSample();
  for (let count = 0; count < yes; count++) sample.add(1, true);
  for (let count = 0; count < no; count++) sample.add(0, true);
  return sample.read();
}

describe('statistics', () => {
  it('F158: shares have Wilson’s interval', () => {
    for (const { successes, trials, low, high } of reference.wilson) {
      const interval = wilsonInterval(successes, trials);
      near(interval?.low, low);
      near(interval?.high, high);
    }
    expect(wilsonInterval(0, 0)).toBeNull();
  });

  it('F158: means have Student’s, of large numbers too', () => {
    for (const { degrees, quantile } of reference.quantiles) near(tQuantile(degrees), quantile);
    for (const { values, mean, deviation, low, high } of reference.means) {
      const sample = sampleOf(values);
      if (sample === null) throw new Error('a sample is empty');
      near(sample.mean, mean);
      expect((sampleDeviation(sample) ?? 0) / deviation).toBeCloseTo(1, 7);
      near(meanInterval(sample)?.low, low);
      near(meanInterval(sample)?.high, high);
    }
  });

  it('F158: say nothing of too little, nor that a sample without spread is sure', () => {
    expect(sampleOf([])).toBeNull();
    expect(intervalOf(null)).toBeNull();
    expect(intervalOf(sampleOf([4]))).toBeNull();
    expect(intervalOf(sampleOf([4, 4, 4]))).toBeNull();
    expect(intervalOf(sampleOf([1, 1, 1]))).toBeNull();
  });

  it('F158: what is all yes, or all no, is not sure', () => {
    expect(intervalOf(answers(10, 0))).toMatchObject({ high: 1, method: 'wilson' });
    expect(intervalOf(answers(10, 0))?.low).toBeCloseTo(0.7225, 4);
    expect(intervalOf(answers(0, 10))).toMatchObject({ low: 0, method: 'wilson' });
    // Said as numbers: a zero among them shows that they are no stars.
    expect(intervalOf(sampleOf([0, 0, 1]))).toMatchObject({ method: 'wilson' });
    expect(intervalOf(sampleOf([0, 0, 2]))).toMatchObject({ method: 't' });
  });

  it('F158: paired shares have Newcombe’s interval', () => {
    for (const { low, high, ...counts } of reference.paired) {
      const interval = pairedShareInterval(counts);
      near(interval?.low, low);
      near(interval?.high, high);
    }
    // Fagerland, Lydersen and Laake 2014, table 4: airway hyper-responsiveness, -0.507 to -0.026.
    const published = pairedShareInterval({ yesYes: 1, noYes: 1, yesNo: 7, noNo: 12 });
    expect(published?.low).toBeCloseTo(-0.507, 3);
    expect(published?.high).toBeCloseTo(-0.026, 3);
    expect(pairedShareInterval({ yesYes: 0, yesNo: 0, noYes: 0, noNo: 0 })).toBeNull();
  });

  it('F158: intervals of shares hold them, within their bounds and with a width', () => {
    const counts = fc.tuple(fc.nat(40), fc.nat(40), fc.nat(40), fc.nat(40));
    fc.assert(
      fc.property(counts, ([yesYes, yesNo, noYes, noNo]) => {
        const rows = yesYes + yesNo + noYes + noNo;
        if (rows === 0) return true;
        const share = wilsonInterval(yesYes + noYes, rows);
        const difference = pairedShareInterval({ yesYes, yesNo, noYes, noNo });
        if (share === null || difference === null) return false;
        const [p, d] = [(yesYes + noYes) / rows, (noYes - yesNo) / rows];
        const holds = (interval: { low: number; high: number }, value: number, least: number) =>
          interval.low >= least &&
          interval.low <= value &&
          value <= interval.high &&
          interval.high <= 1 &&
          interval.high - interval.low > 0.001;
        return holds(share, p, 0) && holds(difference, d, -1);
      }),
    );
  });

  it('the sign test is the exact binomial test', () => {
    for (const { wins, losses, p } of reference.signTests) {
      const own = signTest(wins, losses);
      expect(Math.abs(own - p)).toBeLessThanOrEqual(1e-9 * p);
    }
    expect(signTest(0, 5000)).toBeLessThan(1e-300);
  });

  it('F159: kappas are those of scikit-learn and statsmodels, and are not made up where there is none', () => {
    for (const { pairs, kappa } of reference.cohen)
      near(cohensKappa(pairs.map(([one = '', two = '']) => [one, two] as const)).value, kappa);
    for (const { items, kappa } of reference.fleiss) near(fleissKappa(items).value, kappa);
    expect(fleissKappa([['a', 'a', 'b']])).toEqual({ value: null, gap: 'one_item' });
    expect(fleissKappa([])).toEqual({ value: null, gap: 'no_common_items' });
    expect(
      fleissKappa([
        ['a', 'a'],
        ['a', 'a'],
      ]),
    ).toEqual({ value: null, gap: 'one_category' });
    expect(cohensKappa([['a', 'b']])).toEqual({ value: null, gap: 'one_item' });
    expect(cohensKappa([])).toEqual({ value: null, gap: 'no_common_items' });
    expect(
      cohensKappa([
        ['a', 'a'],
        ['a', 'a'],
      ]),
    ).toEqual({ value: null, gap: 'one_category' });
    // One always says a, the other always b: chance gives nothing, and neither do they.
    expect(
      cohensKappa([
        ['a', 'b'],
        ['a', 'b'],
      ]),
    ).toEqual({ value: 0, gap: null });
  });
});
