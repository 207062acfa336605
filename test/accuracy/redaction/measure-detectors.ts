/** How many of the values a detector finds whole, and how much of what it finds is one: by kind and locale. */
import { detectorKinds, detectors, type DetectorKind } from '../../../src/redaction/detectors.ts';
import { locales, plainTexts, valuesOf, type MeasuredText } from './generated-values.ts';

/** What was measured; shares of one, null where there was nothing to measure. */
export interface Measured {
  kind: DetectorKind;
  locale: string;
  recall: number | null;
  precision: number | null;
  missed: string[];
  wrong: string[];
}

/**
 * Measures.
 *
 * @param count values of each kind in each locale; as many texts without any are looked through as well
 */
export function measureDetectors(count: number): Measured[] {
  return Object.keys(locales).flatMap((locale) => {
    const plain = plainTexts(locale, count);
    return detectorKinds.map((kind) =>
      measureOne(kind, locale, [...valuesOf(kind, locale, count), ...plain]),
    );
  });
}

function measureOne(kind: DetectorKind, locale: string, texts: readonly MeasuredText[]): Measured {
  const tally = { values: 0, found: 0, right: 0 };
  const missed: string[] = [];
  const wrong: string[] = [];
  for (const { text, value } of texts) {
    const ranges = detectors[kind](text);
    // In JSON a value stands as JSON writes it.
    const start = value === null ? -1 : text.indexOf(value);
    const end = start + (value?.length ?? 0);
    if (value !== null) {
      tally.values++;
      if (ranges.some((range) => range.start <= start && range.end >= end)) tally.found++;
      else missed.push(text);
    }
    for (const range of ranges) {
      if (value !== null && range.start < end && range.end > start) tally.right++;
      else wrong.push(text.slice(range.start, range.end));
    }
  }
  const claimed = tally.right + wrong.length;
  return {
    kind,
    locale,
    recall: tally.values === 0 ? null : tally.found / tally.values,
    precision: claimed === 0 ? null : tally.right / claimed,
    missed,
    wrong,
  };
}

/** A table in Markdown: recall and precision in percent, a row for each locale. */
export function tableOf(measured: readonly Measured[]): string {
  const percent = (share: number | null): string =>
    share === null ? '-' : String(Math.floor(share * 1000) / 10);
  const rows = Object.keys(locales).map((locale) => {
    const cells = detectorKinds.map((kind) => {
      const one = measured.find((each) => each.kind === kind && each.locale === locale);
      return `${percent(one?.recall ?? null)} / ${percent(one?.precision ?? null)}`;
    });
    return `| ${locale} | ${cells.join(' | ')} |`;
  });
  const head = detectorKinds.map((kind) => `\`${kind}\``).join(' | ');
  return `| | ${head} |\n|---|${'---|'.repeat(detectorKinds.length)}\n${rows.join('\n')}\n`;
}
