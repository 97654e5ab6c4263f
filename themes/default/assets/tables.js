// Long tables: filter, fold, sort, move by keyboard, take along as CSV. The view is in the address, so it can be shared.
// The table itself is in the page; this script only chooses which of its rows stand there. Of a table in several parts it
// reads the other parts when somebody begins to choose, so that a filter goes through all of them.
(function () {
  "use strict";
  var tools = document.querySelector("[data-tools]");
  var tables = Array.from(document.querySelectorAll("table[data-rows]")).map(readTable);
  if (!tools || !tables.length) return;

  var AT_ONCE = 120; // Rows that stand there at the next paint; the others follow in pieces.
  var MOST = 500; // Rows of several parts that stand there before somebody asks for more.
  var RANKS = ["gap", "planned", "documented", "practised", "stale", "evidenced", "excluded"];
  var language = document.documentElement.lang || undefined;
  var collator = new Intl.Collator(language, { numeric: true, sensitivity: "base" });
  var figures = new Intl.NumberFormat(language);
  var view = emptyView();
  var input = tools.querySelector("[data-text]");
  var holes = tools.querySelector("[data-holes]");
  var foldAll = tools.querySelector("[data-fold]");
  var clear = tools.querySelector("[data-clear]");
  var count = tools.querySelector("[role=status]");
  var choices = []; // Every chip and check box: { facet, key, set(chosen) }.
  var total = Number(tables[0].element.dataset.total) || 0; // Rows in all parts together.
  var bar = total && document.querySelector(".parts");
  var parts = bar ? Array.from(bar.querySelectorAll("a")) : []; // One link for each part.
  var reading = 0; // Parts that are still to come.

  function emptyView() {
    return { text: "", holes: false, facets: {}, folded: new Set(), sort: 0, down: false };
  }

  // ------------------------------------------------------------------------------------------------------- reading

  function readTable(table) {
    var bodies = Array.from(table.tBodies);
    var heads = Array.from(table.tHead.rows[table.tHead.rows.length - 1].cells);
    var columns = {};
    heads.forEach(function (head, at) { if (head.dataset.facet) columns[head.dataset.facet] = at; });
    var rows = readRows(bodies.flatMap(function (body) { return Array.from(body.rows); }), 0);
    return { element: table, bodies: bodies, heads: heads, columns: columns, rows: rows, own: rows, shown: rows, found: rows, left: [], timer: 0, most: MOST };
  }

  // `before`: how many rows stand before these, in other parts.
  function readRows(elements, before) {
    var above = [];
    var rows = Array.from(elements).map(function (element, at) {
      var row = { element: element, at: before + at, heading: element.matches(".heading, .group"), depth: 0, above: null, text: null, keys: {} };
      var depth = /depth-(\d)/.exec(element.className + " " + element.cells[0].className);
      row.depth = depth ? Number(depth[1]) : row.heading ? 0 : 1;
      while (above.length && above[above.length - 1].depth >= row.depth) above.pop();
      row.above = above[above.length - 1] || null;
      row.part = row.above ? row.above.part : row.heading ? row : null;
      if (row.heading) above.push(row);
      return row;
    });
    // Where no row has a status every row looks like a heading; then a heading is what has rows below it.
    if (rows.every(function (row) { return row.heading; })) {
      rows.forEach(function (row, at) { row.heading = at + 1 < rows.length && rows[at + 1].depth > row.depth; });
      rows.forEach(function (row) { row.counts = true; });
    } else {
      rows.forEach(function (row) { row.counts = !row.heading; });
    }
    return rows;
  }

  function plain(text) {
    var lower = text.toLowerCase();
    return /[^\x00-\x7f]/.test(lower) ? lower.normalize("NFD").replace(/[\u0300-\u036f]/g, "") : lower;
  }

  function squeeze(text) {
    return text.replace(/\s+/g, " ").trim();
  }

  // A row is found by its own words and by those of the headings above it.
  function textOf(row) {
    if (row.text === null) row.text = plain(row.element.textContent) + (row.above ? "\n" + textOf(row.above) : "");
    return row.text;
  }

  function keyOf(sign) {
    var named = /(?:status|state)-([a-z-]+)/.exec(sign.className);
    return named ? named[1] : squeeze(sign.textContent);
  }

  function keysOf(table, row, facet) {
    if (row.keys[facet]) return row.keys[facet];
    if (facet === "part") return (row.keys.part = row.part ? [name(row.part)] : []);
    var cell = row.element.cells[table.columns[facet]];
    var signs = !cell ? [] : cell.querySelector("[data-key]") ? cell.querySelectorAll("[data-key]") : facet === "status" ? cell.querySelectorAll(".status, .state") : cell.querySelectorAll(".item, .chip, li");
    var keys = Array.from(signs).map(facet === "status" ? keyOf : function (sign) { return squeeze(sign.textContent); });
    if (!keys.length && cell && facet !== "status" && squeeze(cell.textContent)) keys = [squeeze(cell.textContent)];
    return (row.keys[facet] = keys);
  }

  // What a heading is called in an address: its id, which stays when its title is reworded.
  function name(row) {
    var head = row.element.cells[0];
    return squeeze((head.querySelector(".id") || head.querySelector("a") || head).textContent);
  }

  function isHole(row) {
    if (row.hole === undefined) row.hole = !row.heading && !row.element.querySelector(".mark-full, .status-excluded");
    return row.hole;
  }

  // --------------------------------------------------------------------------------------------------------- showing

  function matches(table, row, words) {
    if (view.holes && !isHole(row)) return false;
    for (var facet in view.facets) {
      var chosen = view.facets[facet];
      if (!keysOf(table, row, facet).some(function (key) { return chosen.has(key); })) return false;
    }
    return !words.length || words.every(function (word) { return textOf(row).includes(word); });
  }

  function isFiltered() {
    return Boolean(view.text.trim() || view.holes || Object.keys(view.facets).length);
  }

  function isFolded(row) {
    for (var above = row.above; above; above = above.above) if (view.folded.has(name(above))) return true;
    return false;
  }

  function update(reach) {
    var words = plain(view.text).split(/\s+/).filter(Boolean);
    var filtered = isFiltered();
    var throughAll = parts.length > 1 && (filtered || view.sort);
    var found = 0, all = 0;
    tables.forEach(function (table) {
      var keep = new Set();
      var hits = 0;
      (throughAll ? table.rows : table.own).forEach(function (row) {
        if (row.counts) all++;
        if (filtered && (!row.counts || !matches(table, row, words))) return;
        if (row.counts) hits++;
        for (var up = row; up && !keep.has(up); up = up.above) keep.add(up);
      });
      found += hits;
      table.found = table.rows.filter(function (row) { return keep.has(row); });
      if (view.sort) sortRows(table);
      table.inView = view.folded.size ? table.found.filter(function (row) { return !isFolded(row); }) : table.found;
      place(table, throughAll ? table.inView.slice(0, table.most) : table.inView, reach || 0);
      var section = tables.length > 1 && table.element.closest("main > section");
      if (section) section.hidden = filtered && !hits;
    });
    var isPart = filtered || total > all;
    count.textContent = (isPart ? tools.dataset.some : tools.dataset.all)
      .replace("{n}", figures.format(found)).replace("{all}", figures.format(Math.max(total, all))) + (reading ? " …" : "");
    clear.classList.toggle("is-idle", !filtered && !view.sort);
    tools.classList.toggle("is-whole", !isPart);
    if (bar) bar.hidden = Boolean(throughAll);
    offerMore(throughAll ? tables[0].inView.length - tables[0].shown.length : 0);
  }

  var more;
  function offerMore(left) {
    if (!left && !more) return;
    if (!more) {
      more = document.createElement("button");
      more.type = "button";
      more.className = "tools-button tools-more";
      more.addEventListener("click", function () {
        var place = tables[0].shown.length;
        tables[0].most += MOST;
        update(tables[0].most);
        var link = tables[0].shown[place] && tables[0].shown[place].element.querySelector("a");
        if (link) link.focus();
      });
      tables[0].element.parentElement.after(more);
    }
    more.hidden = !left;
    more.textContent = tools.dataset.more.replace("{n}", figures.format(left));
  }

  // ---------------------------------------------------------------------------------------------------- other parts

  var arrived = "";
  if (parts.length > 1 && window.aimsbook && aimsbook.load) {
    aimsbook.rows = function (html) { arrived = html; };
    var begin = function () {
      tools.removeEventListener("focusin", begin);
      tools.removeEventListener("pointerenter", begin);
      readParts();
    };
    tools.addEventListener("focusin", begin);
    tools.addEventListener("pointerenter", begin);
  }

  function readParts() {
    if (readParts.begun || !(window.aimsbook && aimsbook.rows)) return;
    readParts.begun = true;
    var table = tables[0];
    var current = parts.findIndex(function (link) { return link.hasAttribute("aria-current"); });
    var pieces = [];
    pieces[current] = table.own;
    var size = Math.max(MOST, table.own.length);
    table.own.forEach(function (row, at) { row.at = current * size + at; });
    var waiting = parts.map(function (_, at) { return at; }).filter(function (at) { return at !== current; });
    reading = waiting.length;
    (function next() {
      var at = waiting.shift();
      if (at === undefined) return;
      aimsbook.load(parts[at].href.replace(/\.html(#.*)?$/, ".rows.js")).then(function () {
        var holder = document.createElement("template");
        holder.innerHTML = "<table><tbody>" + arrived + "</tbody></table>";
        pieces[at] = readRows(holder.content.querySelector("tbody").rows, at * size);
      }, function () {}).then(function () {
        reading--;
        table.rows = pieces.flat();
        readLater(pieces[at] || []);
        if (!reading) tools.querySelectorAll("details[data-facet]").forEach(refill);
        if (!reading || waiting.length % 4 === 0) update();
        next();
      });
    })();
  }

  function place(table, rows, reach) {
    if (rows.length === table.shown.length && rows.every(function (row, at) { return row === table.shown[at]; })) return;
    holdWidths(table);
    clearTimeout(table.timer);
    table.shown = rows;
    var first = Math.max(AT_ONCE, reach);
    table.left = rows.slice(first);
    // A new body, because taking thousands of rows out of the page one by one is slow.
    var body = document.createElement("tbody");
    table.bodies[0].before(body);
    table.bodies.forEach(function (old) { old.remove(); });
    table.bodies = [body];
    body.append.apply(body, rows.slice(0, first).map(elementOf));
    if (table.left.length) table.timer = setTimeout(placeMore, 60, table);
  }

  function placeMore(table) {
    table.bodies[0].append.apply(table.bodies[0], table.left.splice(0, 2 * AT_ONCE).map(elementOf));
    if (table.left.length) table.timer = setTimeout(placeMore, 30, table);
  }

  function elementOf(row) { return row.element; }

  // Columns keep their width while rows come and go.
  function holdWidths(table) {
    if (table.held) return;
    table.held = true;
    var widths = table.heads.map(function (head) { return head.getBoundingClientRect().width; });
    table.heads.forEach(function (head, at) { head.style.minWidth = widths[at] + "px"; });
  }

  addEventListener("resize", function () {
    tables.forEach(function (table) {
      table.held = false;
      table.heads.forEach(function (head) { head.style.minWidth = ""; });
    });
  });
  addEventListener("beforeprint", function () {
    tables.forEach(function (table) { while (table.left.length) placeMore(table); });
  });

  // --------------------------------------------------------------------------------------------------------- choices

  function choose(facet, key, chosen) {
    var keys = view.facets[facet] || new Set();
    if (chosen) keys.add(key); else keys.delete(key);
    if (keys.size) view.facets[facet] = keys; else delete view.facets[facet];
  }

  function changed(reach) {
    readParts();
    tables.forEach(function (table) { table.most = MOST; });
    update(reach);
    reflect();
    clearTimeout(changed.timer);
    changed.timer = setTimeout(writeAddress, 200);
  }

  // The controls say what the view is, wherever it came from.
  function reflect() {
    if (input.value !== view.text) input.value = view.text;
    if (holes) holes.setAttribute("aria-pressed", view.holes);
    choices.forEach(function (choice) {
      var keys = view.facets[choice.facet];
      choice.set(Boolean(keys && keys.has(choice.key)));
    });
    tools.querySelectorAll("details[data-facet]").forEach(function (details) {
      var keys = view.facets[details.dataset.facet];
      details.querySelector(".facet-count").textContent = keys ? keys.size : "";
    });
    tables.forEach(function (table) {
      table.heads.forEach(function (head, at) {
        if (view.sort === at + 1) head.setAttribute("aria-sort", view.down ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
      (table.folds || []).forEach(function (fold) { fold.button.setAttribute("aria-expanded", !view.folded.has(name(fold.row))); });
    });
    if (foldAll) foldAll.setAttribute("aria-pressed", allHeadings().length > 0 && allHeadings().every(function (row) { return view.folded.has(name(row)); }));
  }

  // A chip of the legend becomes a switch of the same size.
  document.querySelectorAll("ul[data-facet] .facet-chip").forEach(function (chip) {
    var facet = chip.closest("[data-facet]").dataset.facet;
    var sign = chip.querySelector(".status, .state");
    var button = document.createElement("button");
    button.type = "button";
    button.className = chip.className;
    button.append.apply(button, chip.childNodes);
    chip.replaceWith(button);
    var choice = { facet: facet, key: keyOf(sign), set: function (chosen) { button.setAttribute("aria-pressed", chosen); } };
    choices.push(choice);
    button.addEventListener("click", function () {
      choose(facet, choice.key, button.getAttribute("aria-pressed") !== "true");
      changed();
    });
  });

  // Owners, systems and parts are listed when somebody wants to choose among them.
  tools.querySelectorAll("details[data-facet]").forEach(function (details) {
    details.addEventListener("toggle", function () { if (details.open) fill(details); });
    details.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || !details.open) return;
      details.open = false;
      details.firstElementChild.focus();
    });
  });
  addEventListener("click", function (event) {
    tools.querySelectorAll("details[open]").forEach(function (details) { if (!details.contains(event.target)) details.open = false; });
  });

  function fill(details) {
    var panel = details.querySelector(".facet-panel");
    if (panel.childElementCount) return;
    var facet = details.dataset.facet;
    var labels = new Map();
    tables.forEach(function (table) {
      table.rows.forEach(function (row) {
        if (facet === "part" && row.part) labels.set(name(row.part), squeeze(row.part.element.cells[0].textContent));
        else if (row.counts) keysOf(table, row, facet).forEach(function (key) { labels.set(key, key); });
      });
    });
    var keys = Array.from(labels.keys());
    if (facet !== "part") keys.sort(collator.compare);
    if (!keys.length) panel.textContent = tools.dataset.none;
    keys.forEach(function (key) {
      var box = document.createElement("input");
      var label = document.createElement("label");
      box.type = "checkbox";
      label.append(box, labels.get(key));
      panel.append(label);
      choices.push({ facet: facet, key: key, panel: panel, set: function (chosen) { box.checked = chosen; } });
      box.addEventListener("change", function () { choose(facet, key, box.checked); changed(); });
    });
    reflect();
  }

  // More rows have come: what was listed already is listed again.
  function refill(details) {
    var panel = details.querySelector(".facet-panel");
    if (!panel.childNodes.length) return;
    var focused = panel.contains(document.activeElement);
    panel.replaceChildren();
    choices = choices.filter(function (choice) { return choice.panel !== panel; });
    fill(details);
    if (focused) details.firstElementChild.focus();
  }

  input.addEventListener("input", function () { view.text = input.value; changed(); });
  if (holes) holes.addEventListener("click", function () { view.holes = !view.holes; changed(); });
  clear.addEventListener("click", function () {
    var folded = view.folded;
    view = emptyView();
    view.folded = folded;
    changed();
    input.focus();
  });

  // --------------------------------------------------------------------------------------------------------- folding

  function allHeadings() {
    return tables.flatMap(function (table) { return (table.folds || []).map(function (fold) { return fold.row; }); });
  }

  if (foldAll) {
    tables.forEach(function (table) {
      table.folds = table.rows.filter(function (row) { return row.heading; }).map(function (row) {
        var head = row.element.cells[0];
        var button = document.createElement("button");
        button.type = "button";
        button.className = "fold";
        button.setAttribute("aria-label", tools.dataset.rowsOf.replace("{name}", squeeze(head.textContent)));
        button.setAttribute("aria-expanded", "true");
        head.prepend(button);
        button.addEventListener("click", function () {
          if (!view.folded.delete(name(row))) view.folded.add(name(row));
          changed(table.shown.indexOf(row) + AT_ONCE);
          button.focus({ preventScroll: true });
        });
        return { row: row, button: button };
      });
    });
    foldAll.addEventListener("click", function () {
      view.folded = foldAll.getAttribute("aria-pressed") === "true" ? new Set() : new Set(allHeadings().map(name));
      changed();
    });
  }

  // --------------------------------------------------------------------------------------------------------- sorting

  tables.forEach(function (table) {
    if (!("sort" in table.element.dataset)) return;
    table.heads.forEach(function (head, at) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append.apply(button, head.childNodes);
      head.append(button);
      button.addEventListener("click", function () {
        if (view.sort !== at + 1) { view.sort = at + 1; view.down = false; }
        else if (!view.down) view.down = true;
        else { view.sort = 0; view.down = false; }
        changed();
      });
    });
  });

  function sortRows(table) {
    var at = view.sort - 1;
    if (!("sort" in table.element.dataset) || !table.heads[at]) return;
    var numeric = table.heads[at].classList.contains("number");
    var values = new Map(table.found.map(function (row) {
      var cell = row.element.cells[at];
      var status = cell && cell.querySelector(".status");
      var text = cell ? squeeze(cell.textContent) : "";
      if (status) return [row, RANKS.indexOf(keyOf(status))];
      if (!numeric || !text) return [row, text];
      var number = Number(text.replace(/[^\d.eE+-]/g, ""));
      return [row, isNaN(number) ? text : number];
    }));
    var sign = view.down ? -1 : 1;
    table.found.sort(function (one, other) {
      var a = values.get(one), b = values.get(other);
      if (a === "" || b === "") return (a === "") - (b === "") || one.at - other.at; // Nothing stands last both ways.
      var order = typeof a === "number" && typeof b === "number" ? a - b : collator.compare(a, b);
      return sign * order || one.at - other.at;
    });
  }

  // ----------------------------------------------------------------------------------------------------- the address

  function writeAddress() {
    var parts = new URLSearchParams();
    if (view.text.trim()) parts.set("text", view.text.trim());
    if (view.holes) parts.set("holes", "1");
    Object.keys(view.facets).sort().forEach(function (facet) {
      Array.from(view.facets[facet]).sort().forEach(function (key) { parts.append(facet, key); });
    });
    if (view.sort) parts.set("sort", (view.down ? "-" : "") + view.sort);
    if (foldAll && foldAll.getAttribute("aria-pressed") === "true") parts.set("folded", "*");
    else view.folded.forEach(function (key) { parts.append("folded", key); });
    var written = parts.toString();
    if (!written && location.hash.indexOf("#filter=") !== 0) return;
    var address = location.href.replace(/#.*/, "") + (written ? "#filter=" + written : "");
    try { history.replaceState(history.state, "", address); } catch (error) { location.replace(address + (written ? "" : "#")); }
  }

  function readAddress() {
    if (location.hash.indexOf("#filter=") !== 0) return false;
    view = emptyView();
    new URLSearchParams(location.hash.slice(8)).forEach(function (value, key) {
      if (key === "text") view.text = value;
      else if (key === "holes") view.holes = Boolean(holes) && value === "1";
      else if (key === "sort") { view.sort = Math.abs(parseInt(value, 10)) || 0; view.down = value[0] === "-"; }
      else if (key === "folded" && value === "*") view.folded = new Set(allHeadings().map(name));
      else if (key === "folded") view.folded.add(value);
      else if (document.querySelector('[data-facet="' + CSS.escape(key) + '"]')) choose(key, value, true);
    });
    return true;
  }
  addEventListener("hashchange", function () { if (readAddress()) { update(); reflect(); } });

  // -------------------------------------------------------------------------------------------------------- download

  function valueOf(cell) {
    if (!cell) return "";
    var link = cell.classList.contains("mark-cell") && cell.querySelector("[title]");
    if (link) return link.title;
    var whole = cell.querySelector("[title].digest");
    if (whole) return whole.title;
    var items = cell.querySelectorAll(".chip, .item, li");
    if (items.length) return Array.from(items).map(function (item) { return squeeze(item.textContent); }).join("; ");
    return squeeze(cell.textContent);
  }

  // A spreadsheet would run what looks like a formula; an apostrophe keeps it text. Numbers stay numbers.
  function quote(value) {
    if (/^[=+\-@\t\r]/.test(value) && !/^[+-]?\d+([.,]\d+)?$/.test(value)) value = "'" + value;
    return /[",;\r\n]|^\s|\s$/.test(value) ? '"' + value.replace(/"/g, '""') + '"' : value;
  }

  tools.querySelector("[data-csv]").addEventListener("click", function () {
    var lines = [];
    tables.forEach(function (table) {
      var rows = table.inView.filter(function (row) { return row.counts || view.folded.has(name(row)); });
      if (tables.length > 1 && !rows.length) return;
      if (lines.length) lines.push("");
      if (tables.length > 1) lines.push(quote(squeeze(table.element.caption.textContent)));
      lines.push(table.heads.map(function (head) { return quote(squeeze(head.textContent)); }).join(","));
      rows.forEach(function (row) {
        lines.push(table.heads.map(function (_, at) { return quote(valueOf(row.element.cells[at])); }).join(","));
      });
    });
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff" + lines.join("\r\n") + "\r\n"], { type: "text/csv;charset=utf-8" }));
    link.download = decodeURIComponent(location.pathname.replace(/^.*\//, "").replace(/\.html$/, "") || "table") + ".csv";
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
  });

  // -------------------------------------------------------------------------------------------------------- keyboard

  // In a matrix the tab key goes from row to row, the arrows go through the filled cells.
  tables.forEach(function (table) {
    if (!table.element.classList.contains("matrix")) return;
    table.element.querySelectorAll(".mark-cell a").forEach(function (link) { link.tabIndex = -1; });
    table.element.addEventListener("keydown", function (event) {
      var link = event.target.closest("tbody a");
      if (!link || event.altKey || event.metaKey || event.shiftKey) return;
      var to = target(link, event.key, event.ctrlKey);
      if (!to) return;
      event.preventDefault();
      to.focus();
    });
  });

  function linksOf(element) {
    return element.querySelectorAll("th a, .mark-cell a");
  }

  function target(link, key, far) {
    var cell = link.closest("th, td");
    var row = cell.parentElement;
    var back = getComputedStyle(row).direction === "rtl" ? "ArrowRight" : "ArrowLeft";
    if (key === "ArrowUp" || key === "ArrowDown") {
      for (var next = row; (next = key === "ArrowUp" ? next.previousElementSibling : next.nextElementSibling);) {
        var there = next.cells[cell.cellIndex] && next.cells[cell.cellIndex].querySelector("a");
        if (there) return there;
      }
      return null;
    }
    if (key !== "ArrowLeft" && key !== "ArrowRight" && key !== "Home" && key !== "End") return null;
    if (far && key === "Home") row = row.parentElement.firstElementChild;
    else if (far && key === "End") row = row.parentElement.lastElementChild;
    else if (far) return null;
    var links = Array.from(linksOf(row));
    if (key === "Home") return links[0];
    if (key === "End") return links[links.length - 1];
    return links[links.indexOf(link) + (key === back ? -1 : 1)] || null;
  }

  if (readAddress()) readParts();
  update();
  reflect();
  tools.querySelectorAll("details[data-facet]").forEach(function (details) {
    if (view.facets[details.dataset.facet]) fill(details);
  });

  // The words of the rows are read while nobody waits.
  function readLater(rows) {
    var later = window.requestIdleCallback || function (call) { setTimeout(call, 50); };
    var at = 0;
    later(function read() {
      rows.slice(at, at += 250).forEach(textOf);
      if (at < rows.length) later(read);
    });
  }
  tables.forEach(function (table) { readLater(table.own); });
})();
