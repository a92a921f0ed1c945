// What the editor does with the answers of the page's own languages (src/app/language_services.rs): colours, completion,
// hover, going to a definition, renaming, formatting, folding, and the form of what is being typed.
//
// `ask(question, state, position, word)` answers with plain data; null when there is nothing to say.

import { autocompletion } from "@codemirror/autocomplete";
import { foldService } from "@codemirror/language";
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, hoverTooltip, keymap, showPanel } from "@codemirror/view";

/** Colours from the parser: `highlight(text)` gives from, to, class index, three numbers a token. */
export function colours(highlight, names) {
  const decorate = (state) => {
    const tokens = highlight(state.doc.toString());
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

function completion(ask) {
  return autocompletion({
    override: [
      (context) => {
        // An empty line is no question: Enter would take an offer instead of making another line.
        const line = context.state.doc.lineAt(context.pos);
        if (!context.explicit && line.text.slice(0, context.pos - line.from).trim() === "") return null;
        const offers = ask("complete", context.state, context.pos) ?? [];
        if (offers.length === 0) return null;
        const from = offers[0].from;
        const typed = context.state.sliceDoc(from, context.pos);
        if (!context.explicit && offers.some((offer) => offer.label === typed)) return null;
        return {
          from,
          options: offers
            .filter((offer) => offer.from === from)
            .map(({ label, type, insert, detail }, index) => ({
              label,
              type,
              apply: insert,
              info: detail || undefined,
              boost: -Math.min(index, 90),
            })),
          // A word that is written out wants no offer any more: Enter makes a new line.
          validFor: (text) => /^[\w.]*$/.test(text) && !offers.some((offer) => offer.label === text),
        };
      },
    ],
  });
}

/** The little Markdown of a hover: fences, paragraphs, code. Everything is text: nothing of it is read as HTML. */
export function described(text) {
  const room = document.createElement("div");
  room.className = "editor-hover";
  text.split(/^```\w*$/m).forEach((block, index) => {
    if (index % 2 === 1) {
      const code = document.createElement("pre");
      code.textContent = block.trim();
      room.append(code);
      return;
    }
    for (const paragraph of block.split(/\n\n+/)) {
      if (paragraph.trim() === "") continue;
      const words = document.createElement("p");
      paragraph.trim().split("`").forEach((part, at) => {
        const piece = document.createElement(at % 2 === 1 ? "code" : "span");
        piece.textContent = part;
        words.append(piece);
      });
      room.append(words);
    }
  });
  return room;
}

function hover(ask) {
  return hoverTooltip((view, position) => {
    const found = ask("hover", view.state, position);
    if (!found) return null;
    return { pos: found.from, end: found.to, above: true, create: () => ({ dom: described(found.text) }) };
  });
}

/** Goes to where the name at a position is given. */
export function goToDefinition(ask) {
  return (view, position = view.state.selection.main.head) => {
    const found = ask("definition", view.state, position);
    if (!found) return false;
    view.dispatch({ selection: { anchor: found.from, head: found.to }, scrollIntoView: true });
    view.focus();
    return true;
  };
}

export function format(ask) {
  return (view) => {
    const changes = ask("format", view.state, 0);
    if (changes === null) return false;
    if (changes.length > 0) view.dispatch({ changes, userEvent: "format" });
    return true;
  };
}

const setRenaming = StateEffect.define();

/** A panel that asks for a name's new name. Its state: { position, old }, or null. */
function renaming(ask, words) {
  const panel = (view) => {
    const { position, old } = view.state.field(field);
    const form = document.createElement("form");
    form.className = "editor-rename";
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.className = "input";
    input.value = old;
    input.spellcheck = false;
    input.autocomplete = "off";
    label.append(`${words.new_name} `, input);
    const button = (type, text, quiet) => {
      const made = document.createElement("button");
      made.type = type;
      made.className = quiet ? "button button-quiet" : "button";
      made.textContent = text;
      return made;
    };
    const cancel = button("button", words.cancel, true);
    const refusal = document.createElement("span");
    refusal.className = "name-problem";
    refusal.setAttribute("role", "status");
    form.append(label, button("submit", words.rename), cancel, refusal);
    const close = () => {
      view.dispatch({ effects: setRenaming.of(null) });
      view.focus();
    };
    cancel.addEventListener("click", close);
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.preventDefault();
        close();
      }
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const answer = ask("rename", view.state, position, input.value.trim());
      if (answer?.refused) {
        refusal.textContent = answer.refused;
        return;
      }
      if (answer) view.dispatch({ changes: answer.changes, userEvent: "rename" });
      close();
    });
    return { dom: form, top: true, mount: () => { input.focus(); input.select(); } };
  };
  const field = StateField.define({
    create: () => null,
    update(value, transaction) {
      for (const effect of transaction.effects) if (effect.is(setRenaming)) return effect.value;
      return transaction.docChanged ? null : value;
    },
    provide: (field) => showPanel.from(field, (value) => (value ? panel : null)),
  });
  return field;
}

export function startRename(ask) {
  return (view) => {
    const position = view.state.selection.main.head;
    const found = (ask("occurrences", view.state, position) ?? []).find(({ from, to }) => from <= position && position <= to);
    if (!found) return false;
    const old = view.state.sliceDoc(found.from, found.to).replace(/^(["'])(.*)\1$/, "$2");
    view.dispatch({ effects: setRenaming.of({ position, old }) });
    return true;
  };
}

/** Other places of the name that the cursor is on. */
function occurrences(ask) {
  const find = (state) => {
    const { main } = state.selection;
    const found = main.empty ? (ask("occurrences", state, main.head) ?? []) : [];
    const marks = found.filter(({ from, to }) => from < to && to <= state.doc.length);
    return marks.length < 2
      ? Decoration.none
      : Decoration.set(marks.map(({ from, to }) => Decoration.mark({ class: "cm-selectionMatch" }).range(from, to)), true);
  };
  return StateField.define({
    create: find,
    update: (marks, transaction) => (transaction.docChanged || transaction.selection ? find(transaction.state) : marks),
    provide: (field) => EditorView.decorations.from(field),
  });
}

/** What folds comes once for each text; CodeMirror asks for each line. */
function folding(ask) {
  const field = StateField.define({
    create: (state) => ask("folds", state, 0) ?? [],
    update: (folds, transaction) => (transaction.docChanged ? (ask("folds", transaction.state, 0) ?? []) : folds),
  });
  const service = foldService.of((state, start) => {
    const first = state.doc.lineAt(start);
    const fold = state.field(field).find(([line]) => line === first.number);
    if (!fold || fold[1] > state.doc.lines) return null;
    return { from: first.to, to: state.doc.line(fold[1]).to };
  });
  return [field, service];
}

/** The form of the instruction that the cursor is in, on a line of its own below the text, where nothing moves. */
function help(ask) {
  return showPanel.of((view) => {
    const dom = document.createElement("div");
    dom.className = "editor-help";
    const draw = (state) => {
      const found = ask("help", state, state.selection.main.head);
      const form = found?.forms[0];
      if (!form) return dom.replaceChildren();
      const parts = form.split(" ").map((part, index) => {
        const word = document.createElement(index === found.active ? "strong" : "span");
        word.textContent = `${part} `;
        return word;
      });
      dom.replaceChildren(...parts);
    };
    draw(view.state);
    return {
      dom,
      update(update) {
        if (update.docChanged || update.selectionSet) draw(update.state);
      },
    };
  });
}

/** Everything of a language that is the page's own; `withForms` adds the line with instructions' forms. */
export function services(ask, words, withForms) {
  const go = goToDefinition(ask);
  return [
    completion(ask),
    hover(ask),
    renaming(ask, words),
    occurrences(ask),
    folding(ask),
    withForms ? help(ask) : [],
    keymap.of([
      { key: "F12", run: (view) => go(view) },
      { key: "F2", run: startRename(ask) },
      { key: "Shift-Alt-f", run: format(ask) },
    ]),
    EditorView.domEventHandlers({
      mousedown(event, view) {
        if (!(event.ctrlKey || event.metaKey) || event.button !== 0) return false;
        const position = view.posAtCoords({ x: event.clientX, y: event.clientY });
        return position !== null && go(view, position);
      },
    }),
  ];
}
