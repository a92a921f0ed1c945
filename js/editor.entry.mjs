// The editor: CodeMirror 6 with what it knows about Dockerfiles and Compose files coming from our own parsers in
// WebAssembly. Colours are classes, styled in static/editor.css. One editor shows one file at a time and keeps the
// others' states, with their undo histories, by path.

import { autocompletion, closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab, redo, undo } from "@codemirror/commands";
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import {
  crosshairCursor,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  rectangularSelection,
} from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { layerMarks, layers, pointedLines, setLayerMarks, setPointedLines } from "./editor-layers.mjs";
import { colours, format, goToDefinition, services, startRename } from "./editor-services.mjs";

// Grammars that are not ours come in chunks of their own, when a file of theirs is first opened.
const languages = {
  html: async () => (await import("@codemirror/lang-html")).html(),
  javascript: async () => (await import("@codemirror/lang-javascript")).javascript(),
  json: async () => (await import("@codemirror/lang-json")).json(),
  markdown: async () => (await import("@codemirror/lang-markdown")).markdown(),
  python: async () => (await import("@codemirror/lang-python")).python(),
  yaml: async () => (await import("@codemirror/lang-yaml")).yaml(),
  compose: async () => (await import("@codemirror/lang-yaml")).yaml(),
  shell: async () => (await import("./streams.mjs")).stream("shell"),
  nginx: async () => (await import("./streams.mjs")).stream("nginx"),
  ini: async () => (await import("./streams.mjs")).stream("ini"),
};

/** Languages that the page understands itself; the first has forms of instructions and layers. */
const own = ["dockerfile", "compose"];

/**
 * Creates an editor inside `parent`.
 * `words` is JSON with what the editor says itself; `listener` has changed(path, text), cursor(path, line) and
 * made(name, text); `asked` has highlight(language, text), ask(language, question, text, position, word) and classes.
 */
export function createEditor(parent, words, listener, asked) {
  words = JSON.parse(words);
  const states = new Map();
  let path = "";
  let shown = "";
  let applying = false;
  const grammar = new Compartment();
  const asking = (language) => (question, state, position, word = "") =>
    JSON.parse(asked.ask(language, question, state.doc.toString(), position, word));
  const commands = {
    undo: (view) => undo(view),
    redo: (view) => redo(view),
    search: (view) => openSearchPanel(view),
    format: (view) => own.includes(shown) && format(asking(shown))(view),
    rename: (view) => own.includes(shown) && startRename(asking(shown))(view),
    definition: (view) => own.includes(shown) && goToDefinition(asking(shown))(view),
  };
  const mend = (view, fix) => {
    if (fix.changes.length > 0) view.dispatch({ changes: fix.changes, userEvent: "fix" });
    if (fix.newFile) listener.made(...fix.newFile);
  };

  // Read when the editor draws, so that an editor without a file has a name too.
  const named = () => EditorView.contentAttributes.of(() => ({ "aria-label": `${words.editing} ${path}`.trim(), spellcheck: "false", tabindex: "0" }));

  const common = () => [
    lineNumbers(),
    highlightActiveLineGutter(),
    history(),
    drawSelection(),
    rectangularSelection(),
    crosshairCursor(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    search({ top: true }),
    codeFolding(),
    foldGutter({ openText: "⌄", closedText: "›" }),
    syntaxHighlighting(classHighlighter),
    lintGutter(),
    pointedLines,
    EditorState.tabSize.of(4),
    named(),
    keymap.of([
      ...defaultKeymap,
      ...historyKeymap,
      ...searchKeymap,
      ...foldKeymap,
      ...completionKeymap,
      ...lintKeymap,
      // Escape, then Tab leaves the editor: CodeMirror's own way out for keyboards.
      indentWithTab,
    ]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged && !applying) listener.changed(path, update.state.doc.toString());
      if (update.selectionSet || update.docChanged) {
        listener.cursor(path, update.state.doc.lineAt(update.state.selection.main.head).number);
      }
    }),
  ];

  const ofLanguage = (language) => {
    if (!own.includes(language)) return [grammar.of([]), autocompletion()];
    const dockerfile = language === "dockerfile";
    return [
      grammar.of([]),
      dockerfile ? [colours((text) => asked.highlight(language, text), asked.classes), layers] : [],
      services(asking(language), words, dockerfile),
    ];
  };

  const make = (text, language) => EditorState.create({ doc: text, extensions: [...common(), ofLanguage(language)] });
  const view = new EditorView({ parent, state: EditorState.create({ doc: "", extensions: named() }) });

  return {
    /** Shows a file; a file seen before keeps its history, and takes `text` if it differs. */
    open(nextPath, text, language) {
      if (path) states.set(path, view.state);
      path = nextPath;
      shown = language;
      applying = true;
      const kept = states.get(path);
      view.setState(kept ?? make(text, language));
      if (kept) this.replace(text);
      applying = false;
      if (kept || !languages[language]) return;
      languages[language]().then((support) => {
        const effects = grammar.reconfigure(support);
        const elsewhere = states.get(nextPath);
        if (path === nextPath) view.dispatch({ effects });
        else if (elsewhere) states.set(nextPath, elsewhere.update({ effects }).state);
      });
    },
    /** Takes a text that changed elsewhere, leaving the cursor where it can be left. */
    replace(text) {
      const doc = view.state.doc;
      const old = doc.toString();
      if (old === text) return;
      let start = 0;
      const shorter = Math.min(old.length, text.length);
      while (start < shorter && old.charCodeAt(start) === text.charCodeAt(start)) start += 1;
      let end = 0;
      while (end < shorter - start && old.charCodeAt(old.length - 1 - end) === text.charCodeAt(text.length - 1 - end)) end += 1;
      applying = true;
      view.dispatch({ changes: { from: start, to: old.length - end, insert: text.slice(start, text.length - end) } });
      applying = false;
    },
    /** Each diagnostic: from, to, severity, message, source, fixes: [{ label, changes, newFile }]. */
    setDiagnostics(json) {
      const length = view.state.doc.length;
      const found = JSON.parse(json).map((one) => ({
        from: Math.min(one.from, length),
        to: Math.min(Math.max(one.to, one.from), length),
        severity: one.severity,
        message: one.message,
        source: one.source ?? undefined,
        actions: (one.fixes ?? []).map((fix) => ({ name: fix.label, apply: (target) => mend(target, fix) })),
      }));
      view.dispatch(setDiagnostics(view.state, found));
    },
    /** Each mark: line, kind, label, size. */
    setLayerMarks(json) {
      if (view.state.field(layerMarks, false)) view.dispatch({ effects: setLayerMarks.of(JSON.parse(json)) });
    },
    /** Marks lines as those a picture points at; first > last marks none. */
    point(first, last) {
      const effects = [setPointedLines.of({ first, last })];
      if (first >= 1 && first <= last && first <= view.state.doc.lines) {
        effects.push(EditorView.scrollIntoView(view.state.doc.line(first).from, { y: "nearest" }));
      }
      view.dispatch({ effects });
    },
    goTo(line) {
      const at = view.state.doc.line(Math.max(1, Math.min(line, view.state.doc.lines))).from;
      view.dispatch({ selection: { anchor: at }, scrollIntoView: true });
      view.focus();
    },
    /** Makes a fix's changes, and its file. */
    mend(json) {
      mend(view, JSON.parse(json));
      view.focus();
    },
    /** Does one of `commands`. */
    run(command) {
      view.focus();
      commands[command]?.(view);
    },
    destroy() {
      view.destroy();
    },
  };
}
