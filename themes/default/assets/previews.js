// What a link leads to: a card beside the link with title, state, owner and next review. It stays while the pointer is on it,
// and goes with Escape. What it says is read from the site's own scripts, one small one for each shard of the addresses.
(function () {
  "use strict";
  var aimsbook = window.aimsbook;
  var element = aimsbook.element;
  var SHARDS = 64;
  var known = {};
  var card, at, title, timer;

  aimsbook.previews = function (entries) { Object.assign(known, entries); };

  // The same sum as in src/render/previews.rs.
  function shard(path) {
    var sum = 0;
    for (var index = 0; index < path.length; index++) sum = (sum * 31 + path.charCodeAt(index)) % 65521;
    return sum % SHARDS;
  }

  // What is known of a page, as a promise; of many pages nothing is.
  aimsbook.told = function (path) {
    return aimsbook.load("previews/" + shard(path) + ".js").then(function () { return known[path]; }, function () {});
  };

  // The state of a page as a label.
  aimsbook.sign = function (entry) {
    var group = entry[2].split("-")[0];
    return element("span", { class: (group === "status" ? "status " : "state ") + entry[2] }, [entry[3]]);
  };

  aimsbook.preview = function (link) {
    if (link === at) return clearTimeout(timer);
    var address = link.href.replace(/#.*/, "");
    if (address.indexOf(aimsbook.site) !== 0 || address === location.href.replace(/#.*/, "")) return;
    var path = decodeURIComponent(address.slice(aimsbook.site.length));
    clearTimeout(timer);
    timer = setTimeout(function () {
      aimsbook.told(path).then(function (entry) {
        if (entry && (link.matches(":hover") || link === document.activeElement)) show(link, entry);
      });
    }, link === document.activeElement ? 100 : 300);
    link.addEventListener("pointerleave", leave);
    link.addEventListener("blur", hide); // At once: the card must not lie over what has the focus next.
  };

  // A moment to get from the link to the card.
  function leave() {
    clearTimeout(timer);
    timer = setTimeout(hide, 150);
  }

  function hide() {
    clearTimeout(timer);
    if (!card) return;
    at.removeAttribute("aria-describedby");
    if (title) at.title = title;
    card.remove();
    card = at = null;
  }

  function show(link, entry) {
    hide();
    at = link;
    title = link.title;
    link.removeAttribute("title"); // The browser's own hint would lie over the card.
    var sign = entry[3] ? aimsbook.sign(entry) : "";
    card = element("div", { class: "preview", role: "tooltip", id: "page-preview" }, [
      element("p", { class: "preview-head" }, [element("span", {}, [entry[0]]), sign]),
      element("p", { class: "preview-title" }, [entry[1]])
    ]);
    entry.slice(4).forEach(function (text) { if (text) card.append(element("p", {}, [text])); });
    card.addEventListener("pointerenter", function () { clearTimeout(timer); });
    card.addEventListener("pointerleave", leave);
    document.body.append(card);
    link.setAttribute("aria-describedby", card.id);
    // Below the link where there is room, above it where there is none.
    var lines = link.getClientRects();
    var line = lines[lines.length - 1];
    var left = Math.max(8, Math.min(line.left, document.documentElement.clientWidth - card.offsetWidth - 8));
    var below = line.bottom + card.offsetHeight + 12 < innerHeight;
    card.style.left = left + scrollX + "px";
    card.style.top = (below ? line.bottom + 6 : lines[0].top - card.offsetHeight - 6) + scrollY + "px";
  }

  addEventListener("keydown", function (event) { if (event.key === "Escape") hide(); });
  addEventListener("scroll", function () { if (card && at !== document.activeElement) hide(); }, { passive: true });
})();
