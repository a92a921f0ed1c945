// The editor: CodeMirror 6 with what it knows about Dockerfiles coming from our own parser in WebAssembly.
// Colours are classes, styled in static/editor.css. One editor shows one file at a time and keeps the others'
// states, with their undo histories, by path.

import { autocompletion, closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, RangeSet, StateEffect, StateField } from "@codemirror/state";
import {
  crosshairCursor,
  Decoration,
  drawSelection,
  EditorView,
  gutter,
  GutterMarker,
  highlightActiveLine,
  highlightActiveLineGutter,
  hoverTooltip,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

// Grammars that are not ours come in chunks of their own, when a file of theirs is first opened.
const languages = {
  html: async () => (await import("@codemirror/lang-html")).html(),
  javascript: async () => (await import("@codemirror/lang-javascript")).javascript(),
  json: async () => (await import("@codemirror/lang-json")).json(),
  markdown: async () => (await import("@codemirror/lang-markdown")).markdown(),
  python: async () => (await import("@codemirror/lang-python")).python(),
  yaml: async () => (await import("@codemirror/lang-yaml")).yaml(),
};

/** A layer's mark beside an instruction's first line. */
class LayerMarker extends GutterMarker {
  constructor(kind, label) {
    super();
    this.kind = kind;
    this.label = label;
  }
  eq(other) {
    return other.kind === this.kind && other.label === this.label;
  }
  toDOM() {
    const mark = document.createElement("span");
    mark.className = `layer-mark layer-mark-${this.kind}`;
    mark.title = this.label;
    return mark;
  }
}

const setLayerMarks = StateEffect.define();
const layerMarks = StateField.define({
  create: () => RangeSet.empty,
  update(marks, transaction) {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setLayerMarks)) {
        const doc = transaction.state.doc;
        next = RangeSet.of(
          effect.value
            .filter((mark) => mark.line >= 1 && mark.line <= doc.lines)
            .map((mark) => new LayerMarker(mark.kind, mark.label).range(doc.line(mark.line).from)),
          true,
        );
      }
    }
    return next;
  },
});

const setPointedLines = StateEffect.define();
const pointedLines = StateField.define({
  create: () => Decoration.none,
  update(lines, transaction) {
    let next = lines.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setPointedLines)) {
        const doc = transaction.state.doc;
        const found = [];
        for (let n = Math.max(1, effect.value.first); n <= Math.min(doc.lines, effect.value.last); n += 1) {
          found.push(Decoration.line({ class: "pointed-line" }).range(doc.line(n).from));
        }
        next = Decoration.set(found);
      }
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Colours from the parser: `highlight(text)` gives from, to, class index, three numbers a token. */
function parserColours(services) {
  const decorate = (state) => {
    const tokens = services.highlight(state.doc.toString());
    const names = services.classes;
    const ranges = [];
    for (let i = 0; i + 2 < tokens.length; i += 3) {
      if (tokens[i] < tokens[i + 1] && tokens[i + 1] <= state.doc.length) {
        ranges.push(Decoration.mark({ class: names[tokens[i + 2]] }).range(tokens[i], tokens[i + 1]));
      }
    }
    return Decoration.set(ranges, true);
  };
  return StateField.define({
    create: decorate,
    update: (marks, transaction) => (transaction.docChanged ? decorate(transaction.state) : marks),
    provide: (field) => EditorView.decorations.from(field),
  });
}

/** Completion from the parser: `complete(text, position)` gives { from, options } or null. */
function parserCompletion(services) {
  return autocompletion({
    override: [
      (context) => {
        if (!context.explicit && !context.matchBefore(/[\w$:.-]+$/)) return null;
        const found = JSON.parse(services.complete(context.state.doc.toString(), context.pos));
        return found.options.length > 0 ? { ...found, validFor: /^[\w$:.-]*$/ } : null;
      },
    ],
  });
}

function parserHover(services) {
  return hoverTooltip((view, position) => {
    const found = JSON.parse(services.hover(view.state.doc.toString(), position));
    if (!found) return null;
    return {
      pos: found.from,
      end: found.to,
      above: true,
      create() {
        const dom = document.createElement("div");
        dom.className = "editor-hover";
        dom.textContent = found.text;
        return { dom };
      },
    };
  });
}

/**
 * Creates an editor inside `parent`.
 * `listener` has changed(path, text), cursor(path, line) and save(); `services` has highlight, complete, hover
 * and classes, used for files whose language is "dockerfile".
 */
export function createEditor(parent, label, listener, services) {
  const states = new Map();
  let path = "";
  let applying = false;
  const grammar = new Compartment();

  // Read when the editor draws, so that an editor without a file has a name too.
  const named = () => EditorView.contentAttributes.of(() => ({ "aria-label": `${label} ${path}`.trim(), spellcheck: "false", tabindex: "0" }));

  const common = () => [
    lineNumbers(),
    highlightActiveLineGutter(),
    history(),
    drawSelection(),
    crosshairCursor(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    syntaxHighlighting(classHighlighter),
    lintGutter(),
    pointedLines,
    EditorState.tabSize.of(4),
    named(),
    keymap.of([
      ...defaultKeymap,
      ...historyKeymap,
      ...searchKeymap,
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
    if (language === "dockerfile") {
      return [
        parserColours(services),
        parserCompletion(services),
        parserHover(services),
        layerMarks,
        gutter({ class: "layer-gutter", markers: (view) => view.state.field(layerMarks) }),
      ];
    }
    return [grammar.of([]), autocompletion()];
  };

  const make = (text, language) => EditorState.create({ doc: text, extensions: [...common(), ofLanguage(language)] });
  const view = new EditorView({ parent, state: EditorState.create({ doc: "", extensions: named() }) });

  return {
    /** Shows a file; a file seen before keeps its history, and takes `text` if it differs. */
    open(nextPath, text, language) {
      if (path) states.set(path, view.state);
      path = nextPath;
      applying = true;
      const kept = states.get(path);
      view.setState(kept ?? make(text, language));
      if (kept) this.replace(text);
      applying = false;
      if (kept || !languages[language]) return;
      languages[language]().then((support) => {
        if (path === nextPath) view.dispatch({ effects: grammar.reconfigure(support) });
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
    /** Each diagnostic: from, to, severity, message, source, fixes: [{ label, from, to, insert }]. */
    setDiagnostics(json) {
      const length = view.state.doc.length;
      const found = JSON.parse(json).map((one) => ({
        from: Math.min(one.from, length),
        to: Math.min(Math.max(one.to, one.from), length),
        severity: one.severity,
        message: one.message,
        source: one.source ?? undefined,
        actions: (one.fixes ?? []).map((fix) => ({
          name: fix.label,
          apply: (target) => target.dispatch({ changes: { from: fix.from, to: fix.to, insert: fix.insert } }),
        })),
      }));
      view.dispatch(setDiagnostics(view.state, found));
    },
    /** Each mark: line, kind, label. */
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
    destroy() {
      view.destroy();
    },
  };
}
