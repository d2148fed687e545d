const TEST_PATH = /(?:^|\/)(?:tests?|__tests__|spec)\/|[._-](?:test|spec)\.|(?:^|\/)test_|(?:^|\/)conftest\.py$/;

/** True for a file that by its name is for tests. */
export function isTestPath(path: string): boolean {
  return TEST_PATH.test(path);
}

const ASIDE_PATH = /(?:^|\/)(?:bench(?:mark)?s?(?:-[^/]*)?|examples?|samples?|fixtures?|playground|docs?)\//;

/** True for a file that shows or measures code rather than being it. */
export function isAsidePath(path: string): boolean {
  return ASIDE_PATH.test(path);
}
