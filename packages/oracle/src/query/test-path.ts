const TEST_PATH = /(?:^|\/)(?:tests?|__tests__|spec)\/|[._-](?:test|spec)\.|(?:^|\/)test_|(?:^|\/)conftest\.py$/;

/** True for a file that by its name is for tests. */
export function isTestPath(path: string): boolean {
  return TEST_PATH.test(path);
}
