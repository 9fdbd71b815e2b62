import chromium from '@sparticuz/chromium';
import { type Browser, chromium as driver } from 'playwright-core';

/**
 * A real Chromium without a screen, for tests of what people open in one. Null where it cannot start, with the reason
 * printed. The package unpacks it into the folder for temporary files, once a machine.
 */
export async function startBrowser(): Promise<Browser | null> {
  try {
    // One process for everything, as the package would have it, dies with its first page.
    const args = chromium.args.filter((one) => one !== '--single-process' && one !== '--no-zygote');
    return await driver.launch({
      executablePath: await chromium.executablePath(),
      args: [...args, '--no-sandbox', '--disable-background-networking'],
      headless: true,
    });
  } catch (error) {
    const [reason] = String((error as Error).message).split('\n');
    process.stderr.write(`skipped: Chromium cannot start on this machine: ${reason}\n`);
    return null;
  }
}
