import type { Browser, Page } from 'playwright-core';
import { type OpenedPage, openBrowser, openPage } from './browser.fixture.ts';
import { edge, largeGraph, node, smallGraph } from './graph.fixture.ts';
import { MOST_NODES, renderGraphPage } from './graph-page.ts';

let browser: Browser;
let opened: OpenedPage | undefined;

beforeAll(async () => {
  browser = await openBrowser();
});
afterEach(async () => {
  await opened?.close();
  opened = undefined;
});
afterAll(() => browser.close());

async function open(html: string, options?: Parameters<typeof openPage>[2]): Promise<Page> {
  opened = await openPage(browser, html, { reducedMotion: 'reduce', ...options });
  return opened.page;
}

async function search(page: Page, words: string): Promise<void> {
  await page.keyboard.press('/');
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
}

/** Names in the list under a heading of the panel. */
function listed(page: Page, heading: string): Promise<string[]> {
  return page.locator(`#panel h3:has-text("${heading}") + ul .name`).allTextContents();
}

/** The picture as the canvas has it: changes when something else is drawn. */
function picture(page: Page): Promise<string> {
  return page.evaluate(() => {
    // biome-ignore lint/suspicious/noExplicitAny: runs in the browser, whose types the program doesn't have
    const { document, requestAnimationFrame } = globalThis as any;
    return new Promise<string>((done) =>
      requestAnimationFrame(() => requestAnimationFrame(() => done(document.getElementById('graph').toDataURL()))),
    );
  });
}

describe('a person', () => {
  it('searches with the keyboard and sees source, signature, docstring, users and what is used', async () => {
    const page = await open(renderGraphPage(smallGraph()));
    await page.keyboard.press('/');
    await page.keyboard.type('lo');
    expect((await page.locator('#found .name').allTextContents()).slice(0, 3)).toEqual(['loadUser', 'load.ts', 'load.test.ts']);
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('#search').getAttribute('aria-activedescendant')).toBe('found-1');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    const panel = page.locator('#panel');
    expect(await panel.locator('h2').textContent()).toBe('loadUser');
    expect(await panel.locator('.signature').textContent()).toBe('function loadUser(id: string): User');
    expect(await panel.locator('.doc').textContent()).toBe('Reads one user.');
    await panel.locator('.source .row').nth(2).waitFor();
    expect(await panel.locator('.source .row').allTextContents()).toEqual([
      'export function loadUser(id: string): User {',
      "  return new Reader('users').parse(id);",
      '}',
    ]);
    expect(await panel.locator('.source .c-string').textContent()).toBe("'users'");
    expect(await listed(page, 'Used by')).toEqual(['handler', 'reads a user']);
    expect(await listed(page, 'Uses')).toEqual(['Reader.parse']);
    expect(opened?.complaints).toEqual([]);
  });

  it('clicks a circle, follows links, and comes back with Back', async () => {
    const page = await open(renderGraphPage(smallGraph()));
    await search(page, 'loadUser');
    await page.click('#panel .link:has-text("handler")');
    expect(await page.locator('#panel h2').textContent()).toBe('handler');
    expect(await page.evaluate('location.hash')).toBe('#src/api.ts:3');
    await page.goBack();
    expect(await page.locator('#panel h2').textContent()).toBe('loadUser');
    await page.keyboard.press('Escape');
    expect(await page.locator('#panel').isHidden()).toBe(true);
    // It was flown to, and lies between the search box and the right side.
    const middle = await page.evaluate<[number, number]>('[innerWidth / 2, innerHeight / 2]');
    await page.mouse.click(...middle);
    expect(await page.locator('#panel h2').count()).toBe(1);
    expect(opened?.complaints).toEqual([]);
  });

  it('follows impact up and down, as deep as wanted', async () => {
    const page = await open(renderGraphPage(smallGraph()));
    await search(page, 'parse');
    await page.click('.segments label:has-text("Affected")');
    expect(await listed(page, '1 edge away')).toEqual(['loadUser', 'handler']);
    expect(await listed(page, '2 edges away')).toEqual(['reads a user']);
    expect(await page.locator('#panel .fine').first().textContent()).toBe(
      '3 symbols may be affected by a change, 1 of them tests.',
    );
    await page.locator('.reach input').fill('1');
    await page.locator('.reach input').dispatchEvent('change');
    expect(await page.locator('#panel h3:has-text("edges away")').count()).toBe(0);
    await page.click('.segments label:has-text("Rests on")');
    expect(await page.locator('#panel .fine').first().textContent()).toBe('No edge leads farther.');
  });

  it('filters by type of edge, type of symbol and confidence', async () => {
    const page = await open(renderGraphPage(smallGraph()));
    await page.locator('#filters').evaluate('(filters) => { filters.open = true; }');
    await search(page, 'parse');
    expect(await listed(page, 'Used by')).toEqual(['loadUser', 'handler']);
    await page.locator('#confidence').fill('50');
    expect(await listed(page, 'Used by')).toEqual(['loadUser']);
    await page.locator('#confidence').fill('0');
    await page.uncheck('input[name=calls]');
    expect(await listed(page, 'Used by')).toEqual(['handler']);
    await page.check('input[name=calls]');
    await page.uncheck('input[name=function]');
    expect(await listed(page, 'Used by')).toEqual([]);
    expect(opened?.complaints).toEqual([]);
  });

  it('moves by wheel, drag, keys, buttons and two fingers', async () => {
    const page = await open(renderGraphPage(smallGraph()));
    const pictures = [await picture(page)];
    const changed = async () => {
      pictures.push(await picture(page));
      expect(new Set(pictures).size).toBe(pictures.length);
    };
    await page.mouse.move(700, 400);
    await page.mouse.wheel(0, -300);
    await changed();
    await page.mouse.down();
    await page.mouse.move(760, 430, { steps: 4 });
    await page.mouse.up();
    await changed();
    await page.focus('#graph');
    await page.keyboard.press('ArrowLeft');
    await changed();
    await page.click('#zoom-out');
    await changed();
    await page.evaluate(`{
      const send = (type, pointerId, clientX) => document.getElementById('graph').dispatchEvent(
        new PointerEvent(type, { pointerId, clientX, clientY: 400, pointerType: 'touch', bubbles: true }));
      document.getElementById('graph').setPointerCapture = () => {};
      send('pointerdown', 71, 600); send('pointerdown', 72, 700);
      for (let step = 1; step < 9; step++) { send('pointermove', 71, 600 - step * 9); send('pointermove', 72, 700 + step * 9); }
      send('pointerup', 71, 520); send('pointerup', 72, 780);
    }`);
    await changed();
    expect(opened?.complaints).toEqual([]);
  });

  it('sees it light or dark, as the system is and as the button says, on a small screen too', async () => {
    const page = await open(renderGraphPage(smallGraph()), { colorScheme: 'dark', viewport: { width: 390, height: 780 } });
    const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(await background()).toBe('rgb(16, 18, 21)');
    await page.click('#theme');
    expect(await background()).toBe('rgb(246, 246, 243)');
    await search(page, 'loadUser');
    const box = await page.locator('#panel').boundingBox();
    expect(box!.x).toBeGreaterThanOrEqual(0);
    expect(box!.x + box!.width).toBeLessThanOrEqual(390);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  });
});

it('shows hostile names, sources and titles as text', async () => {
  const evil = '</script><img src=x onerror=alert(1)><!--<script>\u2028';
  const path = `src/${evil.replaceAll('/', '')}.ts`;
  const nodes = [
    node({ id: 1, path, type: 'module', name: evil }),
    node({
      id: 2,
      path,
      type: 'function',
      name: evil,
      qualified_name: `${evil}.x`,
      parent_id: 1,
      signature: evil,
      docstring: evil,
    }),
    node({ id: 3, path: '__proto__/constructor.ts', type: 'function', name: '__proto__' }),
  ];
  const input = { ...smallGraph(), title: evil, nodes, edges: [edge(3, 2)], sources: new Map([[path, `${evil}\n${evil}\n`]]) };
  const page = await open(renderGraphPage(input));
  expect(await page.locator('h1').textContent()).toBe(evil);
  await search(page, 'onerror');
  await page.click('#panel .link >> nth=0');
  await page.goBack();
  await page.locator('.source .row').first().waitFor();
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.locator('script').count()).toBe(3);
  expect(await page.locator('#panel .signature').textContent()).toBe(evil);
  expect(await page.locator('.source .row').first().textContent()).toBe(evil);
  expect(opened?.complaints).toEqual([]);
});

it('lets no script but its own run, and nothing be fetched', async () => {
  const page = await open(renderGraphPage(smallGraph()));
  await page.evaluate(`{
    const script = document.createElement('script');
    script.textContent = 'document.title = "taken over"';
    document.body.append(script);
    fetch('http://127.0.0.1:9/').catch(() => {});
  }`);
  expect(await page.title()).toBe('shop – code graph');
  expect(opened?.complaints.every((complaint) => complaint.includes('Content Security Policy'))).toBe(true);
  expect(opened?.complaints[0]).toContain('Executing inline script violates');
  expect(opened?.complaints[1]).toContain('Connecting to');
});

it('can be used with 20,000 symbols', async () => {
  const page = await open(renderGraphPage(largeGraph(20_000)));
  await search(page, 'symbol12345');
  expect(await page.locator('#panel h2').textContent()).toBe('symbol12345');
  expect(await listed(page, 'Used by')).toEqual(['symbol12034', 'symbol12338', 'symbol12344']);
  await page.click('.segments label:has-text("Affected")');
  expect(await page.locator('#panel h3:has-text("3 edges away")').count()).toBe(1);
  await page.keyboard.press('Escape');
  await page.click('#show-all');
  const before = await picture(page);
  await page.mouse.move(800, 400);
  await page.mouse.wheel(0, -500);
  expect(await picture(page)).not.toBe(before);
  expect(opened?.complaints).toEqual([]);
});

describe('renderGraphPage', () => {
  it('makes the same page of the same graph', () => {
    const pages = [smallGraph(), { ...smallGraph(), edges: smallGraph().edges.toReversed() }].map(renderGraphPage);
    expect(pages[0]).toBe(pages[1]);
    expect(pages[0]).not.toMatch(/https?:/);
  });

  it('says what it can not draw', () => {
    expect(() => renderGraphPage({ ...smallGraph(), nodes: [] })).toThrow(expect.objectContaining({ code: 'CM_EMPTY_GRAPH' }));
    const nodes = new Array(MOST_NODES + 1).fill(smallGraph().nodes[0]);
    expect(() => renderGraphPage({ ...smallGraph(), nodes })).toThrow(expect.objectContaining({ code: 'CM_GRAPH_TOO_LARGE' }));
  });
});
