// The outbox: runs in the browser, and only adds. Without it every page works the same, but a lost connection has to be
// met by hand. It keeps nothing on the device unless asked to (decisions/0092-outbox.md).
(() => {
  const words = {}; /* filled in for each language */
  const LONGEST_WAIT = 60_000;
  const PATIENCE = 30_000;
  const LIFETIME = 30 * 24 * 3_600_000;
  const key = `knopfdruck:${location.pathname.split('/').slice(0, 3).join('/')}`;

  const drop = () => {
    try {
      localStorage.removeItem(key);
    } catch {} // storage is switched off: then there is none
  };
  const read = () => {
    try {
      const copy = JSON.parse(localStorage.getItem(key) ?? 'null');
      if (copy && Date.now() - copy.at < LIFETIME) return copy;
    } catch {}
    drop();
    return undefined;
  };
  const write = (copy) => {
    try {
      localStorage.setItem(key, JSON.stringify({ ...copy, at: Date.now() }));
      return true;
    } catch {
      return false;
    }
  };

  const element = (tag, attributes, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  };
  const makeButton = (look, text, act) => {
    const label = element('span', { class: 'kern-label' }, text);
    const button = element('button', { type: 'button', class: `kern-btn kern-btn--${look}` }, label);
    button.addEventListener('click', act);
    return button;
  };
  /** A box on top of the page that says what is going on. */
  const showBox = (title, text, ...buttons) => {
    document.querySelector('[data-outbox]')?.remove();
    const body = element('p', { class: 'kern-body', 'data-outbox-text': '' }, text);
    const head = element('div', { class: 'kern-alert__header' }, element('h2', { class: 'kern-title' }, title));
    const row = element('div', { class: 'kd-buttons' }, ...buttons);
    const content = element('div', { class: 'kern-alert__body' }, body, row);
    const box = { class: 'kern-alert kern-alert--info kd-block', role: 'status', 'data-outbox': '' };
    document.querySelector('main').prepend(element('div', box, head, content));
    return (said) => {
      if (body.textContent !== said) body.textContent = said;
    };
  };

  const pause = (ms) =>
    new Promise((resolve) => {
      setTimeout(resolve, ms);
      addEventListener('online', () => setTimeout(resolve, Math.random() * 1000), { once: true });
    });

  /** Puts a page that came as an answer in the place of this one. */
  const show = (text) => {
    const page = new DOMParser().parseFromString(text, 'text/html');
    document.title = page.title;
    document.body.replaceWith(document.adoptNode(page.body));
    scrollTo(0, 0);
    document.querySelector('main').focus();
    begin();
  };

  /** Our page to show, or what to say while we wait, with the ms that the server asks for. */
  const attempt = async ({ action, fields }) => {
    try {
      const body = new URLSearchParams(fields);
      const response = await fetch(action, { method: 'POST', body, signal: AbortSignal.timeout(PATIENCE) });
      const text = await response.text();
      const later = Number(response.headers.get('retry-after')) * 1000;
      const { status } = response;
      // The form comes back with what is to be mended or that it is closed; another page for a fault of ours is no answer.
      const isAnswer = text.includes('id="formular"') || (status < 500 && status !== 429);
      return isAnswer && text.includes('id="inhalt"') && !later ? { text } : { say: words.busy, least: later || 0 };
    } catch {
      return { say: words.offline, least: 0 };
    }
  };

  const warn = (event) => event.preventDefault();

  /** Shows the answer. What is no receipt must not be sent again by itself, now or when the page is opened the next time. */
  const settle = (text, kept) => {
    if (kept) write({ ...kept, sending: false });
    show(text);
  };

  /** Sends until there is an answer. The same journey is accepted once, however often it arrives. */
  const send = async (copy, wasKept) => {
    let isKept = wasKept && write({ ...copy, sending: true });
    if (!isKept) addEventListener('beforeunload', warn);
    const keep = makeButton('primary', words.keep, () => {
      isKept = write({ ...copy, sending: true });
      if (!isKept) return;
      removeEventListener('beforeunload', warn);
      keep.replaceWith(remove);
      hint.textContent = words.kept;
    });
    // Shown once it is clear that it takes longer: whoever has to go may take the answers along.
    const hint = element('p', { class: 'kern-body', hidden: '' }, words.askHint);
    const remove = makeButton('secondary', words.remove, () => {
      drop();
      location.assign(location.pathname.split('/').slice(0, 3).join('/'));
    });
    const say = showBox(words.sendingTitle, words.sending, ...(isKept ? [remove] : [keep]));
    if (!isKept) {
      keep.hidden = true;
      keep.before(hint);
    }
    for (let longest = 1000; ; longest = Math.min(longest * 2, LONGEST_WAIT)) {
      const { text, say: said, least } = await attempt(copy);
      if (text !== undefined) {
        removeEventListener('beforeunload', warn);
        return settle(text, isKept && copy);
      }
      say(said);
      keep.hidden = false;
      hint.hidden = false;
      await pause(least + Math.random() * longest);
    }
  };

  /** Opens a kept page as it was left, by posting it as a change of language does: nothing is checked, nothing sent on. */
  const restore = ({ action, fields }) => {
    const form = element('form', { method: 'post', action });
    const posted = [...fields.filter(([name]) => name !== 'action'), ['action', 'language']];
    for (const [name, value] of posted) form.append(element('input', { type: 'hidden', name, value }));
    document.body.append(form);
    form.submit();
  };

  const offer = (copy) => {
    if (copy.sending) return send(copy, true);
    const goOn = makeButton('primary', words.goOn, () => restore(copy));
    const remove = makeButton('secondary', words.remove, () => {
      drop();
      document.querySelector('[data-outbox]').remove();
    });
    showBox(words.foundTitle, words.foundText, goOn, remove);
  };

  const watch = (form, copy) => {
    const fieldsOf = () => [...new FormData(form)].filter(([, value]) => typeof value === 'string');
    const box = element('input', { type: 'checkbox', id: 'kd-keep', class: 'kern-form-check__checkbox' });
    box.checked = copy !== undefined;
    let isSending = false;
    const keep = () => {
      if (!box.checked || isSending) return;
      box.checked = write({ action: form.getAttribute('action'), fields: fieldsOf() });
    };
    const label = element('label', { class: 'kern-label', for: 'kd-keep' }, words.ask);
    const hint = element('div', { class: 'kern-hint', id: 'kd-keep-hint' }, words.askHint);
    box.setAttribute('aria-describedby', 'kd-keep-hint');
    form.after(element('div', { class: 'kd-block' }, element('div', { class: 'kern-form-check' }, box, label), hint));
    box.addEventListener('change', () => (box.checked ? keep() : drop()));
    form.addEventListener('input', keep);
    addEventListener('pagehide', keep);
    keep();
    form.addEventListener('submit', (event) => {
      // The property `formAction` would give the address of this page where the button has none of its own.
      const own = event.submitter?.getAttribute('formaction');
      const address = new URL(own ?? form.getAttribute('action'), location.href);
      const isFinal = address.pathname.endsWith('/check') && event.submitter?.value === 'continue';
      if (!isFinal) return keep();
      event.preventDefault();
      if (isSending) return;
      keep();
      isSending = true;
      form.inert = true;
      const action = form.getAttribute('action');
      void send({ action, fields: [...fieldsOf(), ['action', 'continue']] }, box.checked);
    });
  };

  const begin = () => {
    if (document.querySelector('[data-receipt]')) return drop();
    const copy = read();
    const form = document.querySelector('form#formular');
    if (form?.elements['_seal']) watch(form, copy);
    else if (copy && document.querySelector('main')) void offer(copy);
  };
  begin();
})();
