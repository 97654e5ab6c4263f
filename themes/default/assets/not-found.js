// A server shows the page for addresses that lead nowhere at any depth, where its own links and files would not be found.
// The page asks for this script at every level above it; the one that answers knows where the site begins.
(function () {
  "use strict";
  if (document.documentElement.dataset.site) return;
  var assets = document.currentScript.src.replace(/[^/]*$/, "");
  var site = assets.replace(/[^/]*\/$/, "");
  document.documentElement.dataset.site = site;
  if (new URL("assets/", location.href).href === assets) return; // It stands where it was written for.
  document.querySelectorAll('link[rel="stylesheet"]').forEach(function (link) { link.href = site + link.getAttribute("href"); });
  ["theme.js", "site.js"].forEach(function (name) {
    var script = document.createElement("script");
    script.src = assets + name;
    script.async = false;
    document.head.append(script);
  });
  addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("body a[href]").forEach(function (link) {
      var address = link.getAttribute("href");
      if (!/^(#|[a-z]+:)/i.test(address)) link.href = site + address;
    });
  });
})();
