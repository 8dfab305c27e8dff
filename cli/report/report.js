/* Sorts and filters the table of shipments, draws the itinerary of the one that is chosen, and tells what a cell of the
 * heat map says. The page is whole without it. */
(() => {
  'use strict';
  const $ = (query, root = document) => root.querySelector(query);
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const make = (tag, text, attributes = {}) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    for (const name in attributes) element.setAttribute(name, attributes[name]);
    return element;
  };
  const fill = (text, ...parts) => text.replace(/\{(\d)\}/g, (whole, i) => parts[i] ?? whole);

  /* ---- the table ---- */
  const table = $('#shipment-table');
  const data = table && JSON.parse($('#itineraries').textContent);
  if (table) {
    const body = table.tBodies[0], rows = [...body.rows], heads = all('thead th', table);
    rows.forEach((row, i) => { row.index = i; });
    const value = (row, column, kind) => {
      const cell = row.cells[column];
      if (kind !== 'number') return cell.textContent;
      const exact = $('data', cell), text = cell.textContent.replace(/\u202f/g, '');
      return exact ? +exact.value : text === '' ? -Infinity : +text;
    };
    const sort = (column) => {
      const head = heads[column], kind = head.dataset.kind;
      const first = kind === 'number' ? 'descending' : 'ascending', second = kind === 'number' ? 'ascending' : 'descending';
      const order = head.getAttribute('aria-sort') === first ? second : first, sign = order === 'ascending' ? 1 : -1;
      heads.forEach((h) => h.removeAttribute('aria-sort'));
      head.setAttribute('aria-sort', order);
      const keyed = rows.map((row) => [value(row, column, kind), row]);
      keyed.sort((a, b) => sign * (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0) || a[1].index - b[1].index);
      body.append(...keyed.map((pair) => pair[1]));
    };
    heads.forEach((head, column) => {
      const button = make('button', head.textContent, {type: 'button'});
      button.addEventListener('click', () => sort(column));
      head.replaceChildren(button);
    });
    const form = $('#shipment-filter'), texts = rows.map((row) => row.textContent.toLowerCase());
    const filter = () => {
      const wanted = form.elements.text.value.trim().toLowerCase(), status = form.elements.status.value;
      let n = 0;
      rows.forEach((row, i) => {
        const fits = texts[i].includes(wanted) && (!status || row.cells[1].className === status);
        row.hidden = !fits;
        n += fits;
      });
      form.elements.count.textContent = fill(data.words.rows, n, rows.length);
    };
    form.hidden = false;
    form.addEventListener('input', filter);
    form.addEventListener('submit', (event) => event.preventDefault());
    filter();
    rows.forEach((row) => {
      const cell = row.cells[0], button = make('button', cell.textContent, {type: 'button', 'aria-controls': 'itinerary'});
      cell.replaceChildren(button);
    });
    body.addEventListener('click', (event) => {
      const row = event.target.closest('tr');
      if (!row) return;
      all('.picked', body).forEach((picked) => picked.classList.remove('picked'));
      row.classList.add('picked');
      show(row.cells[0].textContent, data.rows[row.index]);
    });
  }

  /* ---- one itinerary ---- */
  const utc = (minute) => new Date(minute * 60000).toISOString().slice(0, 16).replace('T', ' ');
  const svg = (tag, attributes) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const name in attributes) element.setAttribute(name, attributes[name]);
    return element;
  };
  /** Legs of a lot as events: [begin, end, class, text]; times null in the static view. */
  const events = (lot, ready) => {
    const list = [], w = data.words;
    let now = ready;
    for (let i = 1; i < lot.length; i += 6) {
      const [kind, mode, from, to, wait, lasts] = lot.slice(i, i + 6);
      const place = data.nodes[from];
      if (wait > 0) list.push([now, now + wait, 'hold', `${place}: ${w.waits}`]);
      const begin = wait === null ? null : now + wait, end = wait === null ? null : begin + lasts;
      const by = mode < 0 ? '' : ` (${data.modes[mode]})`;
      const text = kind === 0 ? `${place} → ${data.nodes[to]}${by}` : `${place}: ${[, w.loads, w.unloads, w.changes][kind]}${by}`;
      list.push([begin, end, kind === 0 ? 'move' : 'work', text]);
      now = end;
    }
    return list;
  };
  const timeline = (list, ready, due) => {
    const last = Math.max(...list.map((e) => e[1]), due ?? 0), x = (minute) => (1000 * (minute - ready)) / Math.max(1, last - ready);
    const picture = svg('svg', {class: 'trip', viewBox: '0 0 1000 26', preserveAspectRatio: 'none', 'aria-hidden': 'true'});
    for (const [begin, end, kind] of list)
      picture.append(svg('rect', {x: x(begin), width: Math.max(1, x(end) - x(begin) - 1), y: kind === 'hold' ? 9 : 3, height: kind === 'hold' ? 8 : 20, class: kind}));
    if (due !== null) picture.append(svg('line', {x1: x(due), x2: x(due), y1: 0, y2: 26, class: 'due'}));
    return picture;
  };
  function show(name, [ready, due, lots]) {
    const w = data.words, box = $('#itinerary'), ends = [`${w.ready} ${utc(ready)}`];
    if (due !== null) ends.push(`${w.due} ${utc(due)}`);
    box.replaceChildren(make('h3', fill(w.title, name)), make('p', `${ends.join(' · ')} UTC`, {class: 'note'}));
    if (!lots.length) box.append(make('p', w.stays));
    lots.forEach((lot, i) => {
      const list = events(lot, ready), steps = make('ol');
      if (list[0][0] !== null) box.append(timeline(list, ready, due));
      box.append(make('p', fill(w.lot, i + 1, lot[0])), steps);
      for (const [begin, end, , text] of list) {
        const item = make('li');
        item.append(make('time', begin === null ? '' : `${utc(begin)}`), make('span', begin === null ? text : `${text}, ${(end - begin) / 60} ${w.h}`));
        steps.append(item);
      }
    });
  }

  /* ---- the heat map ---- */
  const pictures = all('.heat'), cells = all('.heat-numbers tbody tr'), days = all('.heat-numbers thead th').slice(5);
  const tip = make('div', '', {class: 'tip', hidden: ''});
  document.body.append(tip);
  pictures.forEach((heat) => {
    const {left, right, top, row} = heat.dataset, picture = $('svg', heat);
    picture.addEventListener('pointermove', (event) => {
      const frame = picture.getBoundingClientRect(), scale = picture.viewBox.baseVal.width / frame.width;
      const x = (event.clientX - frame.left) * scale, y = (event.clientY - frame.top) * scale;
      const day = Math.floor(((x - left) * days.length) / (right - left)), line = cells[Math.floor((y - top) / row)];
      tip.hidden = !(line && day >= 0 && day < days.length);
      if (tip.hidden) return;
      const part = line.cells[5 + day].textContent;
      tip.textContent = `${line.cells[0].textContent} ${days[day].textContent}: ${part === '' ? '–' : `${part} %`}`;
      tip.style.left = `${Math.min(event.clientX + 12, innerWidth - tip.offsetWidth - 8)}px`;
      tip.style.top = `${event.clientY + 14}px`;
    });
    picture.addEventListener('pointerleave', () => { tip.hidden = true; });
  });
})();
