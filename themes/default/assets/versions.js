// Which version of the handbook a page belongs to, and where it stands in the others. All versions share this script, so
// that a new one changes no page; without it, a link leads to the list of versions.
(function () {
  "use strict";
  var aimsbook = window.aimsbook;
  var element = aimsbook.element;
  var base = document.currentScript.src.replace(/[^/]*$/, "");
  var places = {};

  aimsbook.versionPlaces = function (entries) { Object.assign(places, entries); };

  // The same sum as in src/render/versions.rs.
  function shard(key, shards) {
    var sum = 0;
    for (var index = 0; index < key.length; index++) sum = (sum * 31 + key.charCodeAt(index)) % 65521;
    return sum % shards;
  }

  function address(path) {
    return base + path.split("/").map(encodeURIComponent).join("/");
  }

  aimsbook.versions = function (known) {
    var words = known.words;
    var all = known.versions;
    var root = decodeURIComponent(aimsbook.site.slice(base.length));
    var here = all.findIndex(function (version) { return version.root === root; });
    var current = all.findIndex(function (version) { return version.standing === "in-force"; });
    var path = decodeURIComponent(location.href.replace(/[?#].*/, "").slice(aimsbook.site.length)) || "index.html";
    var key = document.body.dataset.about || "/" + path;

    // The page's address in a version; undefined where it does not exist.
    function page(version) {
      var found = (places[key] || []).find(function (place) { return place[1] <= version && version <= place[2]; });
      return found && address(all[version].root + found[0]);
    }

    function whenKnown(then) {
      aimsbook.load(new URL("version/" + shard(key, known.shards) + ".js", base).href).then(then, then);
    }

    function say(text, values) {
      return text.replace(/\{(\w+)\}/g, function (_, name) { return values[name]; });
    }

    // What the banner of a page says that is not of the version in force.
    var banner = document.querySelector("[data-version-banner] p");
    if (banner && here >= 0 && current >= 0) {
      var own = all[here];
      var link = element("a", { href: address("index.html") }, [say(words.open_current, { version: all[current].title })]);
      var text = say(words[own.standing === "superseded" && own.until ? "superseded_on" : own.standing], { version: own.title, date: own.until });
      banner.replaceChildren(text + " ", link);
      whenKnown(function () {
        var target = page(current);
        if (target) link.href = target;
        else banner.append(" " + words.not_in_current);
      });
    }

    // The list of versions over the page, with this page in each of them.
    var button = document.querySelector("[data-open-versions]");
    if (!button || !("showModal" in HTMLDialogElement.prototype)) return;
    button.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      whenKnown(open);
    });

    function open() {
      var close = element("button", { type: "button", class: "tool-button", "aria-label": words.close }, ["✕"]);
      var list = element("a", { href: address(known.list) }, [words.all]);
      var head = element("div", { class: "palette-head" }, [element("span", {}, [words.of_page]), list, close]);
      var rows = all.map(function (version, at) {
        var target = page(at);
        var facts = [words["standing." + version.standing]];
        if (version.date) facts.push(version.date);
        var name = target ? element("a", { href: target }, [version.title]) : element("span", {}, [version.title]);
        if (at === here) name.setAttribute("aria-current", "true");
        if (!target) facts.unshift(words.not_there);
        return element("li", {}, [name, element("span", { class: "remark" }, [facts.join(" · ")])]);
      }).reverse();
      var body = element("div", { class: "palette-body" }, [element("ul", { class: "version-list" }, rows)]);
      var dialog = element("dialog", { class: "palette", "aria-label": words.of_page }, [head, body]);
      close.addEventListener("click", function () { dialog.close(); });
      dialog.addEventListener("close", function () { dialog.remove(); button.focus(); });
      dialog.addEventListener("click", function (event) { if (event.target === dialog) dialog.close(); });
      document.body.append(dialog);
      dialog.showModal();
      var mark = body.querySelector("a[aria-current]") || body.querySelector("a");
      if (mark) mark.focus();
    }
  };

  // Which day somebody asks for, on the page of versions: what did not apply then goes away.
  var day = document.querySelector("[data-applied-on]");
  if (!day) return;
  day.closest("form").addEventListener("submit", function (event) { event.preventDefault(); });
  var rows = Array.from(document.querySelectorAll("[data-from]"));
  var count = document.querySelector("[data-applied-count]");
  function filter() {
    var wanted = day.value;
    var left = 0;
    rows.forEach(function (row) {
      var applies = !wanted || (row.dataset.from <= wanted && (!row.dataset.until || wanted < row.dataset.until));
      row.hidden = !applies;
      if (applies && row.hasAttribute("data-document")) left++;
    });
    if (count) count.textContent = left;
    history.replaceState(null, "", wanted ? "#on=" + wanted : location.href.replace(/#.*/, ""));
  }
  var asked = /^#on=(\d{4}-\d\d-\d\d)$/.exec(location.hash);
  if (asked) { day.value = asked[1]; filter(); }
  day.addEventListener("input", filter);
})();
