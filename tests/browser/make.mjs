// The pages that are looked at: made by the program itself, into a folder of the build.
import {execFileSync} from 'node:child_process';
import {cpSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

export const HOSTILE = '<script>window.taken = 1</script>';


/** An instance whose names want to be markup. */
const makeHostile = (root, folder) => {
  const instance = join(folder, 'hostile');
  cpSync(join(root, 'instances/tiny-caspian'), instance, {recursive: true});
  const nodes = join(instance, 'node.csv'), [head, first, ...others] = readFileSync(nodes, 'utf8').split('\n');
  const cells = first.split(',');
  cells[1] = HOSTILE;
  writeFileSync(nodes, [head, cells.join(','), ...others].join('\n'));
  const config = join(instance, 'config.csv'), [names, values] = readFileSync(config, 'utf8').split('\n');
  const row = values.split(',');
  row[names.split(',').indexOf('dataset_name')] = `${HOSTILE} & "more"`.replace(/^.*$/, (text) => `"${text.replace(/"/g, '""')}"`);
  writeFileSync(config, [names, row.join(','), ''].join('\n'));
  return instance;
};

/** An instance whose names are wide, from right to left, and long without a space. */
const makeForeign = (root, folder) => {
  const instance = join(folder, 'foreign'), names = ['哈萨克斯坦阿拉木图国际铁路集装箱多式联运中心枢纽站', 'עיר הנמל הגדולה על שפת הים', 'ميناء أكتاو البحري التجاري الدولي', 'W'.repeat(40)];
  cpSync(join(root, 'instances/tiny-caspian'), instance, {recursive: true});
  const nodes = join(instance, 'node.csv'), [head, ...rows] = readFileSync(nodes, 'utf8').trimEnd().split('\n');
  const column = head.split(',').indexOf('name');
  const renamed = rows.map((row, i) => row.split(',').with(column, `${names[i % names.length]} ${i}`).join(','));
  writeFileSync(nodes, [head, ...renamed, ''].join('\n'));
  return instance;
};

/** The page of a night: one forwarder's freight of the tiny instance. */
const makeNight = (keruen, root, folder) => {
  const spool = join(folder, 'spool'), freight = join(folder, 'freight.csv'), tiny = join(root, 'instances/tiny-caspian');
  const [head, first, ...rows] = readFileSync(join(tiny, 'shipment.csv'), 'utf8').trimEnd().split('\n');
  const forwarder = first.split(',')[head.split(',').indexOf('forwarder_id')];
  writeFileSync(freight, [head, first, ...rows.filter((row) => row.split(',').includes(forwarder)), ''].join('\n'));
  mkdirSync(spool);
  keruen('submit', spool, forwarder, freight);
  keruen('nightly', spool, '--corridor', tiny, '--date', '2025-06-30', '--log', 'json', '--report', '--language', 'ru');
  cpSync(join(spool, 'nights/2025-06-30/report.html'), join(folder, 'night.html'));
};

/** @return {name: file} */
export const makePages = (program, root, folder) => {
  rmSync(folder, {recursive: true, force: true});
  mkdirSync(folder, {recursive: true});
  const keruen = (...args) => execFileSync(program, args, {cwd: folder, stdio: ['ignore', 'ignore', args[0] === 'nightly' ? 'ignore' : 'inherit']});
  const corridor = join(root, 'instances/middle-corridor'), tiny = join(root, 'instances/tiny-caspian');
  const hostile = makeHostile(root, folder);
  keruen('solve', corridor, '-q', '-o', 'demo', '--report', 'demo.html');
  keruen('report', corridor, 'demo', '-o', 'demo.html', '--geojson', 'demo.geojson');
  for (const language of ['ru', 'kk', 'zh']) keruen('report', corridor, 'demo', '-o', `demo-${language}.html`, '--language', language);
  keruen('solve', hostile, '-q', '-o', 'hostile-result', '--report', 'hostile.html');
  keruen('report', hostile, 'hostile-result', '-o', 'hostile.html', '--geojson', 'hostile.geojson');
  keruen('solve', tiny, '-q', '--static', '--report', 'static.html');
  keruen('solve', tiny, '-q', '--integer', '--report', 'integer.html');
  keruen('compare', corridor, '--plans', 'base,2028', '-o', 'compare', '--report', 'compare.html');
  keruen('stress', tiny, '--report', 'stress.html');
  keruen('bottlenecks', tiny, '-o', 'bottlenecks', '--report', 'bottlenecks.html');
  keruen('solve', makeForeign(root, folder), '-q', '--report', 'foreign.html');
  makeNight(keruen, root, folder);
  keruen('invest', corridor, '--budget', '100', '-o', 'invest', '--report', 'invest.html');
};

