// Runs before anything is drawn: the text size chosen in this browser, and whether this browser is too old.
// ES3 and no module, so that a browser which understands nothing newer can read it, and can be told.
(function () {
  var root = document.documentElement;
  var names = " has-script";
  var size = null;
  try {
    size = window.localStorage.getItem("shizha:text-size");
  } catch (error) {
    size = null; // forbidden or absent: the standard size
  }
  if (size === "large" || size === "larger") names += " is-text-" + size;
  // Modules came with Chromium 61, replaceChildren with 86: the oldest that the exercises run in.
  if (!("noModule" in document.createElement("script")) || !root.replaceChildren) names += " is-old";
  root.className += names;
})();
