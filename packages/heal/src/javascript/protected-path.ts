// The files of a JavaScript repository that a repair must never touch.

const FOLDERS =
  /(?:^|\/)(?:__tests__|__snapshots__|__mocks__|__fixtures__|tests?|specs?|e2e|fixtures?|snapshots?|testdata|node_modules|\.github|\.husky)\//;
const TESTS = /[.-](?:test|spec|test-d|bench)\.[cm]?[jt]sx?$|\.snap$|(?:^|\/)test\.[cm]?[jt]s$/;
const RUNNERS =
  /(?:^|\/)(?:vitest|vite|jest|babel|mocha|ava|karma|playwright|cypress|rollup|tsup|tsdown|build)\.(?:config|workspace|setup|projects)(?:\.[\w-]+)*\.(?:[cm]?[jt]s|json)$/;
const SETUP = /(?:^|\/)(?:(?:jest|vitest|test)[.-]?setup|setup[.-]?(?:tests?|jest|vitest))\.[cm]?[jt]sx?$/i;
const CHECKERS =
  /(?:^|\/)(?:tsconfig(?:\.[\w-]+)*\.json|jsconfig\.json|biome\.jsonc?|eslint\.config\.[cm]?[jt]s|\.(?:eslint|prettier|swc|babel|mocha|c8|nyc|lintstaged|oxlint)(?:rc|ignore)?[^/]*)$/;
const MANIFESTS =
  /(?:^|\/)(?:package\.json|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|pnpm-workspace\.yaml|bun\.lockb?|deno\.jsonc?|deno\.lock|\.npmrc|\.yarnrc(?:\.yml)?|\.pnpmfile\.cjs|\.nvmrc|\.node-version|turbo\.json|nx\.json|lerna\.json)$/;

/** True for tests, snapshots, fixtures, configuration of runners, compilers and linters, manifests and lock files. */
export function isProtectedPath(path: string): boolean {
  return [FOLDERS, TESTS, RUNNERS, SETUP, CHECKERS, MANIFESTS].some((pattern) => pattern.test(path));
}
