// The search: reads the index shard by shard, ranks pages while the reader types, and needs no server.
// Words are folded here by the rules of the index (src/text/terms.rs); both must change together.
(function () {
  "use strict";
  var aimsbook = window.aimsbook;
  var element = aimsbook.element;
  var words = aimsbook.words;
  // The form of a text that goes with a number.
  function counted(forms, number) {
    var form = new Intl.PluralRules(document.documentElement.lang || "en").select(number);
    return (forms[form] || forms.other).replace("{n}", number);
  }

  // ---------------------------------------------------------------------------------------------------------- the index

  var pages = [];
  var present = {};
  var shards = {};

  // A number: going-on digits (28 of them) and one of 64 that ends it. Every reader holds its own position.
  function reader(text) {
    var at = 0;
    return {
      more: function () { return at < text.length; },
      at: function () { return at; },
      pull: function () {
        var number = 0;
        for (;;) {
          var code = text.charCodeAt(at++);
          var digit = code - 33 - (code > 34) - (code > 92);
          if (digit < 64) return number * 64 + digit;
          number = number * 28 + digit - 64;
        }
      }
    };
  }

  aimsbook.searchPages = function (kinds, places, names, rows) {
    names.split(" ").forEach(function (name) { if (name) present[name] = true; });
    var url = "";
    pages = rows.map(function (row) {
      url = url.slice(0, row[0]) + row[1];
      return { url: url, id: row[2], title: row[3], kind: kinds[row[4]], place: places[row[5]], compact: compact(row[2]), compactTitle: compact(row[3]) };
    });
  };

  aimsbook.searchShard = function (name, coded, coding, lists) {
    var before = "";
    var terms = coded ? coded.split(" ").map(function (text) {
      var digits = reader(text);
      before = before.slice(0, digits.pull()) + text.slice(digits.at());
      return before;
    }) : [];
    var lengths = reader(coding);
    var start = 0;
    var spans = terms.map(function () {
      var length = lengths.pull();
      var span = { start: start, end: start + (length >> 1), common: length % 2 === 1 };
      start = span.end;
      return span;
    });
    shards[name] = { terms: terms, spans: spans, lists: lists };
  };

  function loadShards(names) {
    return Promise.all(names.filter(function (name) { return present[name]; }).map(function (name) {
      return aimsbook.load("search/" + name + ".js");
    }));
  }

  // ------------------------------------------------------------------------------------------------------------- words

  var WORD = "[\\p{Alphabetic}\\p{N}\\p{M}]+";
  var RUN = new RegExp(WORD + "(?:[._-]" + WORD + ")*", "gu");
  var OTHER = /[^\p{Alphabetic}\p{N}\p{M}._-]/gu;
  var UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3134f}]+/gu;
  var SPELLED = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ς": "σ" };

  function fold(text) {
    if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
    return text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "")
      .replace(/[ßæœøłđðþıς]/g, function (letter) { return SPELLED[letter]; }).normalize("NFC").replace(OTHER, "");
  }

  function compact(text) {
    return fold(text).replace(/[\s._-]/g, "");
  }

  // What was typed as terms: each with `text`, and `whole` when only the whole term will do.
  function tokens(query) {
    var found = [];
    (query.match(RUN) || []).forEach(function (run) {
      var folded = fold(run);
      var parts = /[._-]/.test(folded) && !/\d/.test(folded) ? folded.split(/[._-]/) : [folded];
      parts.forEach(function (part) { spaced(part, found); });
    });
    // "A 6.2.4" means A.6.2.4.
    return found.filter(function (token, index) {
      var next = found[index + 1];
      if (!next || !/^[a-z]$/.test(token.text) || !/^\d[\d.]*$/.test(next.text)) return true;
      next.other = token.text + "." + next.text;
      return false;
    });
  }

  function spaced(part, found) {
    var rest = 0;
    var add = function (text, whole) { if (text) found.push({ text: text, whole: whole }); };
    part.replace(UNSPACED, function (segment, at) {
      add(part.slice(rest, at), false);
      rest = at + segment.length;
      var characters = Array.from(segment);
      if (characters.length < 3) return add(segment, characters.length === 2);
      for (var index = 0; index + 1 < characters.length; index++) add(characters[index] + characters[index + 1], true);
    });
    add(part.slice(rest), false);
  }

  // The shards that hold terms beginning with a text; `wide` is for texts with a mistake in them.
  function shardsOf(text, wide) {
    var code = text.codePointAt(0);
    if (code >= 48 && code <= 57) return ["digit" + (code - 48)];
    if (code < 97 || code > 122) return ["other" + code % 32];
    var letter = text[0];
    if (wide || text.length === 1) return [0, 1, 2, 3].map(function (group) { return letter + group; });
    var second = text[1];
    return [letter + (second >= "a" && second <= "g" ? 1 : second >= "h" && second <= "n" ? 2 : second >= "o" && second <= "z" ? 3 : 0)];
  }

  // Whether a term begins with something that is one slip away from the text.
  function slip(text, term) {
    var at = 0;
    while (at < text.length && text[at] === term[at]) at++;
    if (at === 0) return false;
    return term.startsWith(text.slice(at + 1), at + 1) || term.startsWith(text.slice(at + 1), at) || term.startsWith(text.slice(at), at + 1) ||
      (text[at] === term[at + 1] && text[at + 1] === term[at] && term.startsWith(text.slice(at + 2), at + 2));
  }

  // ----------------------------------------------------------------------------------------------------------- ranking

  var WEIGHTS = [1, 2, 6, 14];

  // The best score of each page for one token, and whether the index names only some of its pages.
  function match(token, wide) {
    var result = { scores: new Float32Array(pages.length), common: false, any: false };
    [token.text, token.other].forEach(function (text) {
      if (!text) return;
      shardsOf(text, wide).forEach(function (name) {
        var shard = shards[name];
        if (!shard) return;
        shard.terms.forEach(function (term, index) {
          var factor = 0;
          if (term === text) factor = 1;
          else if (wide) factor = slip(text, term) ? .3 * text.length / Math.max(text.length, term.length) : 0;
          else if (!token.whole && term.startsWith(text) && !/^[a-z]$/.test(text)) factor = .3 + .5 * text.length / term.length;
          if (factor > 0) gather(shard, index, factor, result);
        });
      });
    });
    return result;
  }

  function gather(shard, index, factor, result) {
    var span = shard.spans[index];
    var numbers = reader(shard.lists.slice(span.start, span.end));
    var found = [];
    var page = 0;
    while (numbers.more()) {
      var number = numbers.pull();
      page += number >> 2;
      found.push(page++, number & 3);
    }
    result.any = true;
    if (span.common && factor === 1) result.common = true;
    var rarity = Math.log(1 + 2 * pages.length / Math.max(1, found.length));
    for (var at = 0; at < found.length; at += 2) {
      var score = factor * rarity * WEIGHTS[found[at + 1]];
      if (score > result.scores[found[at]]) result.scores[found[at]] = score;
    }
  }

  // Pages for a query, best first.
  function search(query) {
    var list = tokens(query);
    var names = [];
    list.forEach(function (token) {
      names = names.concat(shardsOf(token.text), token.other ? shardsOf(token.other) : []);
    });
    return loadShards(names).then(function () {
      var matches = list.map(function (token) { return match(token, false); });
      var wide = [];
      list.forEach(function (token, index) {
        if (!matches[index].any && token.text.length > 3 && !/\d/.test(token.text)) wide = wide.concat(shardsOf(token.text, true));
      });
      return loadShards(wide).then(function () {
        list.forEach(function (token, index) {
          if (!matches[index].any && token.text.length > 3 && !/\d/.test(token.text)) matches[index] = match(token, true);
        });
        return rank(query, list, matches);
      });
    });
  }

  function rank(query, list, matches) {
    var totals = new Float32Array(pages.length);
    var counts = new Uint8Array(pages.length);
    var required = 0;
    matches.forEach(function (one) {
      if (!one.common) required++;
      one.scores.forEach(function (score, page) {
        if (!score) return;
        totals[page] += score + 4;
        if (!one.common) counts[page]++;
      });
    });
    var squeezed = compact(query);
    var complete = [];
    var partial = [];
    pages.forEach(function (page, number) {
      // The beginning of an id or a title is enough, also when it is but one letter.
      var bonus = !squeezed ? 0 : page.compact === squeezed ? 1000 : page.compactTitle === squeezed ? 100 :
        page.compact.startsWith(squeezed) ? 40 : page.compactTitle.startsWith(squeezed) ? 20 : 0;
      if (!bonus && !totals[number]) return;
      totals[number] += bonus;
      (bonus || counts[number] >= required ? complete : partial).push(number);
    });
    // A word that stands nowhere spoils a search for several only when nothing else is found.
    var found = complete.length || list.length < 2 ? complete : partial;
    found.sort(function (left, right) { return totals[right] - totals[left] || left - right; });
    return found.map(function (number) { return pages[number]; });
  }

  aimsbook.search = function (query) { return start().then(function () { return search(query); }); };

  function start() {
    return aimsbook.load("search/pages.js");
  }

  // ----------------------------------------------------------------------------------------------------------- results

  var SHOWN = 40;
  var TOLD = 10;
  var TYPES = ["documents", "clauses", "records", "registers"];

  // What a page is, by where it stands in the site.
  function typeOf(page) {
    var folder = page.url.slice(0, page.url.indexOf("/"));
    return folder === "frameworks" ? "clauses" : folder === "systems" ? "records" : TYPES.indexOf(folder) < 0 ? "documents" : folder;
  }

  function marked(text, list) {
    var out = [];
    var rest = 0;
    text.replace(RUN, function (word, at) {
      var folded = fold(word);
      var hit = list.some(function (token) { return folded.startsWith(token.text) || (token.whole && folded.indexOf(token.text) >= 0); });
      if (!hit) return;
      out.push(text.slice(rest, at), element("mark", {}, [word]));
      rest = at + word.length;
    });
    out.push(text.slice(rest));
    return out;
  }

  function result(page, list, number) {
    var title = element("span", { class: "result-title" }, marked(page.title, list));
    var parts = page.id ? [element("span", { class: "id" }, marked(page.id, list)), " ", title] : [title];
    var place = [page.kind, page.place].filter(Boolean).join(" · ");
    parts.push(element("span", { class: "result-place" }, [element("span", {}, [place])]));
    var link = element("a", { href: aimsbook.address(page.url), tabindex: "-1" }, parts);
    return element("li", { role: "option", id: "result-" + number, "aria-selected": "false" }, [link]);
  }

  // What a reader asks of a page before opening it: version, state, who answers for it and until when. It comes a moment
  // after the results, into the line that each of them has, so that nothing moves.
  function tell(list, shown, isCurrent) {
    aimsbook.load("previews.js").then(function () {
      shown.slice(0, TOLD).forEach(function (page, number) {
        aimsbook.told(page.url.replace(/#.*/, "")).then(function (entry) {
          var line = entry && isCurrent() && list.children[number].querySelector(".result-place");
          if (!line) return;
          line.firstChild.textContent = entry[0];
          if (entry[3]) line.append(aimsbook.sign(entry));
          if (entry[4]) line.append(element("span", {}, [entry[4]]));
        });
      });
    });
  }

  // Switches for what is looked for, each with how much there is of it; none pressed means everything.
  function typeBar(pressed) {
    var bar = element("div", { class: "types", role: "group", "aria-label": words.types });
    var chosen = "";
    var buttons = TYPES.map(function (type) {
      var button = element("button", { type: "button", class: "facet-chip", "aria-pressed": "false" }, [words[type], " ", element("span", { class: "count" })]);
      button.addEventListener("click", function () { choose(chosen === type ? "" : type); pressed(); });
      bar.append(button);
      return button;
    });
    function choose(type) {
      chosen = TYPES.indexOf(type) < 0 ? "" : type;
      buttons.forEach(function (button, at) { button.setAttribute("aria-pressed", TYPES[at] === chosen); });
    }
    return {
      element: bar,
      choose: choose,
      chosen: function () { return chosen; },
      // Counts what was found, and gives what is looked for.
      sift: function (found) {
        var counts = {};
        var rest = [];
        found.forEach(function (page) {
          var type = typeOf(page);
          counts[type] = (counts[type] || 0) + 1;
          if (!chosen || type === chosen) rest.push(page);
        });
        buttons.forEach(function (button, at) { button.lastChild.textContent = found.length ? counts[TYPES[at]] || 0 : ""; });
        return rest;
      }
    };
  }

  // An input and a list that belong together: typing fills the list, arrows walk through it.
  function connect(input, list, status, types, changed) {
    var turn = 0;
    var selected = -1;
    var found = [];
    var telling;

    function select(next) {
      var options = list.children;
      if (options[selected]) options[selected].setAttribute("aria-selected", "false");
      selected = options.length ? (next + options.length) % options.length : -1;
      if (selected < 0) return input.removeAttribute("aria-activedescendant");
      options[selected].setAttribute("aria-selected", "true");
      options[selected].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[selected].id);
    }

    function update() {
      var mine = ++turn;
      var query = input.value.trim();
      if (!query) {
        list.replaceChildren();
        status.textContent = words.start;
        found = types.sift([]);
        list.dataset.query = "";
        return select(-1);
      }
      aimsbook.search(query).then(function (pages) {
        if (mine !== turn) return;
        found = pages;
        show(query);
        changed(query);
      }, function () { status.textContent = words.failed; });
    }

    function show(query) {
      var typed = tokens(query);
      var rest = types.sift(found);
      list.replaceChildren.apply(list, rest.slice(0, SHOWN).map(function (page, number) { return result(page, typed, number); }));
      status.textContent = !rest.length ? words.nothing : counted(words.found, rest.length);
      list.dataset.query = query;
      selected = -1;
      select(0);
      clearTimeout(telling);
      var mine = turn;
      telling = setTimeout(function () {
        tell(list, rest, function () { return mine === turn && list.dataset.query === query; });
      }, 150);
    }

    types.pressed = function () {
      var query = input.value.trim();
      if (query) { show(query); changed(query); }
    };

    input.addEventListener("input", update);
    input.addEventListener("keydown", function (event) {
      if (event.isComposing) return;
      if (event.key === "ArrowDown") select(selected + 1);
      else if (event.key === "ArrowUp") select(selected - 1);
      else if (event.key === "Enter" && list.children[selected]) {
        var href = list.children[selected].firstChild.href;
        if (event.ctrlKey || event.metaKey) open(href, "_blank"); else location.href = href;
      } else return;
      event.preventDefault();
    });
    list.addEventListener("mousemove", function (event) {
      var option = event.target.closest("[role=option]");
      var number = option ? Array.prototype.indexOf.call(list.children, option) : -1;
      if (number >= 0 && number !== selected) select(number);
    });
    update();
  }

  function combobox(input) {
    var attributes = { role: "combobox", "aria-expanded": "true", "aria-controls": "search-results", "aria-autocomplete": "list" };
    Object.keys(attributes).forEach(function (key) { input.setAttribute(key, attributes[key]); });
    return input;
  }

  function listbox() {
    return element("ul", { class: "results", role: "listbox", id: "search-results", "aria-label": words.results });
  }

  var dialog;
  aimsbook.openSearch = function () {
    if (dialog) return;
    start();
    var input = combobox(element("input", { class: "palette-input", type: "search", placeholder: words.placeholder, "aria-label": words.placeholder, autocomplete: "off", spellcheck: "false", enterkeyhint: "go" }));
    var list = listbox();
    var status = element("p", { class: "palette-note", role: "status" });
    var types = typeBar(function () { types.pressed(); input.focus(); });
    var key = function (name, meaning) { return element("span", {}, [element("kbd", {}, [name]), " " + meaning]); };
    var keys = element("div", { class: "palette-keys", "aria-hidden": "true" }, [key("↑ ↓", words.choose), key("↵", words.open), key("esc", words.close)]);
    dialog = element("dialog", { class: "palette", "aria-label": words.placeholder }, [input, types.element, element("div", { class: "palette-body" }, [list]), status, keys]);
    var before = document.activeElement;
    dialog.addEventListener("close", function () {
      dialog.remove();
      dialog = null;
      if (before && before.focus) before.focus();
    });
    dialog.addEventListener("click", function (event) { if (event.target === dialog) dialog.close(); });
    list.addEventListener("click", function (event) { if (event.target.closest("a") && dialog) setTimeout(function () { if (dialog) dialog.close(); }); });
    document.body.append(dialog);
    dialog.showModal();
    connect(input, list, status, types, function () {});
    input.focus();
  };

  // The page of its own, whose address holds the query.
  aimsbook.searchPage = function () {
    var form = document.querySelector("[data-search-page]");
    var input = combobox(form.querySelector("input"));
    var list = listbox();
    var status = element("p", { class: "palette-note", role: "status" });
    var types = typeBar(function () { types.pressed(); });
    document.querySelector("[data-search-results]").append(types.element, status, list);
    var asked = new URLSearchParams(location.search);
    input.value = asked.get("q") || "";
    types.choose(asked.get("in") || "");
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    connect(input, list, status, types, function (query) {
      try {
        history.replaceState(null, "", "?q=" + encodeURIComponent(query) + (types.chosen() ? "&in=" + types.chosen() : ""));
      } catch (error) {
        // Pages on a disk keep their address.
      }
    });
    input.focus();
  };
})();
