//! `for … range` (go.dev/ref/spec#For_range). Left out: functions as what is ranged over.

use super::*;

impl Compiler {
    #[allow(clippy::too_many_arguments)]
    pub(super) fn range_loop(
        &mut self,
        pos: Pos,
        key: Option<&Expr>,
        value: Option<&Expr>,
        define: bool,
        over: &Expr,
        body: &Block,
        label: Option<Name>,
    ) {
        let x = self.value(over, None);
        let x = self.settle(x, "range expression");
        let key = key.filter(|k| !k.name().is_some_and(|n| &**n == "_"));
        let value = value.filter(|v| !v.name().is_some_and(|n| &**n == "_"));
        if x.is_invalid() {
            // The names are still known within.
            for e in [key, value].into_iter().flatten().filter(|_| define) {
                if let Some(name) = e.name() {
                    self.new_var(&Ident { name: name.clone(), pos: e.pos }, INVALID, true);
                }
            }
            self.enter(label, true);
            self.scoped(&body.stmts);
            self.over();
            return;
        }
        let mut base = self.types.base(x.ty).clone();
        if let Type::Ptr(to) = base {
            base = self.types.base(to).clone();
        }
        let source = self.tmp();
        self.emit(pos, Ins::Move(source, x.at));
        let (index, item, next) = (self.tmp(), self.tmp(), self.tmp());
        let zero = self.konst(Value::Int(0));
        let one = self.konst(Value::Int(1));
        match base {
            Type::Slice(of) | Type::Array(_, of) => {
                let len = self.tmp();
                self.emit(pos, Ins::Len(len, source));
                self.emit(pos, Ins::Move(next, zero));
                let start = self.here();
                let test = self.tmp();
                self.emit(pos, Ins::Compare(Test::Lt, Num::I64, test, next, len));
                let exit = self.emit(pos, Ins::JumpIfNot(test, 0));
                self.emit(pos, Ins::Move(index, next));
                if value.is_some() {
                    self.emit(pos, Ins::Index(item, source, next));
                }
                self.turn(pos, [(key, INT, index), (value, of, item)], define, body, label);
                self.again();
                self.emit(pos, Ins::Math(Math::Add, Num::I64, next, next, one));
                self.emit(pos, Ins::Jump(start));
                self.land(exit);
            }
            Type::Basic(STRING) => {
                self.emit(pos, Ins::Move(next, zero));
                let start = self.here();
                let triple = self.tmps(3);
                let exit = self.emit(pos, Ins::RangeStr(source, triple, 0));
                // The position is handed over in the third register.
                self.emit(pos, Ins::Move(index, triple));
                self.emit(pos, Ins::Move(item, triple + 1));
                self.turn(pos, [(key, INT, index), (value, INT32, item)], define, body, label);
                self.again();
                self.emit(pos, Ins::Jump(start));
                self.land(exit);
                // Before the first turn nothing has been read.
                let at = start as usize;
                let state = self.fn_mut();
                if let Some(ins) = at.checked_sub(1).and_then(|n| state.code.ins.get_mut(n)) {
                    *ins = Ins::Move(triple + 2, zero);
                }
            }
            Type::Basic(_) if self.types.is_integer(x.ty) => {
                if let Some(value) = value {
                    self.wrong(
                        value.pos,
                        format!("range over {} permits only one iteration variable", self.describe(&x)),
                    );
                }
                self.emit(pos, Ins::Move(next, zero));
                let start = self.here();
                let test = self.tmp();
                self.emit(pos, Ins::Compare(Test::Lt, Num::I64, test, next, source));
                let exit = self.emit(pos, Ins::JumpIfNot(test, 0));
                self.emit(pos, Ins::Move(index, next));
                self.turn(pos, [(key, x.ty, index), (None, INT, item)], define, body, label);
                self.again();
                self.emit(pos, Ins::Math(Math::Add, Num::I64, next, next, one));
                self.emit(pos, Ins::Jump(start));
                self.land(exit);
            }
            Type::Map(k, v) => {
                let iter = self.tmp();
                self.emit(pos, Ins::RangeMap(iter, source));
                let start = self.here();
                let pair = self.tmps(2);
                let exit = self.emit(pos, Ins::NextEntry(iter, pair, 0));
                self.turn(pos, [(key, k, pair), (value, v, pair + 1)], define, body, label);
                self.again();
                self.emit(pos, Ins::Jump(start));
                self.land(exit);
            }
            Type::Chan(_, of) => {
                if let Some(value) = value {
                    self.wrong(
                        value.pos,
                        format!("range over {} permits only one iteration variable", self.describe(&x)),
                    );
                }
                let start = self.here();
                let pair = self.tmps(2);
                self.emit(pos, Ins::Recv2(pair, source));
                let exit = self.emit(pos, Ins::JumpIfNot(pair + 1, 0));
                self.turn(pos, [(key, of, pair), (None, INT, item)], define, body, label);
                self.again();
                self.emit(pos, Ins::Jump(start));
                self.land(exit);
            }
            Type::Func { .. } => {
                self.beyond(pos, "range over a function of Go");
                return;
            }
            _ => {
                let words = format!("cannot range over {}", self.describe(&x));
                self.wrong(over.pos, words);
                return;
            }
        }
        self.over();
    }

    /// One turn of the loop: its variables, then its body.
    fn turn(&mut self, pos: Pos, vars: [(Option<&Expr>, Ty, At); 2], define: bool, body: &Block, label: Option<Name>) {
        let mark = self.fn_mut().next;
        self.push_scope();
        for (e, ty, at) in vars {
            let Some(e) = e else { continue };
            if define {
                let Some(name) = e.name() else {
                    self.wrong(e.pos, format!("non-name {} on left side of :=", crate::show::expr(e)));
                    continue;
                };
                let at = self.own(pos, at, ty, false);
                let reg = self.tmp();
                self.bind(&Ident { name: name.clone(), pos: e.pos }, ty, at, reg, false);
            } else if let Some(place) = self.place(e, false) {
                let op = Op { fresh: false, ..Op::value(ty, at, e) };
                let at = self.assign_to(op, place.ty, "range clause");
                self.store(pos, place, at);
            }
        }
        self.enter(label, true);
        self.scoped(&body.stmts);
        // `continue` comes after the scope's end: the variables are new each turn.
        self.pop_scope(mark);
    }
}
