// The prompt of node without a script: nodejs.org/api/repl.html. What is declared becomes a property of the global object.
// Left out: editing within a line (the terminal's own is there), completion, history, .editor, .load and .save, const that stays as it is.
const util = require('util'), modules = require('modules');
const write = text => process.stdout.write(text), more = parseInt($.version, 10) >= 23 ? '| ' : '... ';
const show = value => util.inspect(value, { colors: !!process.stdout.isTTY });
for (const name of $.builtins) if (!name.includes('/') && !(name in globalThis)) $.define(globalThis, name, undefined, 6, () => $.builtin(name), value => $.define(globalThis, name, value, 7));
$.define(globalThis, 'require', name => modules.requireFrom(process.cwd() + '/<repl>', name), 7);
let pending = '', asked = false, busy = false; const queue = [];
const HELP = '.break    Sometimes you get stuck, this gets you out\n.clear    Alias for .break\n.exit     Exit the REPL\n.help     Print this help message\n\nPress Ctrl+C to abort current expression, Ctrl+D to exit the REPL\n';
const prompt = () => write(pending ? more : '> ');
const compile = text => $.compile(text, 'REPL1');
// Declarations as assignments, since every line is a function of its own.
const forms = text => {
  const body = text.trim().replace(/;+$/, ''); let m;
  if ((m = /^(?:async\s+)?function\s*\*?\s*([\w$]+)/.exec(body)) || (m = /^class\s+([\w$]+)/.exec(body))) return [`return void (globalThis.${m[1]} = ${body}\n)`, `${text}\nglobalThis.${m[1]} = ${m[1]}`];
  if ((m = /^(?:const|let|var)\s+/.exec(body))) { const rest = body.slice(m[0].length); if (/^[\w$]+$/.test(rest)) return [`globalThis.${rest} = undefined`]; const at = Math.max(rest.lastIndexOf(';'), rest.lastIndexOf('\n')); return [`return void (${rest}\n)`, `${rest.slice(0, at + 1)} return (${rest.slice(at + 1)}\n)`, rest]; }
  const at = Math.max(body.lastIndexOf(';'), body.lastIndexOf('\n'));
  return [`return (${body}\n)`, ...(at >= 0 ? [`${body.slice(0, at + 1)} return (${body.slice(at + 1)}\n)`] : []), text];
};
const prepare = text => { let first; for (const form of forms(text)) try { return compile(/\bawait\b/.test(form) ? `return (async () => { ${form}\n})()` : form); } catch (e) { first = e; } throw first; };
const isOpen = text => { try { compile(text); return false; } catch (e) { return /^(Unexpected end of input|missing \) after argument list|Unterminated template)/.test(e.message) && !/[)\]}]\s*$/.test(text) || /^Unexpected end of input/.test(e.message); } };
const failed = e => { globalThis._error = e; const isError = $.kind(e) === 'Error'; write('Uncaught ' + (isError ? `${e.name}${e.message ? ': ' + e.message : ''}` : show(e)) + '\n'); };
const succeeded = value => { globalThis._ = value; write(show(value) + '\n'); };
const leave = () => process.exit();
const evaluate = async text => {
  let run; try { run = prepare(text); } catch (e) { if (isOpen(text)) { pending = text + '\n'; return; } pending = ''; return failed(e); }
  pending = '';
  try { const value = run.call(globalThis); succeeded(/\bawait\b/.test(text) ? await value : value); } catch (e) { failed(e); }
};
const take = async line => {
  asked = false; const word = line.trim();
  if (word === '.break' || word === '.clear') pending = '';
  else if (!pending && word === '.exit') return leave();
  else if (!pending && word === '.help') write(HELP);
  else if (!pending && /^\.[a-z]+$/.test(word)) write(/^\.(editor|load|save)$/.test(word) ? `drydock: ${word} of node's prompt is not simulated\n` : 'Invalid REPL keyword\n');
  else if (pending || word) await evaluate(pending + line);
  prompt();
};
const drain = async () => { if (busy) return; busy = true; while (queue.length) await take(queue.shift()); busy = false; };
write(`Welcome to Node.js ${process.version}.\nType ".help" for more information.\n`); prompt();
const lines = require('readline').createInterface({ input: process.stdin });
lines.on('line', line => { queue.push(line); drain(); });
lines.on('close', () => { write('\n'); leave(); });
process.on('SIGINT', () => { write('\n'); if (pending) pending = ''; else if (asked) return leave(); else { asked = true; write('(To exit, press Ctrl+C again or Ctrl+D or type .exit)\n'); } prompt(); });
process.on('uncaughtException', e => { failed(e); prompt(); });
