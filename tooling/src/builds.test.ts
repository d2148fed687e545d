import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.ts';

it('no build has tests or their fixtures in it', () => {
  const builds = globSync('{packages,apps}/*/tsconfig.build.json', { cwd: root });
  expect(builds.length).toBeGreaterThan(8);
  for (const build of builds) {
    const { exclude = [] } = JSON.parse(readFileSync(join(root, build), 'utf8')) as { exclude?: string[] };
    expect({ build, exclude }).toEqual({
      build,
      exclude: expect.arrayContaining(['src/**/*.test.ts', 'src/**/*.fixture.ts', 'src/**/fixture-*.ts', '**/fixtures/**']),
    });
  }
});
