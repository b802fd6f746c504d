// A person at a browser. Each line on standard input is one errand as JSON: {address, login, code, declines};
// each line on standard output is where it ended: {address, text} or {error}. RULES is JSON for the browser's resolver.
import readline from 'node:readline';
import { chromium } from 'playwright-core';

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  headless: true,
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', `--host-resolver-rules=${process.env.RULES}`,
  ],
});

async function run({ address, login, code, declines }) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  try {
    await page.goto(address);
    for (let step = 0; step < 8 && !page.url().startsWith('http://localhost'); step += 1) {
      const fields = { user_code: code, login, password: 'any' };
      let filled = 0;
      for (const [name, value] of Object.entries(fields)) {
        const field = await page.$(`input[name=${name}]`);
        if (field && value && await field.isVisible()) { await field.fill(value); filled += 1; }
      }
      const decline = declines && (await page.$('a[href*="/abort"], button[name=abort]'));
      const button = decline && !filled ? decline : await page.$('button[type=submit], button');
      if (!button) break;
      const before = page.url() + (await page.content());
      await button.click();
      await page.waitForFunction((was) => document.readyState === 'complete' && location.href + document.documentElement.outerHTML !== was, before, { timeout: 5000 }).catch(() => {});
      await page.waitForLoadState('load');
    }
    return { address: page.url(), text: (await page.innerText('body')).replace(/\s+/g, ' ') };
  } finally {
    await context.close();
  }
}

console.log(JSON.stringify({ ready: true }));
for await (const line of readline.createInterface({ input: process.stdin })) {
  try {
    console.log(JSON.stringify(await run(JSON.parse(line))));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
}
await browser.close();
