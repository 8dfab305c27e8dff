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

/** @return {name: file} */
export const makePages = (program, root, folder) => {
  rmSync(folder, {recursive: true, force: true});
  mkdirSync(folder, {recursive: true});
  const keruen = (...args) => execFileSync(program, args, {cwd: folder, stdio: ['ignore', 'ignore', 'inherit']});
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
  keruen('invest', corridor, '--budget', '100', '-o', 'invest', '--report', 'invest.html');
};

