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
  const probe = document.createElement("span");
  probe.hidden = true;
  element.append(probe);
  const token = (name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const theme = {
    background: token("--terminal-background"),
    foreground: token("--terminal-text"),
    cursor: token("--terminal-cursor"),
    cursorAccent: token("--terminal-background"),
    selectionBackground: token("--terminal-selection"),
  };
  for (const name of names) {
    theme[name] = token(`--terminal-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  }
  probe.remove();
  return theme;
}

/** Ids of containers and images on a row of the buffer, as links. One that goes on in the next row is none. */
function ids(terminal, row, open) {
  const text = terminal.buffer.active.getLine(row - 1)?.translateToString(true) ?? "";
  return [...text.matchAll(/(?<![\w:/.-])(?:sha256:)?[0-9a-f]{12}(?:[0-9a-f]{52})?(?![\w-])/g)].map((match) => ({
    text: match[0],
    range: { start: { x: match.index + 1, y: row }, end: { x: match.index + match[0].length, y: row } },
    activate: (_event, id) => open(id),
  }));
}

/**
 * Creates a terminal inside `parent`; resolves when it can be written to.
 * `listener` has data(text), resized(columns, rows), link(address) and id(text).
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
    minimumContrastRatio: 4.5,
    theme: themeOf(parent),
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.loadAddon(new WebLinksAddon((_event, address) => listener.link(address)));
  terminal.registerLinkProvider({ provideLinks: (row, found) => found(ids(terminal, row, listener.id)) });
  terminal.open(parent);
  if (terminal.textarea) terminal.textarea.setAttribute("aria-label", label);

  const measure = () => {
    if (parent.clientWidth > 40 && parent.clientHeight > 20) fit.fit();
  };
  measure();
  terminal.onData((text) => listener.data(text));
  terminal.onResize(({ cols, rows }) => listener.resized(cols, rows));
  // Ctrl-Shift-C copies; Ctrl-C with a selection too, as terminals of desktops do.
  terminal.attachCustomKeyEventHandler((event) => {
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
  };
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  scheme.addEventListener("change", retheme);
  let frame = 0;
  const watcher = new ResizeObserver(() => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(measure);
  });
  watcher.observe(parent);

  return {
    write(bytes) {
      // The bytes are a window on WebAssembly's memory, and xterm.js reads them later.
      terminal.write(bytes.slice());
    },
    columns: () => terminal.cols,
    rows: () => terminal.rows,
    reset() {
      // In its turn after what was written: a reset would overtake it.
      terminal.write("\x1bc");
    },
    retheme,
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
      scheme.removeEventListener("change", retheme);
      terminal.dispose();
    },
  };
}
