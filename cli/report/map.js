(() => {
'use strict';
const group = n => String(n).replace(/\B(?=(\d{3})+$)/g, '\u202f');
const all = (root, what) => [...root.querySelectorAll(what)];

function start(map) {
  const frame = map.querySelector('.frame'), svg = frame.querySelector('svg'), box = svg.viewBox.baseVal;
  const data = JSON.parse(map.querySelector('script').textContent);
  const W = box.width, H = box.height;
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

  // The view: a middle in the map's units, and how far in.
  let x = W / 2, y = H / 2, zoom = 1, waiting = 0, laid = 0;
  let small = 1, step = 0; // small: of marks and lines on small screens; step: of the slider, 0 = all days
  const clamp = (v, low, high) => Math.min(Math.max(v, low), high);
  const scale = r => zoom * Math.min(r.width / W, r.height / H);
  function lay(k) { // k: pixels for a unit; what has a size on the screen keeps it
    laid = k;
    for (const w of ways) {
      const off = (w.now * small / 2 + .5) / k;
      w.g.setAttribute('transform', `translate(${w.normal[0] * off} ${w.normal[1] * off})`);
    }
    for (const p of places) {
      p.g.setAttribute('transform', `translate(${p.x} ${p.y}) scale(${(p.from ? 1 : small) / k})`);
      if (p.from) p.g.classList.toggle('far', p.from > k * 1.001);
    }
  }
  // A new view first moves the picture as it is, which is quick; once it rests the picture is drawn for it.
  let drawn = null, rest = 0;
  function move() {
    const r = frame.getBoundingClientRect(), k = scale(r), by = k / drawn.k;
    waiting = 0;
    svg.style.transform = `translate(${r.width / 2 * (1 - by) + (drawn.x - x) * k}px, ${r.height / 2 * (1 - by) + (drawn.y - y) * k}px) scale(${by})`;
    clearTimeout(rest);
    rest = setTimeout(draw, 100);
  }
  function draw() {
    const r = frame.getBoundingClientRect();
    if (!r.width) return;
    const k = scale(r), fits = clamp(r.width / 800, .6, 1);
    if (fits !== small) {
      small = fits;
      return show(step);
    }
    clearTimeout(rest);
    svg.style.transform = '';
    svg.setAttribute('viewBox', [x - r.width / k / 2, y - r.height / k / 2, r.width / k, r.height / k].join(' '));
    frame.classList.toggle('near', zoom > 1);
    if (k !== laid) lay(k);
    drawn = {x, y, k};
  }
  const soon = () => { waiting = waiting || requestAnimationFrame(move); };
  function look(nx, ny, to) {
    zoom = clamp(to, 1, 40);
    const part = 1 - 1 / zoom; // whole map: in the middle; near: any place may be
    x = clamp(nx, W / 2 * (1 - part), W / 2 * (1 + part));
    y = clamp(ny, H / 2 * (1 - part), H / 2 * (1 + part));
    soon();
  }
  function zoomAt(px, py, by) { // the place under a point of the screen stays there
    const r = frame.getBoundingClientRect(), before = scale(r), to = clamp(zoom * by, 1, 40), after = before * to / zoom;
    const dx = px - r.left - r.width / 2, dy = py - r.top - r.height / 2;
    look(x + dx / before - dx / after, y + dy / before - dy / after, to);
  }
  const pan = (dx, dy) => { const k = scale(frame.getBoundingClientRect()); look(x - dx / k, y - dy / k, zoom); };
  const whole = () => look(W / 2, H / 2, 1);

  svg.addEventListener('wheel', e => {
    if (zoom === 1 && e.deltaY > 0) return; // the page scrolls on
    e.preventDefault();
    zoomAt(e.clientX, e.clientY, Math.exp(-e.deltaY * (e.deltaMode ? .05 : .002)));
  }, {passive: false});
  svg.addEventListener('dblclick', e => zoomAt(e.clientX, e.clientY, 2));
  const fingers = new Map();
  svg.addEventListener('pointerdown', e => { fingers.set(e.pointerId, e); svg.setPointerCapture(e.pointerId); });
  svg.addEventListener('pointermove', e => {
    const was = fingers.get(e.pointerId);
    if (!was) return;
    fingers.set(e.pointerId, e);
    if (fingers.size === 1) return pan(e.clientX - was.clientX, e.clientY - was.clientY);
    const other = [...fingers.values()].find(f => f.pointerId !== e.pointerId);
    const gap = f => Math.hypot(f.clientX - other.clientX, f.clientY - other.clientY) || 1;
    zoomAt((e.clientX + other.clientX) / 2, (e.clientY + other.clientY) / 2, gap(e) / gap(was));
  });
  for (const end of ['pointerup', 'pointercancel']) svg.addEventListener(end, e => fingers.delete(e.pointerId));
  const keys = {'+': () => look(x, y, zoom * 1.4), '=': () => look(x, y, zoom * 1.4), '-': () => look(x, y, zoom / 1.4), '0': whole,
    ArrowLeft: () => pan(60, 0), ArrowRight: () => pan(-60, 0), ArrowUp: () => pan(0, 60), ArrowDown: () => pan(0, -60)};
  frame.addEventListener('keydown', e => {
    if (e.target !== frame || e.ctrlKey || e.metaKey || e.altKey || !keys[e.key]) return;
    e.preventDefault();
    keys[e.key]();
  });
  const does = {in: keys['+'], out: keys['-'], reset: whole};
  for (const b of all(map, '.zoom button')) b.addEventListener('click', does[b.dataset.do]);

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
    laid = 0;
    draw();
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
  addEventListener('beforeprint', () => { svg.style.transform = ''; svg.setAttribute('viewBox', `0 0 ${W} ${H}`); lay(1); });
  addEventListener('afterprint', draw);
  show(0);
  new ResizeObserver(draw).observe(frame);
}
document.querySelectorAll('.map').forEach(start);
})();
