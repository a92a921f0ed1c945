// The terminal: xterm.js. It sends keys and shows bytes; line editing, history and completion are the
// simulated host shell's. Its colours are read from the design tokens around it.

import { FitAddon } from "@xterm/addon-fit";
import { WebLinksAddon } from "@xterm/addon-web-links";
import { Terminal } from "@xterm/xterm";
import "@xterm/xterm/css/xterm.css";

const names = [
  "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
  "brightBlack", "brightRed", "brightGreen", "brightYellow", "brightBlue", "brightMagenta", "brightCyan", "brightWhite",
];

function styled() {
  const address = new URL("./terminal.css", import.meta.url).href;
  const there = [...document.styleSheets].find((sheet) => sheet.href === address);
  if (there) return Promise.resolve();
  return new Promise((resolve) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = address;
    link.onload = resolve;
    link.onerror = resolve;
    document.head.append(link);
  });
}

function themeOf(element) {
  // A colour token may be a function of the colour scheme; a probe's computed colour is what it comes to.
  const tokens = {
    background: "background",
    foreground: "text",
    cursor: "cursor",
    cursorAccent: "background",
    selectionBackground: "selection",
    selectionForeground: "selection-text",
  };
  for (const name of names) tokens[name] = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const probes = document.createElement("span");
  probes.hidden = true;
  for (const token of Object.values(tokens)) {
    const probe = document.createElement("span");
    probe.style.color = `var(--terminal-${token})`;
    // Where the person's own colours are forced upon a page, the tokens are those already.
    probe.style.forcedColorAdjust = "none";
    probes.append(probe);
  }
  element.append(probes);
  // All are asked at once, so that styles are worked out once.
  const colours = [...probes.children].map((probe) => getComputedStyle(probe).color);
  probes.remove();
  return Object.fromEntries(Object.keys(tokens).map((name, at) => [name, colours[at]]));
}

/** The least contrast of a letter with what is behind it. */
function contrastOf(element) {
  return Number(getComputedStyle(element).getPropertyValue("--terminal-contrast")) || 4.5;
}

/** The line that a row of the buffer belongs to, wrapped rows joined: its text, and the cell of each of its letters. */
function lineAround(buffer, row) {
  let first = row - 1;
  while (first > 0 && buffer.getLine(first)?.isWrapped) first -= 1;
  let text = "";
  const cells = [];
  for (let y = first; ; y += 1) {
    const line = buffer.getLine(y);
    if (!line || (y > first && !line.isWrapped)) break;
    for (let x = 0; x < line.length; x += 1) {
      const cell = line.getCell(x);
      // The second half of a wide letter has none of its own.
      if (cell.getWidth() === 0) continue;
      const letters = cell.getChars() || " ";
      for (let n = 0; n < letters.length; n += 1) cells.push({ x: x + 1, y: y + 1 });
      text += letters;
    }
  }
  return { text, cells };
}

/** Goes on in a task of its own. */
const turn = () => new Promise((resolve) => setTimeout(resolve));

/** Bytes that are written at once: xterm.js lets the page draw between two writes, not within one. */
const WRITTEN_AT_ONCE = 1024;

/** Ids of containers, images and networks on the line of a row, and the known names on it, as links. */
function words(terminal, row, names, open) {
  const { text, cells } = lineAround(terminal.buffer.active, row);
  return [...text.matchAll(/[\w.:/-]+/g)]
    .map((match) => ({ word: match[0].replace(/[.:]+$/, ""), at: match.index }))
    .filter(({ word }) => names.has(word) || /^(?:sha256:)?[0-9a-f]{12}(?:[0-9a-f]{52})?$/.test(word))
    .map(({ word, at }) => ({
      text: word,
      range: { start: cells[at], end: cells[at + word.length - 1] },
      activate: () => open(word),
    }));
}

/**
 * Creates a terminal inside `parent`; resolves when it can be written to.
 * `listener` has data(text), resized(columns, rows), link(address) and word(text).
 */
export async function createTerminal(parent, label, fontSize, listener) {
  await styled();
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const terminal = new Terminal({
    allowProposedApi: false,
    cursorBlink: !still,
    cursorStyle: "bar",
    cursorInactiveStyle: "outline",
    fontFamily: getComputedStyle(parent).getPropertyValue("--font-mono").trim() || "monospace",
    fontSize,
    lineHeight: 1.25,
    screenReaderMode: true,
    scrollback: 5000,
    minimumContrastRatio: contrastOf(parent),
    theme: themeOf(parent),
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.loadAddon(new WebLinksAddon((_event, address) => listener.link(address)));
  let names = new Set();
  terminal.registerLinkProvider({ provideLinks: (row, found) => found(words(terminal, row, names, listener.word)) });
  await turn();
  terminal.open(parent);
  await turn();
  if (terminal.textarea) terminal.textarea.setAttribute("aria-label", label);

  const measure = () => {
    if (parent.clientWidth > 40 && parent.clientHeight > 20) fit.fit();
  };
  measure();
  terminal.onData((text) => listener.data(text));
  terminal.onResize(({ cols, rows }) => listener.resized(cols, rows));
  // Ctrl-Shift-C copies; Ctrl-C with a selection too, as terminals of desktops do.
  terminal.attachCustomKeyEventHandler((event) => {
    // The way to the next pane: Tab is the shell's, and nobody shall be caught.
    if (event.key === "F6" && !event.altKey && !event.metaKey) return false;
    if (event.type !== "keydown" || !event.ctrlKey || event.altKey || event.metaKey) return true;
    if (event.key.toLowerCase() === "c" && terminal.hasSelection()) {
      navigator.clipboard?.writeText(terminal.getSelection());
      terminal.clearSelection();
      event.preventDefault();
      return false;
    }
    // The palette and the browser's own paste.
    if (event.key.toLowerCase() === "k" && !event.shiftKey) return false;
    return !(event.key.toLowerCase() === "v");
  });
  const retheme = () => {
    terminal.options.theme = themeOf(parent);
    terminal.options.minimumContrastRatio = contrastOf(parent);
  };
  const looks = ["(prefers-color-scheme: dark)", "(forced-colors: active)"].map((query) => matchMedia(query));
  for (const look of looks) look.addEventListener("change", retheme);
  let frame = 0;
  const watcher = new ResizeObserver(() => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(measure);
  });
  watcher.observe(parent);

  return {
    write(bytes) {
      // The bytes are a window on WebAssembly's memory, and xterm.js reads them later.
      const all = bytes.slice();
      for (let at = 0; at < all.length; at += WRITTEN_AT_ONCE) terminal.write(all.subarray(at, at + WRITTEN_AT_ONCE));
    },
    columns: () => terminal.cols,
    rows: () => terminal.rows,
    reset() {
      // In its turn after what was written: a reset would overtake it.
      terminal.write("\x1bc");
    },
    retheme,
    /** Takes away what is above the cursor's line. */
    clear() {
      terminal.clear();
    },
    /** The names of what has a card: links, as ids are. */
    setNames(known) {
      names = new Set(known);
    },
    setFontSize(size) {
      terminal.options.fontSize = size;
      measure();
    },
    /** Everything in the buffer, as text. */
    text() {
      const buffer = terminal.buffer.active;
      const lines = [];
      for (let n = 0; n < buffer.length; n += 1) {
        const line = buffer.getLine(n);
        if (!line) continue;
        const text = line.translateToString(true);
        if (line.isWrapped && lines.length > 0) lines[lines.length - 1] += text;
        else lines.push(text);
      }
      return lines.join("\n").trimEnd();
    },
    destroy() {
      cancelAnimationFrame(frame);
      watcher.disconnect();
      for (const look of looks) look.removeEventListener("change", retheme);
      terminal.dispose();
    },
  };
}
