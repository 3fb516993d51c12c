// Pages work without this. It follows a page's event stream and asks htmx to fetch the part that changes.
"use strict";

(() => {
  const AT_MOST_EVERY = 1000; // ms between two refreshes of a page
  const followed = [];

  // details that a reader has opened stay so when their part is replaced
  const opened = new Set();
  document.addEventListener("toggle", (event) => {
    const details = event.target;
    if (details instanceof HTMLDetailsElement && details.id) {
      if (details.open) opened.add(details.id); else opened.delete(details.id);
    }
  }, true);
  document.addEventListener("htmx:afterSwap", () => {
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
    const refresh = () => {
      due = null;
      last = Date.now();
      // a reader who is about to type is not interrupted
      const active = document.activeElement;
      if (active && element.contains(active) && active.matches("input, select, textarea")) return;
      element.dispatchEvent(new CustomEvent("moved"));
    };
    const soon = () => {
      if (due === null) due = setTimeout(refresh, Math.max(0, last + AT_MOST_EVERY - Date.now()));
    };
    return {
      open() {
        if (source) return;
        source = new EventSource(element.dataset.stream);
        source.addEventListener(element.dataset.event, soon);
      },
      close() {
        if (source) source.close();
        source = null;
      },
      soon,
    };
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
