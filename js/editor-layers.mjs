// What a build would do with a Dockerfile, drawn in the editor: a mark and a size beside each instruction, the reason
// at the end of the line that the cursor is on, and the lines that a picture points at.

import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, gutter, GutterMarker, WidgetType } from "@codemirror/view";

/** A layer's mark beside an instruction's first line. */
class LayerMarker extends GutterMarker {
  constructor({ kind, label, size }) {
    super();
    this.kind = kind;
    this.label = label;
    this.size = size;
  }
  eq(other) {
    return other.kind === this.kind && other.label === this.label && other.size === this.size;
  }
  toDOM() {
    const room = document.createElement("span");
    room.className = `layer-note layer-note-${this.kind}`;
    room.title = this.label;
    const mark = document.createElement("span");
    mark.className = `layer-mark layer-mark-${this.kind}`;
    const size = document.createElement("span");
    size.className = "layer-note-size";
    size.textContent = this.size;
    room.append(mark, size);
    return room;
  }
}

/** The outcome in words behind the cursor's line. It is told by the layers' picture too, so readers skip it here. */
class Lens extends WidgetType {
  constructor(kind, label) {
    super();
    this.kind = kind;
    this.label = label;
  }
  eq(other) {
    return other.kind === this.kind && other.label === this.label;
  }
  toDOM() {
    const words = document.createElement("span");
    words.className = `layer-lens layer-lens-${this.kind}`;
    words.setAttribute("aria-hidden", "true");
    words.textContent = this.label;
    return words;
  }
  ignoreEvent() {
    return false;
  }
}

export const setLayerMarks = StateEffect.define();
export const layerMarks = StateField.define({
  create: () => RangeSet.empty,
  update(marks, transaction) {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setLayerMarks)) {
        const doc = transaction.state.doc;
        next = RangeSet.of(
          effect.value
            .filter((mark) => mark.line >= 1 && mark.line <= doc.lines)
            .map((mark) => new LayerMarker(mark).range(doc.line(mark.line).from)),
          true,
        );
      }
    }
    return next;
  },
});

const lens = EditorView.decorations.compute(["selection", "doc", layerMarks], (state) => {
  const line = state.doc.lineAt(state.selection.main.head);
  let shown = Decoration.none;
  state.field(layerMarks).between(line.from, line.from, (_from, _to, mark) => {
    if (mark.kind === "settings" || mark.kind === "unknown") return;
    shown = Decoration.set(Decoration.widget({ widget: new Lens(mark.kind, mark.label), side: 1 }).range(line.to));
  });
  return shown;
});

/** The gutter and the lens of a Dockerfile. */
export const layers = [
  layerMarks,
  gutter({
    class: "layer-gutter",
    markers: (view) => view.state.field(layerMarks),
    // As wide as the widest size, so that nothing moves when the sizes come.
    initialSpacer: () => new LayerMarker({ kind: "spacer", label: "", size: "00.0MB" }),
  }),
  lens,
];

export const setPointedLines = StateEffect.define();
export const pointedLines = StateField.define({
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
