// Bars as rows of text: label, bar, number. Each row leads to the people it counts. Words arrive as data and are set as
// text, never as markup.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = document.createElement('div');
  root.className = 'bars';
  root.setAttribute('role', 'group');
  root.setAttribute('aria-label', data.caption);
  for (const row of data.rows) {
    const line = document.createElement(row.figure ? 'button' : 'div');
    line.className = 'row';
    if (row.figure) {
      line.type = 'button';
      line.title = data.hint;
      line.addEventListener('click', () => setTriggerValue('figure', row.figure));
    }
    const label = document.createElement('span');
    label.className = 'label';
    label.textContent = row.label;
    const track = document.createElement('span');
    track.className = 'track';
    const bar = document.createElement('span');
    bar.className = 'bar';
    bar.style.width = `${Math.max(0.4, 88 * row.value / data.top)}%`;
    bar.style.background = row.colour;
    const number = document.createElement('span');
    number.className = 'number';
    number.textContent = row.shown;
    track.append(bar, number);
    line.append(label, track);
    root.append(line);
  }
  parentElement.querySelector('.bars')?.remove();
  parentElement.append(root);
}
