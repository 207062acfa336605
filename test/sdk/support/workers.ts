/** How many test files run at the same time; each worker has a Weir of its own. */
export const WORKERS = 3;
