// Keeps a previewed page up to date: reloads it in place, swaps its styles, shows what an edit broke.
// Only the preview server adds this script; a published site has no trace of it.
(() => {
  "use strict";
  const script = document.currentScript;
  const scrollKey = "aimsbook-scroll " + location.pathname;
  let version = script.dataset.version;
  let source = null;

  const restoreScroll = () => {
    const kept = sessionStorage.getItem(scrollKey);
    if (kept === null) return;
    const [left, top] = kept.split(" ").map(Number);
    window.scrollTo({ left, top, behavior: "instant" });
  };

  const reload = () => {
    sessionStorage.setItem(scrollKey, window.scrollX + " " + window.scrollY);
    location.reload();
  };

  const swapStyles = () => {
    for (const link of document.querySelectorAll('link[rel~="stylesheet"]')) {
      const address = new URL(link.href);
      if (address.origin !== location.origin) continue;
      address.searchParams.set("version", version);
      const fresh = link.cloneNode();
      fresh.href = address.href;
      fresh.addEventListener("load", () => link.remove());
      link.after(fresh);
    }
  };

  const style = (element, rules) => Object.assign(element.style, rules);

  const showProblems = (text) => {
    document.getElementById("aimsbook-problems")?.remove();
    if (!text) return;
    const panel = document.createElement("section");
    panel.id = "aimsbook-problems";
    panel.setAttribute("role", "alert");
    panel.setAttribute("aria-label", "Problems in the handbook");
    style(panel, {
      position: "fixed", inset: "auto 0 0 0", maxHeight: "60vh", overflow: "auto", zIndex: "2147483647",
      background: "#1d1f24", color: "#f4f4f4", borderTop: "4px solid #d64545", padding: "1rem 1.25rem",
      font: "14px/1.45 ui-monospace, monospace", boxShadow: "0 -4px 24px rgba(0, 0, 0, 0.35)",
    });
    const hide = document.createElement("button");
    hide.type = "button";
    hide.textContent = "Hide";
    style(hide, {
      float: "right", font: "inherit", padding: "0.2rem 0.8rem", cursor: "pointer", color: "#1d1f24",
      background: "#f4f4f4", border: "1px solid #f4f4f4", borderRadius: "4px",
    });
    hide.addEventListener("click", () => panel.remove());
    const words = document.createElement("pre");
    words.textContent = text;
    style(words, {
      margin: "0", whiteSpace: "pre-wrap", overflowWrap: "anywhere", background: "none", color: "inherit",
      border: "0", padding: "0", font: "inherit",
    });
    panel.append(hide, words);
    document.body.append(panel);
  };

  const listen = () => {
    if (source) return;
    source = new EventSource("/__aimsbook/events");
    source.addEventListener("site", (event) => {
      if (event.data !== version) reload();
    });
    source.addEventListener("pages", (event) => {
      const { version: coming, addresses } = JSON.parse(event.data);
      const own = decodeURI(location.pathname.replace(/\/$/, "/index.html"));
      if (coming !== version && addresses.some((address) => decodeURI(address) === own)) reload();
    });
    source.addEventListener("style", (event) => {
      version = event.data;
      swapStyles();
    });
    source.addEventListener("problems", (event) => showProblems(JSON.parse(event.data)));
  };

  // A browser keeps few connections to one server: a tab that nobody looks at gives its own back.
  const pause = () => {
    source?.close();
    source = null;
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? pause() : listen()));
  window.addEventListener("pagehide", pause);
  window.addEventListener("pageshow", listen);
  restoreScroll();
  window.addEventListener("load", () => {
    restoreScroll();
    sessionStorage.removeItem(scrollKey);
  });
  if (!document.hidden) listen();
})();
