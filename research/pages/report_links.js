// A figure or a quote in the text is a link to this page with ?figure=… or ?quote=…: opened in a new tab it works as an
// address; clicked it is told to the page, which opens what is behind it without being drawn again.
export default function ({ setTriggerValue }) {
  const listen = (event) => {
    const link = event.target.closest?.('a[href^="?"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const asked = new URL(link.href).searchParams;
    const name = ['figure', 'quote'].find((each) => asked.has(each));
    if (!name) return;
    event.preventDefault();
    event.stopPropagation();
    setTriggerValue('asked', `${name} ${asked.get(name)}`);
  };
  document.addEventListener('click', listen, true);
  return () => document.removeEventListener('click', listen, true);
}
