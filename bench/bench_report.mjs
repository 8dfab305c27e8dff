// How long a browser takes over a report: usage: node bench_report.mjs REPORT.html… Figures, no verdict.
import {statSync} from 'node:fs';
import {resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {chromium} from 'playwright-core';

const FRAMES = 60;

/** Milliseconds from navigation to the first paint of content. */
const firstPaint = (page) => page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);

/** The longest and the middle frame, in milliseconds, while the map is dragged after coming nearer. */
const pan = async (page) => {
  const button = page.locator('.map .zoom button').first();
  for (let i = 0; i < 3; ++i) await button.click();
  await page.evaluate(() => {
    window.frames_ms = [];
    let before = performance.now();
    const tick = (now) => {
      window.frames_ms.push(now - before);
      before = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  const box = await page.locator('.map .frame > svg').boundingBox(), x = box.x + box.width / 2, y = box.y + box.height / 2;
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let i = 0; i < FRAMES; ++i) await page.mouse.move(x + 150 * Math.sin(i / 9), y + 40 * Math.cos(i / 7));
  await page.mouse.up();
  const frames = (await page.evaluate(() => window.frames_ms)).slice(2).sort((a, b) => a - b);
  return [frames.at(-1), frames[frames.length >> 1]];
};

const browser = await chromium.launch({executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox']});
console.log('page                             KB  first paint ms  pan, worst frame ms  middle frame ms');
for (const file of process.argv.slice(2)) {
  const page = await browser.newPage({viewport: {width: 1440, height: 900}});
  await page.goto(pathToFileURL(resolve(file)).href);
  await page.waitForTimeout(500);
  const paint = await firstPaint(page), [worst, middle] = await pan(page);
  console.log(`${file.slice(-28).padEnd(28)} ${(statSync(file).size / 1000).toFixed(0).padStart(6)} ${paint.toFixed(0).padStart(15)} ${worst.toFixed(0).padStart(20)} ${middle.toFixed(0).padStart(16)}`);
  await page.close();
}
await browser.close();
