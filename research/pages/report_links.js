// What the browser does for a report: its links, the way around in it, and the way back to where one was reading.
//
// ?figure=… or ?quote=…  opened in a new tab it works as an address; clicked it is told to the page, which opens what is
//                        behind it without being drawn again
// #finding-Q3, #top      brings that part into view, opened where it is folded; the address stays
//
// Who comes back (by "back" or a reload) finds the same place and the same parts open: both are kept, per address, in
// this tab. Who comes anew begins at the top.
const [kind] = performance.getEntriesByType('navigation');
let returning = ['reload', 'back_forward'].includes(kind?.type);
addEventListener('popstate', () => { returning = true; });
addEventListener('click', () => { returning = false; }, true);

const FAR = 1200;  // pixels from the top, from where on the way back to it is offered
const FOLDED = '[class*="st-key-open-"]';
const seen = new WeakSet();
let busy = false;  // bringing the reader back: what is seen meanwhile is no place of theirs
const main = () => document.querySelector('[data-testid="stMain"]');

function here() {
  const address = new URL(location.href);
  ['figure', 'quote'].forEach((name) => address.searchParams.delete(name));
  address.searchParams.sort();
  return `place ${address.pathname}?${address.searchParams}`;
}

function keep(own) {
  if (here() !== own || !main()) return;
  const open = [...document.querySelectorAll(FOLDED)].filter((each) => each.querySelector('details[open]'));
  const names = open.map((each) => [...each.classList].find((name) => name.startsWith('st-key-open-')));
  sessionStorage.setItem(own, JSON.stringify({ top: main().scrollTop, height: main().scrollHeight, open: names }));
}

function unfold(part) {
  const details = part?.querySelector('details:not([open])');
  details?.querySelector('summary').click();
  if (details?.closest('[role="dialog"]')) details.scrollIntoView({ block: 'center' });
}

// Again and again until all is drawn, as high as it was, and stands still, or the reader scrolls on. Charts come late.
function bringBack(own, { top, height, open }) {
  const opened = new Set();
  busy = true;
  let tries = 300, still = 0;
  const look = setInterval(() => {
    if (here() !== own) { stop(); return; }
    const drawn = document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === 'notRunning';
    for (const name of drawn ? open : []) {  // a part opened while the page is still being written would stay empty
      const part = opened.has(name) ? null : document.querySelector(`.${CSS.escape(name)}`);
      if (part) { opened.add(name); unfold(part); still = 0; }
    }
    if (main()) main().scrollTop = top;
    const stands = main() && Math.abs(main().scrollTop - top) < 2 && Math.abs(main().scrollHeight - height) < 4;
    still = stands ? still + 1 : 0;
    if ((drawn && still >= 10 && opened.size === open.length) || --tries === 0) stop();
  }, 50);
  const moves = ['wheel', 'touchstart', 'keydown', 'pointerdown'];
  const stop = () => {
    clearInterval(look);
    moves.forEach((name) => removeEventListener(name, stop, true));
    busy = false;
  };
  moves.forEach((name) => addEventListener(name, stop, true));
}

function goTo(anchor) {
  const open = document.querySelector('.st-key-contents button[aria-expanded="true"]');
  open?.click();
  if (anchor === 'top') {
    main().scrollTo({ top: 0 });
    return;
  }
  const part = document.querySelector(`.st-key-part-${CSS.escape(anchor)}`);
  if (!part?.querySelector('h2')) unfold(part);  // a part that has no heading of its own is folded as a whole
  part?.scrollIntoView({ block: 'start' });
}

// From here on, and not only while the component stands there: it is taken down and put up again between runs of the
// page, and a click in between would open a tab. It is told to whoever comes next.
let tell = null, waiting = null;
addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href^="?"], a[href^="#"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const address = new URL(link.href);
  const name = ['figure', 'quote'].find((each) => address.searchParams.has(each));
  const anchor = link.getAttribute('href').startsWith('#') && address.hash.slice(1);
  const known = anchor === 'top' || (anchor && document.querySelector(`.st-key-part-${CSS.escape(anchor)}`));
  if (!known && !name) return;
  event.preventDefault();
  event.stopPropagation();
  if (known) { goTo(anchor); return; }
  const asked = `${name} ${address.searchParams.get(name)}`;
  if (tell) tell(asked);
  else waiting = asked;
}, true);

export default function ({ parentElement, setTriggerValue }) {
  const own = here();
  const ask = (asked) => setTriggerValue('asked', asked);
  let later = 0;
  const soon = () => { clearTimeout(later); later = setTimeout(() => { if (!busy) keep(own); }, 250); };
  if (!seen.has(parentElement)) {
    seen.add(parentElement);
    const kept = returning && sessionStorage.getItem(own);
    returning = false;
    if (kept) bringBack(own, JSON.parse(kept));
  }
  const scrolled = () => {
    document.documentElement.dataset.read = main()?.scrollTop > FAR ? 'far' : '';
    soon();
  };
  const leaving = () => { if (!busy) keep(own); };
  const pressed = () => { leaving(); soon(); };
  addEventListener('pointerdown', pressed, true);
  addEventListener('click', soon, true);
  document.addEventListener('scroll', scrolled, true);
  addEventListener('pagehide', leaving);
  scrolled();
  tell = ask;
  if (waiting) ask(waiting);
  waiting = null;
  return () => {
    clearTimeout(later);
    if (tell === ask) tell = null;
    removeEventListener('pointerdown', pressed, true);
    removeEventListener('click', soon, true);
    document.removeEventListener('scroll', scrolled, true);
    removeEventListener('pagehide', leaving);
    delete document.documentElement.dataset.read;
  };
}
