/** The port to rules of test cases, and to which traces have become one. */
import type { TestCaseRule } from '../test-case-rule.ts';

/** Which record a trace became. */
export interface TestCase {
  traceId: string;
  datasetId: string;
  recordId: string;
}

/** Storage of rules and test cases. */
export interface TestCaseStore {
  /** The experiment's own rule, or null. */
  getRule(experimentId: string): Promise<TestCaseRule | null>;
  /** Null goes back to the default. */
  setRule(experimentId: string, rule: TestCaseRule | null, atMs: number): Promise<void>;
  find(traceId: string): Promise<TestCase | null>;
  /** Notes a test case; one that is noted already stays. */
  note(testCase: TestCase, atMs: number): Promise<void>;
}
