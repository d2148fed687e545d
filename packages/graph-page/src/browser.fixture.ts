// A real browser for tests, with what it complains about and what it asks a network for.
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

function findChromium(): string {
  const folders = (process.env.PATH ?? '').split(delimiter).concat('/usr/bin', '/snap/bin');
  const named = process.env.CM_CHROMIUM;
  for (const file of [...(named ? [named] : []), ...folders.flatMap((folder) => NAMES.map((name) => join(folder, name)))]) {
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // The next name.
    }
  }
  throw new Error(`no browser: looked for ${NAMES.join(', ')} in PATH. Install chromium, or name one in CM_CHROMIUM`);
}

export function openBrowser(): Promise<Browser> {
  // Root has no user namespaces for Chromium's own sandbox.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: findChromium(), args });
}

export interface OpenedPage {
  page: Page;
  /** Errors, warnings and requests for anything but the page itself. */
  complaints: string[];
  close(): Promise<void>;
}

/** Opens a page from a file, as a person would, and waits until it can be used. */
export async function openPage(browser: Browser, html: string, options: BrowserContextOptions = {}): Promise<OpenedPage> {
  const folder = mkdtempSync(join(tmpdir(), 'cm-graph-page-'));
  const file = join(folder, 'graph.html');
  writeFileSync(file, html);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`));
  const address = pathToFileURL(file).href;
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== address) complaints.push(`request: ${request.url()}`);
  });
  await page.goto(address);
  await page.waitForSelector('html[data-ready]', { state: 'attached', timeout: 20_000 });
  const close = async () => {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { page, complaints, close };
}
