// What is asked of a page in a real browser. Each check throws an Error that says what is wrong.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const geojsonhint = require('@mapbox/geojsonhint');

export const must = (holds, what) => {
  if (!holds) throw new Error(what);
};

/** Opens a page; from then on an error on the console, a violated policy or a request is remembered. */
export const open = async (browser, file, options = {}) => {
  const context = await browser.newContext(options), page = await context.newPage();
  page.troubles = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) page.troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => page.troubles.push(`script: ${error.message}`));
  const url = pathToFileURL(file).href;
  page.on('request', (request) => {
    if (request.url() !== url && !request.url().startsWith('data:')) page.troubles.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  return page;
};

export const isQuiet = (page) => must(page.troubles.length === 0, page.troubles.join('\n'));

export const fits = async (page) => {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  must(content <= window, `the page is ${content} px wide in a window of ${window}`);
};

/** On a phone nothing reaches beyond the screen, nor does anything scroll sideways; tables that are closed are opened. */
export const fitsAPhone = async (page) => {
  await page.$$eval('details', (all) => all.forEach((details) => { details.open = true; }));
  const wide = await page.evaluate(() => [...document.querySelectorAll('body *')].filter((e) => {
    if (e.closest('.frame, .hidden, .skip, #answer h2')) return false;
    const box = e.getBoundingClientRect();
    return box.width > 0 && (box.right > innerWidth + 1 || box.left < -1 || (e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1));
  }).map((e) => `${e.tagName} ${e.id} ${e.textContent.slice(0, 40)}`).slice(0, 5));
  must(wide.length === 0, `wider than the screen: ${wide.join(' | ')}`);
  await page.$$eval('details', (all) => all.forEach((details) => { details.open = false; }));
};

/** Names in a picture keep apart, and away from the boxes beside them. */
export const namesKeepApart = async (page) => {
  const faults = await page.evaluate(() => [...document.querySelectorAll('svg.chart')].flatMap((svg) => {
    const texts = [...svg.querySelectorAll('text')].map((t) => [t.textContent, t.getBoundingClientRect()]).filter(([, r]) => r.width > 0);
    const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 6;
    return texts.flatMap(([name, a], i) => texts.slice(i + 1).filter(([, b]) => meet(a, b)).map(([other]) => `${name} / ${other}`));
  }));
  must(faults.length === 0, `names on names: ${faults.slice(0, 4).join(' | ')}`);
};

export const hasNoScript = async (page) => {
  must((await page.locator('script').count()) === 0, 'a page of text and pictures has a script');
  must(!(await page.content()).includes('.map'), 'it has rules for a map');
};

/** No violation that axe calls serious or critical. Of a long table the first rows stand for the others. */
export const isAccessible = async (page) => {
  await page.evaluate(axe);
  const {violations} = await page.evaluate(() => window.axe.run({include: ['html'], exclude: ['tbody tr:nth-child(n + 12)']}));
  const bad = violations.filter((v) => ['serious', 'critical'].includes(v.impact));
  must(bad.length === 0, bad.map((v) => `${v.id}: ${v.help}: ${v.nodes.slice(0, 4).map((n) => n.html.slice(0, 160)).join(' | ')}`).join('\n'));
};

const column = (page, i) => page.$$eval('#shipment-table tbody tr', (rows, at) => rows.map((row) => row.cells[at].textContent), i);
const numbers = (texts) => texts.map((text) => (text === '' ? -Infinity : +text.replace(/\u202f/g, '')));
const isSorted = (list, sign) => list.every((v, i) => i === 0 || sign * v >= sign * list[i - 1]);

export const sorts = async (page) => {
  const head = page.locator('#shipment-table thead th').nth(3);
  await head.locator('button').click();
  must((await head.getAttribute('aria-sort')) === 'descending', 'a click on a column of numbers does not say that it sorts downward');
  must(isSorted(numbers(await column(page, 3)), -1), 'the tonnes served do not stand from most to least');
  await head.locator('button').press('Enter');
  must((await head.getAttribute('aria-sort')) === 'ascending', 'the Enter key does not sort the other way');
  must(isSorted(numbers(await column(page, 3)), 1), 'the tonnes served do not stand from least to most');
  await page.locator('#shipment-table thead th').nth(0).locator('button').click();
  const names = await column(page, 0);
  must(names.every((name, i) => i === 0 || name >= names[i - 1]), 'the names are not in order');
};

export const filters = async (page) => {
  const shown = () => page.$$eval('#shipment-table tbody tr', (rows) => rows.filter((row) => !row.hidden).map((row) => row.textContent));
  const before = (await shown()).length;
  await page.fill('#shipment-filter [name=text]', 'tobol');
  const rows = await shown();
  must(rows.length > 0 && rows.length < before, `"tobol" leaves ${rows.length} of ${before} rows`);
  must(rows.every((text) => text.toLowerCase().includes('tobol')), 'a row without the text is shown');
  must((await page.textContent('#shipment-filter output')).startsWith(`${rows.length} `), 'the count of rows is wrong');
  await page.fill('#shipment-filter [name=text]', '');
  await page.selectOption('#shipment-filter [name=status]', 's1');
  must((await shown()).length > 0, 'no late shipment is listed');
  await page.selectOption('#shipment-filter [name=status]', '');
};

export const tellsItineraries = async (page) => {
  await page.selectOption('#shipment-filter [name=status]', 's1');
  const row = page.locator('#shipment-table tbody tr:not([hidden])').first(), name = await row.locator('th').textContent();
  await row.locator('button').press('Enter');
  must((await page.textContent('#itinerary h3')).includes(name), 'the itinerary is not that of the shipment chosen');
  must((await page.locator('#itinerary li').count()) > 1, 'the itinerary has no legs');
  must((await page.locator('#itinerary svg rect').count()) > 1, 'the itinerary has no timeline');
  await page.selectOption('#shipment-filter [name=status]', '');
};

/** A busy machine draws late. */
const eventually = async (page, holds, what) => {
  for (let i = 0; i < 100 && !(await holds()); ++i) await page.waitForTimeout(100);
  must(await holds(), what);
};

export const slides = async (page) => {
  const slider = page.locator('.map input[type=range]'), widths = () => page.$$eval('.map .ways path', (all) => all.map((p) => p.getAttribute('stroke-width')).join());
  const before = await widths(), text = await page.textContent('.map .days output');
  await slider.focus();
  for (let i = 0; i < 9; ++i) await slider.press('ArrowRight');
  await eventually(page, async () => (await page.textContent('.map .days output')) !== text, 'the slider does not say its day');
  await eventually(page, async () => (await widths()) !== before, 'the slider changes no line of the map');
};

export const zooms = async (page) => {
  const box = () => page.$eval('.map .frame > svg', (svg) => svg.getAttribute('viewBox').split(/[ ,]/).map(Number));
  const before = await box();
  await page.locator('.map .zoom button').first().click();
  await eventually(page, async () => (await box())[2] < before[2], 'the zoom button does not come nearer');
  await page.waitForTimeout(700);
  const near = await box();
  await page.$eval('.map .frame', (map) => map.scrollIntoView({block: 'center', behavior: 'instant'}));
  const frame = await page.locator('.map .frame > svg').boundingBox(), x = frame.x + frame.width / 2, y = frame.y + frame.height / 2;
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 60, y, {steps: 4});
  await page.mouse.up();
  await eventually(page, async () => (await box())[0] < near[0], 'dragging does not move the map');
};

/** @param kind `wide` or `narrow`: which of the two pictures this screen shows */
export const tellsCells = async (page, kind) => {
  const picture = page.locator(`.heat .${kind}`);
  await picture.evaluate((svg) => svg.scrollIntoView({block: 'start', behavior: 'instant'}));
  const at = await picture.boundingBox();
  await page.mouse.move(at.x + at.width * 0.6, at.y + (kind === 'wide' ? 12 : 26));
  const told = await page.textContent('.tip'), first = await page.textContent('.heat-numbers tbody th');
  must(told.startsWith(first) && told.endsWith('%'), `a cell of the first row says "${told}"`);
};

export const isGeoJson = (file) => {
  const faults = geojsonhint.hint(readFileSync(file, 'utf8'));
  must(faults.length === 0, faults.slice(0, 5).map((f) => f.message).join('\n'));
};
