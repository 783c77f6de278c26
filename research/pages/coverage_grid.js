// What the corpus can answer: subjects down, waves or a segment across. All words arrive as data and are set as text.
export default function ({ data: [data], parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".cover");
  root.replaceChildren(table(data, setTriggerValue));
  parentElement.querySelector(".legend").replaceChildren(...data.legend.map(([name, words]) => {
    const one = made("span");
    one.append(made("i", name), document.createTextNode(words));
    return one;
  }));
  if (data.newest_last) root.scrollLeft = root.scrollWidth;
}

function made(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function table(data, tell) {
  const grid = made("table", data.columns.length > 6 ? "many" : "");
  grid.setAttribute("aria-label", data.label);
  const head = grid.createTHead();
  if (data.groups.length) {
    const years = head.insertRow();
    years.append(made("th", "name"));
    for (const [words, width] of data.groups) {
      const year = made("th", "year", words);
      year.colSpan = width;
      years.append(year);
    }
    for (let at = 0; at < data.tail.length; at++) years.append(made("th"));
  }
  const names = head.insertRow();
  names.append(made("th", "name", data.corner));
  for (const column of data.columns) names.append(made("th", "", column));
  for (const words of data.tail) names.append(made("th", "sum", words));
  const body = grid.createTBody();
  for (const row of data.rows) body.append(line(row, data, tell));
  return grid;
}

function line(row, data, tell) {
  const drawn = made("tr", row.here ? "here" : "");
  const name = made("th", "name");
  name.scope = "row";
  name.append(pressed(row.name, row.name, () => tell("opened", { row: row.id, column: "" })));
  drawn.append(name);
  row.cells.forEach(([count, shown, level, words], at) => {
    const cell = made("td", level);
    const button = pressed(shown, words, () => tell("opened", { row: row.id, column: data.keys[at] }));
    button.title = words;
    cell.append(button);
    drawn.append(cell);
  });
  if (row.sum) {
    const sum = made("td", "sum");
    const button = pressed(row.sum[0], row.sum[1], () => tell("opened", { row: row.id, column: "" }));
    button.title = row.sum[1];
    sum.append(button);
    drawn.append(sum);
  }
  if (row.newest) drawn.append(made("td", row.old ? "age old" : "age", row.newest));
  return drawn;
}

function pressed(text, label, act) {
  const button = made("button", "", text);
  button.type = "button";
  button.setAttribute("aria-label", label);
  button.onclick = act;
  return button;
}
