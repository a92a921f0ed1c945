async function f() { await null; missing(); }
f();
