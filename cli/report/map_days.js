// The day slider, the tooltips, and the sizes of what keeps its size on the screen. It goes before map_view.js.
(() => {
'use strict';
const group = n => String(n).replace(/\B(?=(\d{3})+$)/g, '\u202f');
const all = (root, what) => [...root.querySelectorAll(what)];

function start(map) {
  const frame = map.querySelector('.frame'), svg = frame.querySelector('svg'), box = svg.viewBox.baseVal;
  const data = JSON.parse(map.querySelector('script').textContent);
  const W = box.width, H = box.height, clamp = (v, low, high) => Math.min(Math.max(v, low), high);
  const ways = all(svg, '.ways > g').map(g => {
    const path = g.querySelector('path'), width = +path.getAttribute('stroke-width');
    const dashes = (path.getAttribute('stroke-dasharray') || '').split(' ').filter(Boolean).map(d => d / Math.max(width, 1.8));
    const title = g.querySelector('title');
    return {g, path, dashes, title, text: title.textContent, core: g.querySelector('.core'), now: width, width,
      kind: g.classList[1], level: g.classList[2].slice(1), normal: g.dataset.n.split(' ').map(Number)};
  });
  const nodes = all(svg, '.nodes > g').map(g => {
    const ring = g.querySelector('.ring'), title = g.querySelector('title');
    return {g, ring, title, text: title.textContent, waits: g.querySelector('.waits'), stays: g.querySelector('.stays'),
      level: ring && ring.classList[1], arc: ring && ring.getAttribute('stroke-dasharray')};
  });
  const places = [...nodes.map(n => n.g), ...all(svg, '.labels > g')].map(g => {
    const at = g.transform.baseVal.getItem(0).matrix;
    return {g, x: at.e, y: at.f, from: +g.dataset.z || 0};
  });
  const widths = all(map, '.widths li:not(.head)').map(li => {
    const path = li.querySelector('path'), span = li.querySelector('span');
    return {path, span, width: path.getAttribute('stroke-width'), text: span.textContent};
  });

  // small: of marks and lines on small screens; step: of the slider, 0 = all days; k: pixels of a unit
  let small = 1, step = 0, k = 1;
  function lay() {
    for (const w of ways) {
      const off = (w.now * small / 2 + .5) / k;
      w.g.setAttribute('transform', `translate(${w.normal[0] * off} ${w.normal[1] * off})`);
    }
    for (const p of places) {
      p.g.setAttribute('transform', `translate(${p.x} ${p.y}) scale(${(p.from ? 1 : small) / k})`);
      if (p.from) p.g.classList.toggle('far', p.from > k * 1.001);
    }
  }
  frame.view = now => {
    const r = frame.getBoundingClientRect(), fits = clamp(r.width / 800, .6, 1), was = k;
    k = now;
    frame.classList.toggle('near', k > 1.01 * Math.min(r.width / W, r.height / H));
    if (fits !== small) {
      small = fits;
      show(step);
    } else if (k !== was) lay();
  };
  const come = (dx, dy, by) => {
    const r = frame.getBoundingClientRect();
    frame.go(dx, dy, by, r.x + r.width / 2, r.y + r.height / 2);
  };
  const keys = {'+': [0, 0, 1.4], '=': [0, 0, 1.4], '-': [0, 0, .7], '0': [0, 0, 0],
    ArrowLeft: [60, 0, 1], ArrowRight: [-60, 0, 1], ArrowUp: [0, 60, 1], ArrowDown: [0, -60, 1]};
  frame.addEventListener('keydown', e => {
    if (e.target !== frame || e.ctrlKey || e.metaKey || e.altKey || !keys[e.key]) return;
    e.preventDefault();
    come(...keys[e.key]);
  });
  for (const b of all(map, '.zoom button')) b.addEventListener('click', () => come(...keys[b.value]));

  // The day: 0 = all of them.
  const days = map.querySelector('.days'), slider = days && days.querySelector('input'), told = days && days.querySelector('output');
  const date = i => new Date(Date.parse(data.start) + i * 864e5).toISOString().slice(0, 10);
  const stepName = s => date((s - 1) * data.stride) + (data.stride > 1 ? ' +' + data.stride : '');
  const levelOf = p => p < 0 ? 'u0' : p < 50 ? 'u1' : p < 80 ? 'u2' : p < 95 ? 'u3' : p < 100 ? 'u4' : 'u5';
  function showWay(w, i, s) {
    const [tonnes, levels] = data.ways[i], t = s ? tonnes[s - 1] || 0 : 0;
    w.now = s ? Math.max(1.3, data.widest * t / data.mostWay) : w.width;
    w.g.setAttribute('class', `way ${w.kind} u${s ? levels[s - 1] : w.level}${s && !t ? ' none' : ''}`);
    const width = w.now * small;
    w.path.setAttribute('stroke-width', width);
    if (w.dashes.length) w.path.setAttribute('stroke-dasharray', w.dashes.map(d => d * Math.max(width, 1.8)).join(' '));
    if (w.core) w.core.setAttribute('stroke-width', width < 3 ? 0 : .35 * width);
    w.title.textContent = w.text + (s ? `\n${stepName(s)}: ${group(t)} ${data.t}` : '');
  }
  function showNode(n, i, s) {
    const [waits, stays, ring] = data.nodes[i], a = s ? waits[s - 1] || 0 : 0, b = s ? stays[s - 1] || 0 : stays[stays.length - 1] || 0;
    const radius = t => t ? Math.max(8, 26 * Math.sqrt(t / data.mostNode)) : 0;
    n.waits.setAttribute('r', radius(a));
    n.stays.setAttribute('r', b ? radius(a + b) : 0);
    if (n.ring && ring.length) {
      n.ring.setAttribute('class', 'ring ' + (s ? levelOf(ring[s - 1]) : n.level));
      n.ring.setAttribute('stroke-dasharray', s ? clamp(ring[s - 1], 0, 100) + ' 200' : n.arc);
    }
    n.title.textContent = n.text + (s ? `\n${stepName(s)}` + (a ? `\n${group(a)} ${data.t} ${data.waits}` : '') +
      (b ? `\n${group(b)} ${data.t} ${data.stays}` : '') : '');
  }
  function showWidth(w, i, s) {
    const target = data.mostWay / [1, 3, 10][i], power = 10 ** Math.floor(Math.log10(Math.max(target, 1)));
    const t = power * (target >= 5 * power ? 5 : target >= 2 * power ? 2 : 1);
    w.path.setAttribute('stroke-width', (s ? data.widest * t / data.mostWay : w.width) * small);
    w.span.textContent = s ? group(t) : w.text;
  }
  function show(s) {
    step = s;
    map.classList.toggle('one-day', s > 0);
    ways.forEach((w, i) => showWay(w, i, s));
    nodes.forEach((n, i) => showNode(n, i, s));
    widths.forEach((w, i) => showWidth(w, i, s));
    if (told) told.textContent = slider.ariaValueText = s ? stepName(s) : data.all;
    lay();
  }
  if (days) {
    const play = days.querySelector('button'), face = play.textContent;
    let timer = 0;
    const stop = () => { clearInterval(timer); timer = 0; play.textContent = face; play.title = play.ariaLabel = data.play; };
    const next = () => { slider.value = (+slider.value + 1) % (data.steps + 1); show(+slider.value); if (slider.value === '0') stop(); };
    slider.addEventListener('input', () => show(+slider.value));
    play.addEventListener('click', () => {
      if (timer) return stop();
      timer = setInterval(next, 350);
      play.textContent = '❚❚';
      play.title = play.ariaLabel = data.pause;
    });
    days.hidden = false;
  }
  map.querySelector('.zoom').hidden = false;
  frame.classList.add('live');
  frame.tabIndex = 0;
  svg.style.aspectRatio = W + ' / ' + H;
  addEventListener('beforeprint', () => {
    svg.style.transform = '';
    svg.setAttribute('viewBox', `0 0 ${W} ${H}`);
    k = 1;
    lay();
  });
  addEventListener('afterprint', () => dispatchEvent(new Event('resize')));
  show(0);
}
document.querySelectorAll('.map').forEach(start);
})();
