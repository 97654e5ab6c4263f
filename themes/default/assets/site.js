// What a page can do beyond being read: switch light and dark, mark the section in view, open the tree and the search.
// Everything here is an addition; without it every link still leads to a page.
(function () {
  "use strict";
  var root = document.documentElement;
  var assets = document.currentScript.src.replace(/[^/]*$/, "");
  var aimsbook = (window.aimsbook = window.aimsbook || {});
  aimsbook.assets = assets;
  aimsbook.site = assets.replace(/[^/]*\/$/, "");

  // Loads a script once; modules and fetch do not work from a disk, script tags do.
  var loading = {};
  aimsbook.load = function (name) {
    loading[name] = loading[name] || new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      script.src = new URL(name, assets).href;
      script.onload = resolve;
      script.onerror = function () { reject(new Error(name + " is missing")); };
      document.head.append(script);
    });
    return loading[name];
  };

  // A script that speaks, after the words that it says.
  function withWords(name) {
    return aimsbook.load("words.js").then(function () { return aimsbook.load(name); });
  }

  aimsbook.element = function (name, attributes, children) {
    var element = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    (children || []).forEach(function (child) { element.append(child); });
    return element;
  };

  // What stands at the edges of a printed sheet.
  [["--sheet", "sheet"], ["--sheet-foot", "sheetFoot"]].forEach(function (edge) {
    var words = document.body.dataset[edge[1]];
    if (words) root.style.setProperty(edge[0], '"' + words.replace(/["\\]/g, "\\$&") + '"');
  });

  // Light, dark, or as the system.
  var switcher = document.querySelector("[data-switch-theme]");
  if (switcher) {
    var order = ["auto", "light", "dark"];
    var show = function () {
      var label = switcher.getAttribute("data-label-" + (root.dataset.theme || "auto"));
      switcher.setAttribute("aria-label", label);
      switcher.title = label;
    };
    switcher.addEventListener("click", function () {
      var next = order[(order.indexOf(root.dataset.theme || "auto") + 1) % order.length];
      if (next === "auto") delete root.dataset.theme; else root.dataset.theme = next;
      try {
        if (next === "auto") localStorage.removeItem("aimsbook-theme"); else localStorage.setItem("aimsbook-theme", next);
      } catch (error) {
        // The choice holds for this page only.
      }
      show();
    });
    show();
  }

  // The section in view, marked in the contents beside the text.
  var entries = Array.from(document.querySelectorAll(".toc a[href^='#']"));
  if (entries.length && "IntersectionObserver" in window) {
    var headings = entries.map(function (entry) { return document.getElementById(decodeURIComponent(entry.hash.slice(1))); });
    // On a narrow screen its name stands beside "On this page", which closes when something in it was chosen.
    var inline = document.querySelector(".toc-inline");
    var section = inline && aimsbook.element("span", { class: "toc-here", "aria-hidden": "true" });
    if (inline) {
      inline.firstElementChild.append(section);
      inline.addEventListener("click", function (event) { if (event.target.closest("a")) inline.open = false; });
    }
    var mark = function () {
      var current = 0;
      headings.forEach(function (heading, index) {
        if (heading && heading.getBoundingClientRect().top < 140) current = index;
      });
      if (innerHeight + scrollY >= document.body.scrollHeight - 4) current = headings.length - 1;
      if (section) section.textContent = entries[current].textContent;
      entries.forEach(function (entry, index) {
        entry.classList.toggle("in-view", index === current);
        if (index === current) entry.setAttribute("aria-current", "true"); else entry.removeAttribute("aria-current");
      });
    };
    var waiting = false;
    addEventListener("scroll", function () {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(function () { waiting = false; mark(); });
    }, { passive: true });
    mark();
  }

  // On a narrow screen the part of the site that the page belongs to is in sight.
  var area = document.querySelector(".areas [aria-current]");
  if (area) {
    var areas = area.closest(".areas");
    if (areas.scrollWidth > areas.clientWidth) areas.scrollLeft = area.parentElement.offsetLeft - areas.clientWidth / 3;
  }

  // The sidebar opens at the current page.
  var here = document.querySelector(".sidebar [aria-current]");
  if (here) {
    var sidebar = here.closest(".sidebar");
    if (sidebar.scrollHeight > sidebar.clientHeight) sidebar.scrollTop = here.offsetTop - sidebar.clientHeight / 3;
  }

  // The whole tree, in a dialog, branch by branch.
  var treeLink = document.querySelector("[data-open-tree]");
  if (treeLink && "showModal" in HTMLDialogElement.prototype) {
    treeLink.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      withWords("nav.js").then(openTree, function () { location.href = treeLink.href; });
    });
  }
  aimsbook.tree = function (nodes) { aimsbook.nodes = nodes; };

  function openTree() {
    var element = aimsbook.element;
    var title = treeLink.textContent.trim();
    var close = element("button", { type: "button", class: "tool-button", "aria-label": aimsbook.words.close }, ["✕"]);
    var head = element("div", { class: "palette-head" }, [element("span", {}, [title]), close]);
    var tree = element("nav", { class: "tree", "aria-label": title }, [branch(aimsbook.nodes, location.href.replace(/#.*/, ""))]);
    var body = element("div", { class: "palette-body" }, [tree]);
    var dialog = element("dialog", { class: "palette", "aria-label": title }, [head, body]);
    close.addEventListener("click", function () { dialog.close(); });
    dialog.addEventListener("close", function () { dialog.remove(); treeLink.focus(); });
    dialog.addEventListener("click", function (event) { if (event.target === dialog) dialog.close(); });
    document.body.append(dialog);
    dialog.showModal();
    var current = tree.querySelector("[aria-current]");
    if (current) { current.scrollIntoView({ block: "center" }); current.focus(); }
  }

  function address(url) {
    var cut = url.indexOf("#");
    var path = cut < 0 ? url : url.slice(0, cut);
    return aimsbook.site + path.split("/").map(encodeURIComponent).join("/") + (cut < 0 ? "" : "#" + encodeURIComponent(url.slice(cut + 1)));
  }
  aimsbook.address = address;

  // Children are made when their branch is opened, because a handbook can have thousands.
  function branch(nodes, current) {
    return aimsbook.element("ul", {}, nodes.map(function (node) {
      var href = address(node[2]);
      var link = aimsbook.element("a", { href: href }, node[0] ? [aimsbook.element("span", { class: "id" }, [node[0]]), " ", node[1]] : [node[1]]);
      if (new URL(href).href === current) link.setAttribute("aria-current", "page");
      if (!node[3]) return aimsbook.element("li", {}, [link]);
      var summary = aimsbook.element("summary", {}, [link]);
      var details = aimsbook.element("details", {}, [summary]);
      var fill = function () { if (details.childElementCount < 2) details.append(branch(node[3], current)); };
      details.addEventListener("toggle", fill);
      if (contains(node, current)) { details.open = true; fill(); }
      return aimsbook.element("li", {}, [details]);
    }));
  }

  function contains(node, current) {
    return new URL(address(node[2])).href === current || (node[3] || []).some(function (child) { return contains(child, current); });
  }

  // The search opens with a click, with a slash, and with Ctrl-K.
  var searchLink = document.querySelector("[data-open-search]");
  function openSearch() {
    withWords("search.js").then(function () { aimsbook.openSearch(); }, function () { location.href = searchLink.href; });
  }
  if (searchLink && "showModal" in HTMLDialogElement.prototype) {
    searchLink.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      openSearch();
    });
    addEventListener("keydown", function (event) {
      var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
      var slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
      var palette = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
      if (!slash && !palette) return;
      event.preventDefault();
      openSearch();
    });
  }
  // What a link leads to, for readers who point at it or come to it by keyboard.
  var main = document.querySelector("main");
  function preview(event) {
    var link = event.target.closest && event.target.closest("a[href]");
    if (!link || link.closest("[data-no-preview], .mark-cell, .card, .page-turn, .breadcrumbs, .parts, .heat")) return;
    if (event.type === "focusin" ? !link.matches(":focus-visible") : event.pointerType !== "mouse") return;
    aimsbook.load("previews.js").then(function () { aimsbook.preview(link); }, function () {});
  }
  if (main) {
    main.addEventListener("pointerover", preview);
    main.addEventListener("focusin", preview);
  }

  // A heading's own link is copied when it is followed.
  var said;
  addEventListener("click", function (event) {
    var link = event.target.closest("a.anchor");
    if (!link || !navigator.clipboard) return;
    navigator.clipboard.writeText(link.href).then(function () {
      return aimsbook.load("words.js").then(function () {
        if (said) said.remove();
        said = aimsbook.element("span", { class: "copied", role: "status" });
        link.after(said);
        setTimeout(function () { said.textContent = aimsbook.words.copied; }, 20);
        setTimeout(function (old) { old.remove(); }, 2500, said);
      });
    }, function () {
      // The address bar has it.
    });
  });

  // Pictures that are shown smaller than they are open in full.
  function enlarge(image) {
    aimsbook.load("words.js").then(function () {
      var element = aimsbook.element;
      var close = element("button", { type: "button", class: "tool-button", "aria-label": aimsbook.words.close }, ["✕"]);
      var dialog = element("dialog", { class: "picture", "aria-label": image.alt || aimsbook.words.enlarge }, [close, element("img", { src: image.src, alt: image.alt })]);
      dialog.addEventListener("click", function () { dialog.close(); });
      dialog.addEventListener("close", function () { dialog.remove(); });
      document.body.append(dialog);
      dialog.showModal();
    });
  }
  function canGrow(image) {
    if (image.closest("a, button") || image.naturalWidth <= image.clientWidth + 8) return;
    var button = aimsbook.element("button", { type: "button", class: "zoom" });
    image.replaceWith(button);
    button.append(image);
    button.addEventListener("click", function () { enlarge(image); });
  }
  document.querySelectorAll(".text img").forEach(function (image) {
    if (image.complete) canGrow(image); else image.addEventListener("load", function () { canGrow(image); });
  });

  if (document.querySelector("[data-search-page]")) {
    withWords("search.js").then(function () { aimsbook.searchPage(); });
  }
})();
