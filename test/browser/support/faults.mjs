/** What a page may never do, whatever a spec tests: break its own policy, or throw. */

/** Collects it; call before the page is opened. */
export function watchFaults(page) {
  const faults = [];
  page.on('console', (message) => {
    if (/content security policy|violates/i.test(message.text())) faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  return faults;
}
