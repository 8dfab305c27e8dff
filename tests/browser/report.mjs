// Looks at reports in a real browser: usage: node report.mjs KERUEN REPOSITORY FOLDER. Pages and screenshots go into FOLDER.
import {join} from 'node:path';
import {chromium} from 'playwright-core';
import * as check from './checks.mjs';
import {HOSTILE, makePages} from './make.mjs';

const [program, root, folder] = process.argv.slice(2);
const at = (name) => join(folder, name);
let failed = 0, passed = 0;

const test = async (name, body) => {
  try {
    await body();
    ++passed;
  } catch (error) {
    ++failed;
    console.log(`FAILED ${name}: ${error.message.slice(0, 900)}`);
  }
};

/** Opens, runs the body, and asks at the end that nothing was fetched and nothing complained. */
const look = (browser, name, options, body) => test(`${name} ${JSON.stringify(options)}`, async () => {
  const page = await check.open(browser, at(`${name}.html`), options);
  try {
    await body(page);
    check.isQuiet(page);
  } finally {
    await page.context().close();
  }
});

const shoot = (page, name) => page.screenshot({path: at(`${name}.png`), fullPage: true});

const sizes = [1440, 1024, 390];
const studies = ['compare', 'invest', 'stress', 'bottlenecks'];

makePages(program, root, folder);
const browser = await chromium.launch({executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox']});

for (const width of sizes)
  for (const colorScheme of ['light', 'dark'])
    await look(browser, 'demo', {viewport: {width, height: 900}, colorScheme}, async (page) => {
      await check.fits(page);
      if (width < 500) await check.fitsAPhone(page);
      await check.namesKeepApart(page);
      await shoot(page, `demo-${width}-${colorScheme}`);
      await check.sorts(page);
      await check.filters(page);
      await check.tellsItineraries(page);
      await check.slides(page);
      await check.zooms(page);
      await check.isAccessible(page);
    });

for (const [width, kind] of [[1440, 'wide'], [390, 'narrow']])
  await look(browser, 'demo', {viewport: {width, height: 900}}, (page) => check.tellsCells(page, kind));

await look(browser, 'demo', {viewport: {width: 1440, height: 900}, javaScriptEnabled: false}, async (page) => {
  check.must((await page.locator('#shipment-table tbody tr').count()) > 0, 'without its script the page has no shipments');
  check.must((await page.locator('#shipment-filter').isVisible()) === false, 'without its script the filter is shown');
});

for (const [language, tag] of [['ru', 'ru'], ['kk', 'kk'], ['zh', 'zh-Hans']])
  await look(browser, `demo-${language}`, {viewport: {width: 390, height: 900}}, async (page) => {
    check.must((await page.getAttribute('html', 'lang')) === tag, 'the page does not say its language');
    await check.fits(page);
    await check.fitsAPhone(page);
    await shoot(page, `demo-${language}`);
    await check.isAccessible(page);
  });

await look(browser, 'hostile', {viewport: {width: 1024, height: 900}}, async (page) => {
  check.must((await page.evaluate(() => window.taken)) === undefined, 'the name of a node ran as a script');
  check.must((await page.textContent('h1')).startsWith(HOSTILE), 'the name of the data set is not what it was');
  check.must((await page.content()).includes(HOSTILE.replace(/</g, '&lt;').replace(/>/g, '&gt;')), 'the name is not there');
  await check.isAccessible(page);
});

for (const name of studies) await look(browser, name, {viewport: {width: 1024, height: 900}}, check.hasNoScript);

for (const name of [...studies, 'static', 'integer', 'foreign', 'night'])
  for (const [width, colorScheme] of [[1440, 'light'], [390, 'dark']])
    await look(browser, name, {viewport: {width, height: 900}, colorScheme}, async (page) => {
      await check.fits(page);
      if (width < 500) await check.fitsAPhone(page);
      await check.namesKeepApart(page);
      await shoot(page, `${name}-${width}-${colorScheme}`);
      await check.isAccessible(page);
    });

await look(browser, 'demo', {viewport: {width: 688, height: 1000}}, async (page) => {
  await page.emulateMedia({media: 'print'});
  await check.fits(page);
  await shoot(page, 'demo-paper');
});

await test('demo on paper', async () => {
  const page = await check.open(browser, at('demo.html'));
  const paper = await page.pdf({path: at('demo.pdf'), preferCSSPageSize: true});
  check.must(!(await page.isVisible('.screen')) || (await page.emulateMedia({media: 'print'}), !(await page.isVisible('.screen'))), 'what is for pointers is printed');
  const pages = paper.toString('latin1').match(/\/Type\s*\/Page\b/g).length;
  check.must(pages >= 2 && pages <= 12, `the demo takes ${pages} pages of A4`);
  await page.context().close();
});

for (const name of ['demo', 'hostile']) await test(`${name}.geojson`, () => check.isGeoJson(at(`${name}.geojson`)));

/* The picture that heads the README: bench/pictures/report.png is a copy of it. */
await look(browser, 'demo', {viewport: {width: 1240, height: 900}, deviceScaleFactor: 0.66}, async (page) => {
  const map = await page.locator('.map .frame').boundingBox();
  await page.screenshot({path: at('report.png'), fullPage: true, clip: {x: 0, y: 0, width: 1240, height: map.y + map.height + 16}});
});

await browser.close();
console.log(`${passed} passed, ${failed} failed; screenshots in ${folder}`);
process.exit(failed ? 1 : 0);
