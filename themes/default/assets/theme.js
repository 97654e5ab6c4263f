// Runs before the first paint: the reader's choice of light or dark, and the sign that scripts work.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("script");
  try {
    var choice = localStorage.getItem("aimsbook-theme");
    if (choice === "light" || choice === "dark") root.dataset.theme = choice;
  } catch (error) {
    // A browser that keeps nothing shows what the system prefers.
  }
})();
