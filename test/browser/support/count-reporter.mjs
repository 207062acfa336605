/** Ends with the line that CI adds up; names what passed only when it was tried again. */
export default class CountReporter {
  #tests = () => [];

  onBegin(config, suite) {
    this.#tests = () => suite.allTests();
  }

  onEnd(result) {
    const outcomes = this.#tests().map((test) => ({
      title: test.titlePath().slice(-2).join(' › '),
      outcome: test.outcome(),
    }));
    for (const { title } of outcomes.filter(({ outcome }) => outcome === 'flaky')) {
      process.stdout.write(`passed only when tried again: ${title}\n`);
    }
    const passed = outcomes.filter(({ outcome }) => outcome === 'expected' || outcome === 'flaky').length;
    const failed = outcomes.filter(({ outcome }) => outcome === 'unexpected').length;
    process.stdout.write(
      `${passed} passed, ${failed === 0 && result.status !== 'passed' ? 1 : failed} failed\n`,
    );
  }
}
