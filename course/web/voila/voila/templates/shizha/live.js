(function () {
  "use strict";
  var GONE_AFTER_MS = 4000;
  var ASK_EVERY_MS = 4000;
  var open = 0;
  var timer = null;
  var lost = false; // a kernel that was started anew knows nothing of this page

  function byId(id) { return document.getElementById(id); }

  function gone() {
    var place = byId("shizha-gone");
    if (!place || !place.hidden) return;
    place.hidden = false;
    byId("shizha-waiting").hidden = true;
    byId("shizha-again").onclick = function () { window.location.reload(); };
  }

  function back() {
    clearTimeout(timer);
    var place = byId("shizha-gone");
    if (place && !lost) place.hidden = true;
  }

  // The front end says nothing when its kernel goes: its own sockets tell.
  function isDead(data) {
    var text = typeof data === "string" ? data : data instanceof ArrayBuffer ? new TextDecoder().decode(data) : "";
    return text.indexOf("execution_state") >= 0 && /"execution_state":\s*"(dead|terminating|restarting)"/.test(text);
  }

  var Plain = window.WebSocket;
  function Watched(url, protocols) {
    var socket = protocols === undefined ? new Plain(url) : new Plain(url, protocols);
    if (String(url).indexOf("/channels") < 0) return socket;
    var counted = false;
    socket.addEventListener("open", function () { counted = true; open += 1; back(); });
    socket.addEventListener("message", function (event) { if (isDead(event.data)) { lost = true; gone(); } });
    socket.addEventListener("close", function () {
      if (counted) open -= 1;
      clearTimeout(timer);
      timer = setTimeout(function () { if (open <= 0) gone(); }, GONE_AFTER_MS);
    });
    return socket;
  }
  Watched.prototype = Plain.prototype;
  ["CONNECTING", "OPEN", "CLOSING", "CLOSED"].forEach(function (name) { Watched[name] = Plain[name]; });
  window.WebSocket = Watched;

  function ready() {
    var waiting = document.querySelectorAll(".live-output .sz").length;
    var wanted = document.querySelectorAll(".live-output").length;
    var note = byId("shizha-waiting");
    if (!note || waiting < wanted) return false;
    note.hidden = true;
    return true;
  }

  // A kernel that was ended (idle for long, or to make room) leaves its sockets open: it has to be asked for.
  function ask() {
    var config = JSON.parse(byId("jupyter-config-data").textContent);
    if (document.visibilityState === "hidden" || lost) return;
    fetch(config.baseUrl + "api/kernels/" + config.kernelId, { credentials: "same-origin", cache: "no-store" }).then(function (response) {
      if (response.status === 403 || response.status === 404) { lost = true; gone(); }
    }, function () {}); // nobody answers: the sockets tell of that
  }

  // What Voila calls while it runs the notebook and when it is through.
  window.voila_heartbeat = function () {};
  window.voila_process = function () {};
  window.voila_finish = function () {
    setInterval(ask, ASK_EVERY_MS);
    var tries = 0;
    var watch = setInterval(function () { tries += 1; if (ready() || tries > 600) clearInterval(watch); }, 100);
  };
})();
