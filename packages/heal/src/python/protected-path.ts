/** Folders of tests and of what tests read. `testing/` is not one: libraries ship helpers for other people's tests under that name. */
const FOLDERS = String.raw`tests?|(?:[^/]*[_-])?(?:tests|testcases|testdata)|test[_-](?:data|files|cases|resources|suites?|fixtures)|__tests__|__snapshots__|\.github|\.tox|\.nox`;

const TEST_FILES = String.raw`test_[^/]*\.py|[^/]*_tests?\.py|tests\.py|[^/]*\.ambr`;

/** What decides how tests run, which of them, and against which dependencies. */
const CONFIGURATION = String.raw`conftest\.py|sitecustomize\.py|usercustomize\.py|noxfile\.py|setup\.(?:py|cfg)|\.?pytest\.(?:ini|toml)|tox\.(?:ini|toml)|pyproject\.toml|\.coveragerc|\.?ruff\.toml|\.flake8|\.?mypy\.ini|pyrightconfig\.json|[^/]*requirements[^/]*\.(?:txt|in)|constraints[^/]*\.txt|Pipfile(?:\.lock)?|poetry\.lock|uv\.lock|uv\.toml|pdm\.lock|pixi\.(?:lock|toml)|pylock[^/]*\.toml|environment\.ya?ml|\.python-version|[^/]*\.pth`;

/** Paths that a repair must never touch, as a regular expression that means the same to JavaScript and to Python. */
export const protectedPattern = `(?:^|/)(?:${FOLDERS})/|(?:^|/)(?:${TEST_FILES}|${CONFIGURATION})$|^test\\.py$|(?:^|/)fixtures/(?:.*/)?[^/]*\\.(?!pyi?$)[^/.]+$`;

const pattern = new RegExp(protectedPattern);

/** True for tests, what they read, and what configures them or their dependencies. */
export function isProtectedPath(path: string): boolean {
  return pattern.test(path);
}
