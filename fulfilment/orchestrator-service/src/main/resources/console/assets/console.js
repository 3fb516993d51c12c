// Pages work without this. It follows a page's event stream and asks htmx to fetch the part that changes.
"use strict";

(() => {
  const AT_MOST_EVERY = 1000; // ms between two refreshes of a page
  const AGAIN_AFTER = 5000; // ms until a stream is opened again that was refused
  const followed = [];

  // details that a reader has opened stay so when their part is replaced
  const opened = new Set();
  document.addEventListener("toggle", (event) => {
    const details = event.target;
    if (details instanceof HTMLDetailsElement && details.id) {
      if (details.open) opened.add(details.id); else opened.delete(details.id);
    }
  }, true);
  // and who came to a link by the keyboard is still on it, though it is another one by then
  let focused = null;
  document.addEventListener("htmx:beforeSwap", () => {
    const active = document.activeElement;
    const live = document.getElementById("live");
    focused = active instanceof HTMLAnchorElement && live && live.contains(active) ? active.getAttribute("href") : null;
  });
  document.addEventListener("htmx:afterSwap", () => {
    if (focused) {
      const again = [...document.querySelectorAll("#live a")].find((it) => it.getAttribute("href") === focused);
      if (again) again.focus({ preventScroll: true });
    }
    for (const id of opened) {
      const details = document.getElementById(id);
      if (details) details.open = true;
    }
    // nothing moves any more: the server would hang up, and the browser call again for ever
    if (document.querySelector("[data-over]")) followed.splice(0).forEach((it) => it.close());
  });

  // an answer that is an error leaves what stands there
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status >= 400) event.detail.shouldSwap = false;
  });

  function follow(element) {
    let source = null;
    let last = 0;
    let due = null;
    let again = null;
    const refresh = () => {
      due = null;
      last = Date.now();
      // a reader who is about to type is not interrupted
      const active = document.activeElement;
      const changing = element.querySelector("#live") || element;
      if (active && changing.contains(active) && active.matches("input, select, textarea")) return;
      element.dispatchEvent(new CustomEvent("moved"));
    };
    const soon = () => {
      if (due === null) due = setTimeout(refresh, Math.max(0, last + AT_MOST_EVERY - Date.now()));
    };
    const close = () => {
      clearTimeout(again);
      again = null;
      if (source) source.close();
      source = null;
    };
    const open = () => {
      if (source) return;
      const stream = new EventSource(element.dataset.stream);
      source = stream;
      stream.addEventListener(element.dataset.event, soon);
      // a browser calls again by itself if a stream breaks off, but never if it was refused, as where too many are open
      stream.addEventListener("error", () => {
        if (source !== stream || stream.readyState !== EventSource.CLOSED) return;
        close();
        again = setTimeout(() => { open(); soon(); }, AGAIN_AFTER);
      });
    };
    return { open, close, soon };
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-stream]").forEach((element) => followed.push(follow(element)));
    if (!document.hidden) followed.forEach((it) => it.open());
  });
  // a browser has few connections to one server, and a page that nobody sees needs none
  document.addEventListener("visibilitychange", () => {
    followed.forEach((it) => {
      if (document.hidden) {
        it.close();
      } else {
        it.open();
        it.soon();
      }
    });
  });
  window.addEventListener("pagehide", () => followed.forEach((it) => it.close()));
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
