import { DotnetProjects, parseDotnet } from './dotnet-projects.ts';

/** What a project uses that these files are read for. */
const usingsOf = (files: Readonly<Record<string, string>>, path = 'src/App/A.cs') =>
  new DotnetProjects(new Map(Object.entries(files).map(([name, text]) => [name, parseDotnet(text)]))).of(path)?.usings;

const using = (name: string) => `<Project><ItemGroup><Using Include="${name}" /></ItemGroup></Project>`;

it.each([
  ['$(Root)eng/Own.props', '$(MSBuildThisFileDirectory)'],
  ['$(MSBuildProjectDirectory)\\..\\..\\eng\\Own.props', ''],
  ['..\\$(MSBuildProjectName)\\..\\..\\eng\\Own.props', ''],
])('a project imports %s', (path, root) => {
  const files = {
    'Directory.Build.props': `<Project><PropertyGroup><Root>${root}</Root></PropertyGroup></Project>`,
    'src/App/App.csproj': `<Project><Import Project="${path}" /></Project>`,
    'eng/Own.props': using('Shop.Pots'),
  };
  expect(usingsOf(files)).toEqual([['Shop.Pots', '']]);
});

it('a project imports nothing from outside of the repository', () => {
  const files = { 'src/App/App.csproj': '<Project><Import Project="../../../eng/Own.props" /></Project>' };
  expect(usingsOf({ ...files, 'eng/Own.props': using('Shop.Pots'), '../eng/Own.props': using('Shop.Pots') })).toEqual([]);
});

it.each([
  ["'$(Kind)' == 'own'", true],
  ["'$(Kind)' != 'Own'", false],
  [" '$(Kind)'=='Other' ", false],
  ['$(Kind) == Own', true],
  ["'$(None)' == ''", true],
  ["$(Kind) == 'Own' and Exists('a')", true],
])('a project reads what holds: %s', (condition, holds) => {
  const group = '<PropertyGroup><Kind>Own</Kind></PropertyGroup>';
  const text = `<Project>${group}<ItemGroup Condition="${condition}"><Using Include="Shop" /></ItemGroup></Project>`;
  expect(usingsOf({ 'src/App/App.csproj': text })).toEqual(holds ? [['Shop', '']] : []);
});

describe('project files that are not what people write', () => {
  it('may have conditions that almost hold', () => {
    const text = `<Import Project="x" Condition="$(A)==${' '.repeat(1900)}$"/>`;
    const start = performance.now();
    expect(usingsOf({ 'src/App/App.csproj': `<Project>${text.repeat(10)}${using('Shop')}</Project>` })).toEqual([['Shop', '']]);
    // It was 20 seconds and more.
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('may have properties that grow, and more names than a file can keep', () => {
    const properties = `<PropertyGroup><A>${'x'.repeat(1900)}</A></PropertyGroup>`;
    const names = Array.from(
      { length: 1000 },
      (_, index) => `<Using Include="N${index}${index % 2 ? '$(A)'.repeat(400) : ''}"/>`,
    );
    const usings = usingsOf({
      'src/App/App.csproj': `<Project>${properties}<ItemGroup>${names.join('')}</ItemGroup></Project>`,
    })!;
    expect(usings).toHaveLength(200);
    expect(JSON.stringify(usings).length).toBeLessThan(10_000);
  });

  it('may import one another', () => {
    const imports = '<Import Project="a.props"/><Import Project="b.props"/>';
    const files = { 'a.props': `<Project>${imports}</Project>`, 'b.props': `<Project>${imports}</Project>` };
    expect(usingsOf({ ...files, 'p.csproj': `<Project>${imports}${using('Shop')}</Project>` }, 'A.cs')).toEqual([['Shop', '']]);
  });
});
