// With `shizha serve --watch` only: the page follows its sources, and says calmly where they have faults.
const EVERY_MS = 300;
const KEPT = "shizha:watch";
const tag = document.querySelector("script[data-version]");
let bar = null;

async function look() {
  try {
    const reply = await fetch(new URL("state", tag.src), { cache: "no-store" });
    if (reply.ok) follow(await reply.json());
  } catch {
    // The server is away for a moment: asked again soon.
  }
  setTimeout(look, EVERY_MS);
}

function follow({ version, faults }) {
  if (version && version !== tag.dataset.version) {
    keepPlace();
    window.location.reload();
  } else {
    tell(faults);
  }
}

/** How many faults there are and where the first one is; the terminal tells all of each. */
function tell(faults) {
  if (bar === null && faults.length) {
    bar = document.createElement("p");
    bar.className = "watch-bar";
    bar.setAttribute("role", "status");
    document.body.append(bar);
  }
  if (bar === null) return;
  bar.hidden = !faults.length;
  if (!faults.length) return;
  const [{ path, line }] = faults;
  const where = line === null ? path : `${path} 第 ${line} 行`;
  const text = `源文件有 ${faults.length} 处问题，页面先保持原样。${faults.length > 1 ? "第一处在" : "在"} ${where}，原因写在终端里。`;
  if (bar.textContent !== text) bar.textContent = text;
}

function keepPlace() {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ path: window.location.pathname, top: window.scrollY }));
  } catch {
    // Without storage the page only begins at its top.
  }
}

function keptPlace() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT));
    sessionStorage.removeItem(KEPT);
    return kept && kept.path === window.location.pathname ? kept.top : null;
  } catch {
    return null;
  }
}

/** Back to where the reader was, once everything is drawn. */
function returnTo(top) {
  const root = document.documentElement;
  const ready = () => root.classList.contains("is-ready") || document.getElementById("sz-page") === null;
  const scroll = () => requestAnimationFrame(() => window.scrollTo({ top, behavior: "auto" }));
  if (ready()) {
    scroll();
    return;
  }
  const waiting = new MutationObserver(() => {
    if (!ready()) return;
    waiting.disconnect();
    scroll();
  });
  waiting.observe(root, { attributes: true, attributeFilter: ["class"] });
}

const place = keptPlace();
if (place !== null) returnTo(place);
look();
