// A figure in the prose is a link to this page with ?figure=…: opened in a new tab it works as an address; clicked it is
// told to the page, which opens the people behind it without being drawn again.
export default function ({ setTriggerValue }) {
  const listen = (event) => {
    const link = event.target.closest?.('a[href*="figure="]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const address = new URL(link.href);
    if (address.origin !== location.origin || address.pathname !== location.pathname) return;
    event.preventDefault();
    event.stopPropagation();
    setTriggerValue('figure', address.searchParams.get('figure'));
  };
  document.addEventListener('click', listen, true);
  return () => document.removeEventListener('click', listen, true);
}
