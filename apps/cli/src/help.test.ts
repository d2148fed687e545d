import { EXIT_CODES_LINE } from './exit-codes.ts';
import { type HelpPage, helpPages } from './help-pages.ts';

const pages: HelpPage[] = [];
beforeAll(async () => {
  for await (const page of helpPages()) pages.push(page);
});

const nameOf = ({ path }: HelpPage) => ['cm', ...path].join(' ');
const isGroup = ({ help }: HelpPage) => /^Commands:$/m.test(help);
const paragraph = (text: string) => text.replace(/\s+/g, ' ');

it('there is a page for every command, also for those below another', () => {
  const names = pages.map(nameOf);
  expect(names).toEqual(
    expect.arrayContaining(['cm', 'cm heal', 'cm audit', 'cm audit log', 'cm constitution show', 'cm doctor']),
  );
  expect(new Set(names).size).toBe(names.length);
});

it('each says how it is called, what it does, and what it ends with', () => {
  for (const page of pages) {
    const [usage, empty, what = ''] = page.help.split('\n');
    expect(usage?.startsWith(nameOf(page))).toBe(true);
    expect(empty).toBe('');
    expect(what).toMatch(/^[A-Z].*[^.]$|\.$/);
    if (nameOf(page) !== 'cm heal') expect(paragraph(page.help)).toContain(EXIT_CODES_LINE);
  }
  const heal = pages.find((page) => nameOf(page) === 'cm heal');
  expect(paragraph(heal?.help ?? '')).toContain('0 healed or nothing red; 3 not allowed;');
});

it('each that does something has examples, which call it', () => {
  for (const page of pages.filter((each) => !isGroup(each))) {
    const [, examples = ''] = /^Examples:\n((?: .*\n)+)/m.exec(page.help) ?? [];
    expect({ of: nameOf(page), examples }).toEqual({ of: nameOf(page), examples: expect.stringContaining(`  ${nameOf(page)}`) });
  }
});

it('each fits a terminal of 100 columns, and has nothing of this machine in it', () => {
  for (const { help } of pages) {
    for (const line of help.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    expect(help).not.toContain(process.cwd());
  }
});
