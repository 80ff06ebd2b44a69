// Keeps the figures of the load page fresh. Without it the page has links for the same.
const figures = document.getElementById('load');
const isFollowed = new URLSearchParams(location.search).has('follow');
if (figures && !isFollowed && 'EventSource' in window) {
  const events = new EventSource(figures.dataset.events);
  const show = (isLive) => {
    document.getElementById('load-by-hand').hidden = isLive;
    document.getElementById('load-by-itself').hidden = !isLive;
  };
  events.addEventListener('open', () => show(true));
  events.addEventListener('error', () => show(false));
  // Our own server's escaped text; the content security policy lets no script in it run.
  events.addEventListener('message', ({ data }) => {
    figures.innerHTML = data;
  });
}
