// A summary card painted on a canvas: the colours and the font of the page, three times the size of a phone's points.

const SCALE = 3;
const WIDTH = 360;
const EDGE = 28;
const TEXT = 17;
const LEADING = 29;
const NOT_FIRST = "，。！？；：、）》”’…—,.!?;:)";
const NOT_LAST = "（《“‘(";

/** Cuts a text into lines no wider than `width`; no line begins with a closing mark or ends with an opening one. */
export function wrap(text, width, measure) {
  const lines = [];
  let line = "";
  for (const piece of pieces(text)) {
    if (line && measure(line + piece) > width && !NOT_FIRST.includes(piece)) {
      const opened = NOT_LAST.includes(line.slice(-1)) && line.length > 1 ? line.slice(-1) : "";
      lines.push(opened ? line.slice(0, -1) : line);
      line = opened + piece;
    } else {
      line += piece;
    }
  }
  return line ? [...lines, line] : lines;
}

/** Hanzi one by one, numbers and words whole. */
function pieces(text) {
  return text.match(/[\w.,%-]*\w%?|[^]/gu) || [];
}

/** Paints the card; false where the browser has no canvas to paint on. */
export function paint(canvas, spec, style) {
  const pen = canvas.getContext && canvas.getContext("2d");
  if (!pen) return false;
  const token = (name) => style.getPropertyValue(name).trim();
  const family = token("--sz-font") || "sans-serif";
  const font = (size, weight = 400) => `${weight} ${size * SCALE}px ${family}`;
  const measured = (face) => {
    pen.font = face;
    return (text) => pen.measureText(text).width / SCALE;
  };
  const room = WIDTH - 2 * EDGE;
  const title = wrap(spec.title, room, measured(font(23, 600)));
  const body = spec.lines.map((line) => wrap(line, room - 34, measured(font(TEXT))));
  const more = spec.more ? wrap(spec.more, room, measured(font(15))) : [];
  const height = 44 + title.length * 33 + 16 + body.reduce((sum, lines) => sum + lines.length * LEADING + 14, 0) + (more.length ? 28 + more.length * 26 : 0) + 52;
  canvas.width = WIDTH * SCALE;
  canvas.height = height * SCALE;
  draw(pen, { title, body, more, height }, { font, token });
  return true;
}

function draw(pen, { title, body, more, height }, { font, token }) {
  const write = (text, x, y, face, colour, align = "left") => {
    pen.font = face;
    pen.fillStyle = token(colour);
    pen.textAlign = align;
    pen.textBaseline = "alphabetic";
    pen.fillText(text, x * SCALE, y * SCALE);
  };
  const box = (x, y, width, tall, colour) => {
    pen.fillStyle = token(colour);
    pen.fillRect(x * SCALE, y * SCALE, width * SCALE, tall * SCALE);
  };
  box(0, 0, WIDTH, height, "--sz-paper");
  box(0, 0, WIDTH, 6, "--sz-accent");
  let y = 44;
  for (const line of title) write(line, EDGE, (y += 33) - 12, font(23, 600), "--sz-accent-strong");
  y += 16;
  body.forEach((lines, index) => {
    write(String(index + 1), EDGE, y + 21, font(TEXT, 600), "--sz-accent");
    for (const line of lines) write(line, EDGE + 34, (y += LEADING) - 8, font(TEXT), "--sz-ink");
    y += 14;
  });
  if (more.length) {
    box(EDGE, y + 4, WIDTH - 2 * EDGE, 1, "--sz-accent-line");
    y += 18;
    for (const line of more) write(line, EDGE, (y += 26) - 6, font(15), "--sz-ink-soft");
    y += 10;
  }
  write("识诈课堂", WIDTH - EDGE, height - 24, font(13, 600), "--sz-accent", "right");
}

/** The canvas as a PNG file in memory; `done` gets null where there is none. */
export function toFile(canvas, done) {
  if (typeof canvas.toBlob === "function" && typeof URL.createObjectURL === "function") canvas.toBlob(done, "image/png");
  else done(null);
}
