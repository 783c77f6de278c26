// The grid question × person: a table of signs. All words arrive as data and are set as text, never as markup.
export default function ({ data: [data], parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".grid");
  root.replaceChildren(legend(data.states), table(data, setTriggerValue));
}

function made(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

function table(data, tell) {
  const grid = made("table");
  grid.setAttribute("aria-label", data.label);
  const head = grid.createTHead().insertRow();
  head.append(made("th", "who", data.who));
  for (const question of data.questions) {
    const cell = made("th", question.must ? "must" : "", question.id);
    cell.title = question.text;
    head.append(cell);
  }
  const body = grid.createTBody();
  for (const row of data.rows) body.append(line(row, data, tell));
  return grid;
}

function legend(states) {
  const drawn = made("p");
  for (const [state, words] of Object.entries(states)) {
    const one = made("span", "sign");
    one.append(made("i", state), made("span", "", words));
    drawn.append(one);
  }
  return drawn;
}

function line(row, data, tell) {
  const drawn = made("tr");
  const who = made("th", "who");
  const name = pressed(`${row.person}: ${data.open}`, () => tell("opened", { person: row.person, question: "" }));
  const about = made("span", "about");
  row.about.forEach((part, at) => about.append(at ? " · " : "", made("span", "", part)));
  name.append(made("b", "", row.person), about);
  if (row.note) name.append(made("span", "note", row.note));
  who.append(name);
  drawn.append(who);
  row.cells.forEach((state, at) => {
    const question = data.questions[at].id;
    const cell = made("td");
    const sign = pressed(`${row.person}, ${question}: ${data.states[state]}`, () =>
      tell("opened", { person: row.person, question }));
    sign.title = `${question} · ${data.states[state]}`;
    sign.append(made("i", state));
    cell.append(sign);
    drawn.append(cell);
  });
  return drawn;
}

function pressed(label, act) {
  const button = made("button");
  button.type = "button";
  button.setAttribute("aria-label", label);
  button.onclick = act;
  return button;
}
