import { describe, expect, it } from 'vitest';
import page from '../../docs/configuration.md?raw';
import settings from '../../src/core/settings.ts?raw';

describe('the page on configuration', () => {
  const variables = [...settings.matchAll(/^ {2}(WEIR_[A-Z_]+):/gm)].map(([, name]) => name ?? '');

  it('finds the variables', () => {
    expect(variables.length).toBeGreaterThan(25);
  });

  it.each(variables)('names %s', (name) => {
    expect(page).toContain(`\`${name}\``);
  });
});
