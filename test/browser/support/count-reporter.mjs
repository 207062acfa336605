/** Ends with the line that CI adds up. */
export default class CountReporter {
  #passed = 0;
  #failed = 0;

  onTestEnd(test, result) {
    if (result.status === 'skipped') return;
    if (test.outcome() === 'expected') this.#passed++;
    else this.#failed++;
  }

  onEnd(result) {
    if (result.status !== 'passed' && this.#failed === 0) this.#failed = 1;
    process.stdout.write(`${this.#passed} passed, ${this.#failed} failed\n`);
  }
}
