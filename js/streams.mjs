// Small grammars for files that no package of ours colours: shell scripts, nginx's configuration, and files of keys and
// values. They colour words; they understand nothing.

import { StreamLanguage } from "@codemirror/language";

const SHELL = new Set(
  "if then else elif fi for while until do done case esac in function return exit break continue set export local readonly shift trap exec eval source unset".split(" "),
);

/** A string that may go on over several lines. */
function quoted(stream, state) {
  let escaped = false;
  while (!stream.eol()) {
    const next = stream.next();
    if (next === state.quote && !escaped) {
      state.quote = null;
      break;
    }
    escaped = next === "\\" && state.quote === '"' && !escaped;
  }
  return "string";
}

const shell = {
  name: "shell",
  startState: () => ({ quote: null, heredoc: null }),
  token(stream, state) {
    if (state.heredoc) {
      if (stream.sol() && stream.string.trim() === state.heredoc) state.heredoc = null;
      stream.skipToEnd();
      return "string";
    }
    if (state.quote) return quoted(stream, state);
    if (stream.eatSpace()) return null;
    if (stream.sol() && stream.match("#!")) {
      stream.skipToEnd();
      return "meta";
    }
    if (stream.peek() === "#") {
      stream.skipToEnd();
      return "comment";
    }
    const heredoc = stream.match(/^<<-?\s*(["']?)(\w+)\1/);
    if (heredoc) {
      state.pending = heredoc[2];
      return "string";
    }
    if (stream.match(/^\$(\{[^}]*\}|\w+|[?$#@*!-])/)) return "variableName.special";
    const next = stream.next();
    if (next === '"' || next === "'") {
      state.quote = next;
      return quoted(stream, state);
    }
    if (next === "\\") {
      stream.next();
      return null;
    }
    if (/[|&;<>(){}]/.test(next)) return "operator";
    if (/\d/.test(next) && stream.match(/^\d*(?![\w.-])/)) return "number";
    stream.eatWhile(/[\w./:@%+,=-]/);
    const word = stream.current();
    if (SHELL.has(word)) return "keyword";
    if (word.startsWith("-")) return "meta";
    return /^\w+=/.test(word) ? "propertyName" : null;
  },
  blankLine() {},
  languageData: { commentTokens: { line: "#" } },
};

// A heredoc begins behind the line that names it.
const inner = shell.token;
shell.token = (stream, state) => {
  if (stream.sol() && state.pending) {
    state.heredoc = state.pending;
    state.pending = null;
  }
  return inner(stream, state);
};

const nginx = {
  name: "nginx",
  startState: () => ({ quote: null, begins: true }),
  token(stream, state) {
    if (state.quote) return quoted(stream, state);
    if (stream.eatSpace()) return null;
    const next = stream.next();
    if (next === "#") {
      stream.skipToEnd();
      return "comment";
    }
    if (next === '"' || next === "'") {
      state.quote = next;
      return quoted(stream, state);
    }
    if (/[{};]/.test(next)) {
      state.begins = true;
      return "punctuation";
    }
    if (next === "$") {
      stream.eatWhile(/\w/);
      return "variableName.special";
    }
    stream.eatWhile(/[^\s;{}"'$]/);
    const begins = state.begins;
    state.begins = false;
    if (begins) return "keyword";
    return /^\d+[smhdkKMG]?$/.test(stream.current()) ? "number" : null;
  },
  languageData: { commentTokens: { line: "#" } },
};

const ini = {
  name: "ini",
  startState: () => ({ value: false }),
  token(stream, state) {
    if (stream.sol()) {
      state.value = false;
      stream.eatSpace();
      if (/[#;!]/.test(stream.peek() ?? "")) {
        const excepts = stream.peek() === "!";
        stream.skipToEnd();
        return excepts ? "keyword" : "comment";
      }
      if (stream.match(/^\[[^\]]*\]/)) return "keyword";
      if (stream.match(/^(export\s+)?[\w.-]+(?=\s*[=<>~]=?)/)) return "propertyName";
    }
    if (stream.match(/^\s#.*/)) return "comment";
    if (stream.match(/^\$(\{[^}]*\}|\w+)/)) return "variableName.special";
    if (!state.value && stream.match(/^\s*[=<>~]=?\s*/)) {
      state.value = true;
      return "operator";
    }
    stream.next();
    stream.eatWhile(state.value ? /[^$\s#]/ : /[^$=<>~]/);
    return state.value ? "string" : null;
  },
  languageData: { commentTokens: { line: "#" } },
};

export const streams = { shell, nginx, ini };

/** The grammar of a name of `streams`. */
export const stream = (name) => StreamLanguage.define(streams[name]);
