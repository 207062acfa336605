/** `npm run accuracy`: recorded against true, of every case. */
import { compareCase, recordCase, type BillingCase } from './billing-case.ts';
import { billingCases } from './cases.ts';

let failed = 0;
let api = '';
for (const call of billingCases) {
  if (call.api !== api) process.stdout.write(`\n${call.api}\n`);
  api = call.api;
  const { line, isExact } = await report(call);
  if (!isExact) failed += 1;
  process.stdout.write(line);
}
process.stdout.write(`\n${billingCases.length - failed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

/** The case's line: tokens and dollars recorded over the true ones, 1 where both are, and what has no price. */
async function report(call: BillingCase): Promise<{ line: string; isExact: boolean }> {
  const span = await recordCase(call);
  const { recorded, expected } = compareCase(call, span);
  const isExact = JSON.stringify(recorded) === JSON.stringify(expected);
  const { truth } = call;
  const tokens = ratio(
    sum(span.usage.inputTokens, span.usage.outputTokens),
    sum(truth.inputTokens, truth.outputTokens),
  );
  const dollars = ratio(span.cost.totalCostUsd, truth.costUsd);
  const named = span.unpriced.length === 0 ? '' : `  not priced: ${span.unpriced.join(', ')}`;
  const line = `  ${isExact ? 'ok  ' : 'FAIL'} tokens ${tokens}  dollars ${dollars}  ${call.member}${named}\n`;
  const difference = `       recorded ${JSON.stringify(recorded)}\n       true     ${JSON.stringify(expected)}\n`;
  return { line: isExact ? line : line + difference, isExact };
}

function sum(one: number | null, other: number | null): number | null {
  return one === null && other === null ? null : (one ?? 0) + (other ?? 0);
}

/** A quotient to twelve digits; `-` where neither is known, `?` where one of them is not. */
function ratio(recorded: number | null, truth: number | null): string {
  if (recorded === null && truth === null) return '-';
  if (recorded === null || truth === null) return '?';
  return truth === 0
    ? String(recorded === 0 ? 1 : Infinity)
    : String(Number((recorded / truth).toPrecision(12)));
}
