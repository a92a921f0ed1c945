//! Operators: native where both sides are built in, by special methods otherwise (reference, 3.3.8).

use crate::frame::Then;
use crate::heap::*;
use crate::numbers::{Number, compare};
use crate::syntax::ast::{BinOp, CmpOp, UnaryOp};
use crate::vm::*;
use std::cmp::Ordering;

impl Vm {
    pub fn truth(&mut self, v: Value) -> Outcome<bool> {
        let Value::Obj(n) = v else {
            return Ok(!matches!(v, Value::None | Value::Null | Value::Bool(false) | Value::Int(0))
                && !matches!(v, Value::Float(x) if x == 0.0));
        };
        let class = self.heap.get(n).class;
        if !self.heap.type_of_slot(class).is_some_and(|t| t.builtin) {
            let (bool_, len) = (self.names.bool_, self.names.len);
            for name in [bool_, len] {
                if let Some(f) = self.overridden(class, name) {
                    let then = Then::new(truth_result, vec![Value::Bool(name.is(bool_))]);
                    return Err(self.request_then(f, vec![v], then));
                }
            }
        }
        Ok(match &self.heap.get(n).kind {
            Kind::Str(t) => !t.s.is_empty(),
            Kind::Bytes(b) => !b.is_empty(),
            Kind::ByteArray(b) => !b.is_empty(),
            Kind::List(l) => !l.is_empty(),
            Kind::Tuple(t) => !t.is_empty(),
            Kind::Dict(d) => !d.is_empty(),
            Kind::Set(s) => !s.is_empty(),
            Kind::Deque(d, _) => !d.is_empty(),
            Kind::Int(n) => *n != 0,
            Kind::Float(x) => *x != 0.0,
            Kind::Complex(a, b) => *a != 0.0 || *b != 0.0,
            Kind::Range(a, b, c) => crate::iteration::range_len(*a, *b, *c) != 0,
            Kind::View(d, _) | Kind::Proxy(d) => self.heap.dict(*d).is_some_and(|d| !d.is_empty()),
            _ => true,
        })
    }

    fn user_class(&self, v: Value) -> Option<u32> {
        let class = self.class_of(v);
        if self.heap.type_of_slot(class).is_some_and(|t| t.builtin) { None } else { Some(class) }
    }

    /// The method of an operator if it is not a native one.
    fn operator_method(&mut self, v: Value, name: &str) -> Option<Value> {
        let class = self.user_class(v)?;
        let key = self.intern(name);
        self.overridden(class, key)
    }

    pub fn binary(&mut self, op: BinOp, a: Value, b: Value) -> Answer {
        let (ua, ub) = (self.user_class(a), self.user_class(b));
        if ua.is_some() || ub.is_some() {
            let name = format!("__{}__", op.method());
            let reflected = format!("__r{}__", op.method());
            let left = self.operator_method(a, &name);
            let right = if self.class_of(a) == self.class_of(b) { None } else { self.operator_method(b, &reflected) };
            let index = Value::Int(BinOp::ALL.iter().position(|o| *o == op).unwrap_or(0) as i64);
            if let (Some(r), Some(bc), true) = (right, ub, left.is_some())
                && self.is_subclass(bc, self.class_of(a))
            {
                // The subclass goes first.
                let then = Then::new(after_binary, vec![index, b, a, left.unwrap_or(Value::Null), a, b]);
                return Err(self.request_then(r, vec![b, a], then));
            }
            if let Some(f) = left {
                let then = Then::new(after_binary, vec![index, a, b, right.unwrap_or(Value::Null), a, b]);
                return Err(self.request_then(f, vec![a, b], then));
            }
            if let Some(f) = right {
                match self.binary_native(op, a, b) {
                    Some(answer) => return answer,
                    None => {
                        let then = Then::new(after_binary, vec![index, b, a, Value::Null, a, b]);
                        return Err(self.request_then(f, vec![b, a], then));
                    }
                }
            }
        }
        match self.binary_native(op, a, b) {
            Some(answer) => answer,
            None => Err(self.binary_error(op.symbol(), a, b)),
        }
    }

    pub fn binary_error(&mut self, symbol: &str, a: Value, b: Value) -> Control {
        let (x, y) = (self.type_name(a), self.type_name(b));
        if symbol == "+" {
            if x == "str" {
                return self.type_error(&format!("can only concatenate str (not \"{y}\") to str"));
            }
            if x == "list" || x == "tuple" {
                return self.type_error(&format!("can only concatenate {x} (not \"{y}\") to {x}"));
            }
            if x == "bytes" {
                return self.type_error(&format!("can't concat {y} to bytes"));
            }
        }
        let sequence = ["str", "list", "tuple", "bytes"];
        if symbol == "*" && sequence.contains(&x.as_str()) {
            return self.type_error(&format!("can't multiply sequence by non-int of type '{y}'"));
        }
        if symbol == "*" && sequence.contains(&y.as_str()) {
            return self.type_error(&format!("can't multiply sequence by non-int of type '{x}'"));
        }
        self.type_error(&format!("unsupported operand type(s) for {symbol}: '{x}' and '{y}'"))
    }

    fn binary_native(&mut self, op: BinOp, a: Value, b: Value) -> Option<Answer> {
        if let (Value::Bool(x), Value::Bool(y)) = (a, b) {
            match op {
                BinOp::And => return Some(Ok(Value::Bool(x & y))),
                BinOp::Or => return Some(Ok(Value::Bool(x | y))),
                BinOp::Xor => return Some(Ok(Value::Bool(x ^ y))),
                _ => {}
            }
        }
        if let (Some(x), Some(y)) = (self.number(a), self.number(b)) {
            if !matches!(
                (&x, &y),
                (Number::Float(_) | Number::Complex(..), _) | (_, Number::Float(_) | Number::Complex(..))
            ) || !matches!(op, BinOp::And | BinOp::Or | BinOp::Xor | BinOp::LShift | BinOp::RShift | BinOp::MatMul)
            {
                if matches!(op, BinOp::MatMul) {
                    return None;
                }
                return self.arithmetic(op, x, y);
            }
            return None;
        }
        match op {
            BinOp::Add => self.concat(a, b),
            BinOp::Mul => {
                if let Some(n) = self.repeat_count(b)
                    && let Some(answer) = self.repeat(a, n)
                {
                    return Some(answer);
                }
                let n = self.repeat_count(a)?;
                self.repeat(b, n)
            }
            BinOp::Mod => match self.heap.kind(a) {
                Some(Kind::Str(_)) => {
                    let answer = self.percent(a, b);
                    Some(match answer {
                        Err(Control::Bail) => self.call_prelude("_op_percent", vec![a, b]),
                        other => other,
                    })
                }
                Some(Kind::Bytes(_)) => Some(self.call_prelude("_op_percent_bytes", vec![a, b])),
                _ => None,
            },
            BinOp::Or | BinOp::And | BinOp::Sub | BinOp::Xor => {
                let set_like = |vm: &Vm, v: Value| matches!(vm.heap.kind(v), Some(Kind::Set(_) | Kind::View(_, 0 | 2)));
                if set_like(self, a) && set_like(self, b) {
                    let answer = self.set_operation(op, a, b);
                    return Some(match answer {
                        Err(Control::Bail) => self.call_prelude("_op_set", vec![a, b, Value::Int(op as i64)]),
                        other => other,
                    });
                }
                if op == BinOp::Or {
                    if matches!((self.heap.kind(a), self.heap.kind(b)), (Some(Kind::Dict(_)), Some(Kind::Dict(_)))) {
                        let d = self.new_dict();
                        self.dict_update_plain(d, a)?;
                        self.dict_update_plain(d, b)?;
                        return Some(Ok(d));
                    }
                    let type_like = |vm: &Vm, v: Value| {
                        v.is_none() || matches!(vm.heap.kind(v), Some(Kind::Type(_) | Kind::Alias(..) | Kind::Union(_)))
                    };
                    if type_like(self, a) && type_like(self, b) {
                        let mut parts = Vec::new();
                        for v in [a, b] {
                            match self.heap.kind(v) {
                                Some(Kind::Union(t)) => {
                                    if let Some(Kind::Tuple(t)) = self.heap.kind(*t) {
                                        parts.extend(t.iter().copied());
                                    }
                                }
                                _ => parts.push(if v.is_none() { Value::Obj(self.types.none) } else { v }),
                            }
                        }
                        let t = self.new_tuple(parts);
                        return Some(Ok(self.heap.add(self.types.union, Kind::Union(t))));
                    }
                }
                None
            }
            _ => None,
        }
    }

    fn repeat_count(&self, v: Value) -> Option<i64> {
        match self.number(v)? {
            Number::Int(n) => Some(n),
            Number::Big(_) => Some(i64::MAX),
            _ => None,
        }
    }

    fn concat(&mut self, a: Value, b: Value) -> Option<Answer> {
        let (x, y) = (self.heap.kind(a)?, self.heap.kind(b)?);
        Some(match (x, y) {
            (Kind::Str(s), Kind::Str(t)) => {
                let mut out = String::with_capacity(s.s.len() + t.s.len());
                out.push_str(&s.s);
                out.push_str(&t.s);
                if self.heap.would_overflow(out.len()) {
                    return Some(Err(self.memory_error()));
                }
                Ok(self.new_str(out))
            }
            (Kind::List(s), Kind::List(t)) => {
                let items: Vec<Value> = s.iter().chain(t.iter()).copied().collect();
                if self.heap.would_overflow(items.len() * 16) {
                    return Some(Err(self.memory_error()));
                }
                Ok(self.new_list(items))
            }
            (Kind::Tuple(s), Kind::Tuple(t)) => {
                let items: Vec<Value> = s.iter().chain(t.iter()).copied().collect();
                Ok(self.new_tuple(items))
            }
            (Kind::Bytes(s), Kind::Bytes(t)) => {
                let data = [&s[..], &t[..]].concat();
                if self.heap.would_overflow(data.len()) {
                    return Some(Err(self.memory_error()));
                }
                Ok(self.new_bytes(data))
            }
            (Kind::Bytes(s), Kind::ByteArray(t)) => {
                let data = [&s[..], &t[..]].concat();
                Ok(self.new_bytes(data))
            }
            (Kind::ByteArray(s), Kind::Bytes(t)) => {
                let data = [&s[..], &t[..]].concat();
                Ok(self.heap.add(self.types.bytearray, Kind::ByteArray(data)))
            }
            (Kind::ByteArray(s), Kind::ByteArray(t)) => {
                let data = [&s[..], &t[..]].concat();
                Ok(self.heap.add(self.types.bytearray, Kind::ByteArray(data)))
            }
            (Kind::Deque(s, m), Kind::Deque(t, _)) => {
                let items = s.iter().chain(t.iter()).copied().collect();
                let m = *m;
                Ok(self.heap.add(self.types.deque, Kind::Deque(items, m)))
            }
            _ => return None,
        })
    }

    fn repeat(&mut self, v: Value, n: i64) -> Option<Answer> {
        let n = usize::try_from(n).unwrap_or(0);
        let size = match self.heap.kind(v)? {
            Kind::Str(t) => t.s.len(),
            Kind::Bytes(b) => b.len(),
            Kind::ByteArray(b) => b.len(),
            Kind::List(l) => l.len() * 16,
            Kind::Tuple(t) => t.len() * 16,
            _ => return None,
        };
        if self.heap.would_overflow(size.saturating_mul(n)) {
            return Some(Err(self.memory_error()));
        }
        Some(Ok(match self.heap.kind(v)? {
            Kind::Str(t) => {
                let s = t.s.repeat(n);
                self.new_str(s)
            }
            Kind::Bytes(b) => {
                let b = b.repeat(n);
                self.new_bytes(b)
            }
            Kind::ByteArray(b) => {
                let b = b.repeat(n);
                self.heap.add(self.types.bytearray, Kind::ByteArray(b))
            }
            Kind::List(l) => {
                let l = l.repeat(n);
                self.new_list(l)
            }
            Kind::Tuple(t) => {
                let t = t.repeat(n);
                self.new_tuple(t)
            }
            _ => return None,
        }))
    }

    pub fn set_operation(&mut self, op: BinOp, a: Value, b: Value) -> Answer {
        let frozen = self.heap_layout(self.class_of(a)) == Layout::FrozenSet;
        let left = self.listed(a)?;
        let right = self.listed(b)?;
        let (ls, rs) = (self.set_of(&left)?, self.set_of(&right)?);
        let out = self.set_of(&[])?;
        match op {
            BinOp::Or => {
                for v in left.iter().chain(&right) {
                    self.set_add(out, *v)?;
                }
            }
            BinOp::And => {
                // CPython walks the smaller set.
                let (walk, other) = if left.len() > right.len() { (&right, ls) } else { (&left, rs) };
                for v in walk {
                    let h = self.hash(*v)?;
                    if self.set_has(other, h, *v)? {
                        self.set_add(out, *v)?;
                    }
                }
            }
            _ => {
                for v in &left {
                    let h = self.hash(*v)?;
                    if !self.set_has(rs, h, *v)? {
                        self.set_add(out, *v)?;
                    }
                }
                if op == BinOp::Xor {
                    for v in &right {
                        let h = self.hash(*v)?;
                        if !self.set_has(ls, h, *v)? {
                            self.set_add(out, *v)?;
                        }
                    }
                }
            }
        }
        if frozen && let Value::Obj(n) = out {
            self.heap.get_mut(n).class = self.types.frozenset;
        }
        Ok(out)
    }

    pub fn inplace(&mut self, op: BinOp, a: Value, b: Value) -> Answer {
        if self.user_class(a).is_some() {
            let name = format!("__i{}__", op.method());
            if let Some(f) = self.operator_method(a, &name) {
                let index = Value::Int(BinOp::ALL.iter().position(|o| *o == op).unwrap_or(0) as i64);
                let then = Then::new(after_inplace, vec![index, a, b]);
                return Err(self.request_then(f, vec![a, b], then));
            }
        }
        match (op, self.heap.kind(a)) {
            (BinOp::Add, Some(Kind::List(_))) => {
                return match self.listed(b) {
                    Ok(items) => {
                        for v in items {
                            self.list_push(a, v);
                        }
                        Ok(a)
                    }
                    Err(Control::Listed(_)) => {
                        let then = Then::new(|_, s, _| Ok(s.first().copied().unwrap_or(Value::None)), vec![a]);
                        match self.call_prelude("_list_extend", vec![a, b]) {
                            Err(Control::Call(mut r)) => {
                                r.then = then;
                                Err(Control::Call(r))
                            }
                            other => other,
                        }
                    }
                    Err(c) => Err(c),
                };
            }
            (BinOp::Mul, Some(Kind::List(_))) => {
                if let Some(n) = self.repeat_count(b)
                    && let Some(Ok(new)) = self.repeat(a, n)
                {
                    let items = match self.heap.kind_mut(new) {
                        Some(Kind::List(l)) => std::mem::take(l),
                        _ => Vec::new(),
                    };
                    if let Some(Kind::List(l)) = self.heap.kind_mut(a) {
                        *l = items;
                    }
                    return Ok(a);
                }
            }
            (BinOp::Or, Some(Kind::Dict(_))) => {
                return match self.dict_update_plain(a, b) {
                    Some(()) => Ok(a),
                    None => self.call_prelude("_dict_ior", vec![a, b]),
                };
            }
            (BinOp::Or | BinOp::And | BinOp::Sub | BinOp::Xor, Some(Kind::Set(_)))
                if self.heap_layout(self.class_of(a)) == Layout::Set
                    && matches!(self.heap.kind(b), Some(Kind::Set(_) | Kind::View(..))) =>
            {
                let new = match self.set_operation(op, a, b) {
                    Err(Control::Bail) => return self.call_prelude("_op_set", vec![a, b, Value::Int(op as i64)]),
                    other => other?,
                };
                let set = match self.heap.kind_mut(new) {
                    Some(Kind::Set(s)) => std::mem::take(&mut **s),
                    _ => Default::default(),
                };
                if let Some(Kind::Set(s)) = self.heap.kind_mut(a) {
                    **s = set;
                }
                return Ok(a);
            }
            (BinOp::Add, Some(Kind::ByteArray(_))) => {
                let more = self.bytes_of(b)?;
                if let Some(Kind::ByteArray(d)) = self.heap.kind_mut(a) {
                    d.extend_from_slice(&more);
                }
                self.heap.grown(more.len());
                return Ok(a);
            }
            (BinOp::Add, Some(Kind::Deque(..))) => return self.call_prelude("_deque_iadd", vec![a, b]),
            _ => {}
        }
        match self.binary(op, a, b) {
            Err(Control::Raise(e)) if self.is_instance_of(e, "TypeError") => {
                let args = self.exception_mut(e).map_or(Value::None, |e| e.args);
                let text = match self.heap.kind(args) {
                    Some(Kind::Tuple(t)) => t.first().and_then(|v| self.heap.str(*v)).unwrap_or("").to_string(),
                    _ => String::new(),
                };
                let plain = format!("unsupported operand type(s) for {}: ", op.symbol());
                match text.strip_prefix(&plain) {
                    Some(rest) => {
                        let symbol = if op == BinOp::Pow { "**=".to_string() } else { format!("{}=", op.symbol()) };
                        let message = format!("unsupported operand type(s) for {symbol}: {rest}");
                        Err(self.type_error(&message))
                    }
                    None => Err(Control::Raise(e)),
                }
            }
            other => other,
        }
    }

    pub fn unary(&mut self, op: UnaryOp, v: Value) -> Answer {
        let (name, symbol) = match op {
            UnaryOp::Neg => ("__neg__", "-"),
            UnaryOp::Pos => ("__pos__", "+"),
            _ => ("__invert__", "~"),
        };
        if let Some(f) = self.operator_method(v, name) {
            return Err(self.request(f, vec![v]));
        }
        let number = self.number(v);
        Ok(match (op, number) {
            (UnaryOp::Neg, Some(Number::Int(n))) => match n.checked_neg() {
                Some(n) => Value::Int(n),
                None => self.new_big(-num_bigint::BigInt::from(n)),
            },
            (UnaryOp::Neg, Some(Number::Big(b))) => self.new_big(-b),
            (UnaryOp::Neg, Some(Number::Float(x))) => Value::Float(-x),
            (UnaryOp::Neg, Some(Number::Complex(a, b))) => self.heap.add(self.types.complex, Kind::Complex(-a, -b)),
            (UnaryOp::Pos, Some(n)) => self.number_value(n),
            (UnaryOp::Invert, Some(Number::Int(n))) => Value::Int(!n),
            (UnaryOp::Invert, Some(Number::Big(b))) => self.new_big(-b - 1),
            _ => {
                let message = format!("bad operand type for unary {symbol}: '{}'", self.type_name(v));
                return Err(self.type_error(&message));
            }
        })
    }

    pub fn compare(&mut self, op: CmpOp, a: Value, b: Value) -> Answer {
        match op {
            CmpOp::Is => return Ok(Value::Bool(a.is(b))),
            CmpOp::IsNot => return Ok(Value::Bool(!a.is(b))),
            CmpOp::In | CmpOp::NotIn => {
                let not = op == CmpOp::NotIn;
                let answer = match self.contains(b, a) {
                    Ok(yes) => return Ok(Value::Bool(yes != not)),
                    Err(Control::Bail | Control::Listed(_)) => self.call_prelude("_op_contains", vec![b, a]),
                    Err(c) => Err(c),
                };
                return match answer {
                    Err(Control::Call(mut r)) => {
                        let own = Then::new(contains_result, vec![Value::Bool(not)]);
                        r.then = crate::interpret::chain(r.then, own);
                        Err(Control::Call(r))
                    }
                    other => other,
                };
            }
            _ => {}
        }
        let (name, reflected) = match op {
            CmpOp::Eq => ("__eq__", "__eq__"),
            CmpOp::Ne => ("__ne__", "__ne__"),
            CmpOp::Lt => ("__lt__", "__gt__"),
            CmpOp::Le => ("__le__", "__ge__"),
            CmpOp::Gt => ("__gt__", "__lt__"),
            _ => ("__ge__", "__le__"),
        };
        let (ua, ub) = (self.user_class(a), self.user_class(b));
        if ua.is_some() || ub.is_some() {
            let mut attempts: Vec<(Value, Value, Value, bool)> = Vec::new();
            for (v, other, name) in [(a, b, name), (b, a, reflected)] {
                match self.operator_method(v, name) {
                    Some(f) => attempts.push((f, v, other, false)),
                    None if op == CmpOp::Ne => {
                        if let Some(f) = self.operator_method(v, "__eq__") {
                            attempts.push((f, v, other, true));
                        }
                    }
                    None => {}
                }
            }
            if let (Some(x), Some(y)) = (ua, ub)
                && x != y
                && self.is_subclass(y, x)
            {
                attempts.reverse();
            }
            if !attempts.is_empty() {
                let mut state = vec![Value::Int(op as i64), a, b];
                for (f, v, other, invert) in attempts.into_iter().rev() {
                    state.extend([f, v, other, Value::Bool(invert)]);
                }
                return self.next_comparison(state);
            }
        }
        match self.compare_native(op, a, b) {
            Err(Control::Bail) => {
                let twin = match op {
                    CmpOp::Eq => "_op_eq",
                    CmpOp::Ne => "_op_ne",
                    _ => "_op_order",
                };
                let mut args = vec![a, b];
                if twin == "_op_order" {
                    args.push(Value::Int(op as i64));
                }
                self.call_prelude(twin, args)
            }
            other => other,
        }
    }

    /// Tries the last of the attempts left in the state.
    fn next_comparison(&mut self, mut state: Vec<Value>) -> Answer {
        let at = state.len().saturating_sub(4);
        if at < 3 {
            let (op, a, b) = (cmp_of(state[0]), state[1], state[2]);
            return self.compare_native(op, a, b);
        }
        let attempt = state.split_off(at);
        let [f, v, other, invert] = attempt[..] else { return Ok(Value::NotImplemented) };
        state.push(invert);
        let then = Then::new(after_comparison, state);
        Err(self.request_then(f, vec![v, other], then))
    }

    pub fn compare_native(&mut self, op: CmpOp, a: Value, b: Value) -> Answer {
        match op {
            CmpOp::Eq => return Ok(Value::Bool(self.identity_or_eq(a, b)?)),
            CmpOp::Ne => return Ok(Value::Bool(!self.identity_or_eq(a, b)?)),
            _ => {}
        }
        let holds = |o: Ordering| match op {
            CmpOp::Lt => o == Ordering::Less,
            CmpOp::Le => o != Ordering::Greater,
            CmpOp::Gt => o == Ordering::Greater,
            _ => o != Ordering::Less,
        };
        match self.order(a, b, op)? {
            Some(o) => Ok(Value::Bool(holds(o))),
            None => {
                if let (Some(x), Some(y)) = (self.number(a), self.number(b))
                    && !matches!((&x, &y), (Number::Complex(..), _) | (_, Number::Complex(..)))
                {
                    return Ok(Value::Bool(compare(&x, &y).is_some_and(holds)));
                }
                if let (Some(Kind::Set(_) | Kind::View(..)), Some(Kind::Set(_) | Kind::View(..))) =
                    (self.heap.kind(a), self.heap.kind(b))
                {
                    return self.compare_sets(op, a, b);
                }
                let symbol = match op {
                    CmpOp::Lt => "<",
                    CmpOp::Le => "<=",
                    CmpOp::Gt => ">",
                    _ => ">=",
                };
                let message = format!(
                    "'{symbol}' not supported between instances of '{}' and '{}'",
                    self.type_name(a),
                    self.type_name(b)
                );
                Err(self.type_error(&message))
            }
        }
    }

    fn identity_or_eq(&mut self, a: Value, b: Value) -> Outcome<bool> {
        // Objects with a Python `__eq__` got here only when it gave up.
        match self.eq(a, b) {
            Err(Control::Bail) if self.user_class(a).is_some() || self.user_class(b).is_some() => {
                let own = |vm: &mut Vm, v: Value| {
                    vm.user_class(v).is_some_and(|c| {
                        let eq = vm.names.eq;
                        vm.overridden(c, eq).is_some()
                    })
                };
                if own(self, a) || own(self, b) { Ok(a.is(b)) } else { Err(Control::Bail) }
            }
            other => other,
        }
    }

    fn compare_sets(&mut self, op: CmpOp, a: Value, b: Value) -> Answer {
        let x = self.listed(a)?;
        let y = self.listed(b)?;
        let (small, large, strict) = match op {
            CmpOp::Lt => (&x, &y, true),
            CmpOp::Le => (&x, &y, false),
            CmpOp::Gt => (&y, &x, true),
            _ => (&y, &x, false),
        };
        if small.len() > large.len() || (strict && small.len() == large.len()) {
            return Ok(Value::Bool(false));
        }
        let set = self.set_of(large)?;
        for v in small {
            let h = self.hash(*v)?;
            if !self.set_has(set, h, *v)? {
                return Ok(Value::Bool(false));
            }
        }
        Ok(Value::Bool(true))
    }

    /// The order of two built-in values, `None` if they have none.
    pub fn order(&mut self, a: Value, b: Value, op: CmpOp) -> Outcome<Option<Ordering>> {
        match (a, b) {
            (Value::Int(x), Value::Int(y)) => return Ok(Some(x.cmp(&y))),
            (Value::Float(x), Value::Float(y)) => return Ok(x.partial_cmp(&y)),
            _ => {}
        }
        for v in [a, b] {
            if self.user_class(v).is_some()
                && (self.operator_method(v, "__lt__").is_some() || self.operator_method(v, "__gt__").is_some())
            {
                return Err(Control::Bail);
            }
        }
        if let (Some(x), Some(y)) = (self.number(a), self.number(b)) {
            if matches!((&x, &y), (Number::Complex(..), _) | (_, Number::Complex(..))) {
                return Ok(None);
            }
            return Ok(compare(&x, &y));
        }
        let (x, y): (Vec<Value>, Vec<Value>) = match (self.heap.kind(a), self.heap.kind(b)) {
            (Some(Kind::Str(s)), Some(Kind::Str(t))) => return Ok(Some(s.s.cmp(&t.s))),
            (Some(Kind::Bytes(s)), Some(Kind::Bytes(t))) => return Ok(Some(s.cmp(t))),
            (Some(Kind::List(s)), Some(Kind::List(t))) => (s.clone(), t.clone()),
            (Some(Kind::Tuple(s)), Some(Kind::Tuple(t))) => (s.to_vec(), t.to_vec()),
            (Some(Kind::Deque(s, _)), Some(Kind::Deque(t, _))) => {
                (s.iter().copied().collect(), t.iter().copied().collect())
            }
            _ => return Ok(None),
        };
        self.deeper()?;
        let mut result = Ok(Some(x.len().cmp(&y.len())));
        for (p, q) in x.iter().zip(&y) {
            match self.same(*p, *q) {
                Ok(true) => {}
                Ok(false) => {
                    result = match self.order(*p, *q, op) {
                        Ok(None) => self.compare_native(op, *p, *q).map(|_| Some(Ordering::Equal)),
                        other => other,
                    };
                    break;
                }
                Err(c) => {
                    result = Err(c);
                    break;
                }
            }
        }
        self.depth = self.depth.saturating_sub(1);
        result
    }

    pub fn contains(&mut self, container: Value, v: Value) -> Outcome<bool> {
        let class = self.class_of(container);
        let name = self.names.contains;
        if self.overridden(class, name).is_some() {
            return Err(Control::Bail);
        }
        let items: Vec<Value> = match self.heap.kind(container) {
            Some(Kind::Str(t)) => {
                let Some(needle) = self.heap.str(v) else {
                    let message = format!("'in <string>' requires string as left operand, not {}", self.type_name(v));
                    return Err(self.type_error(&message));
                };
                return Ok(t.s.contains(needle));
            }
            Some(Kind::Bytes(_) | Kind::ByteArray(_)) => {
                let hay = self.bytes_of(container)?;
                if let Some(Number::Int(n)) = self.number(v) {
                    return Ok(u8::try_from(n).is_ok_and(|n| hay.contains(&n)));
                }
                let needle = self.bytes_of(v)?;
                return Ok(needle.is_empty() || hay.windows(needle.len()).any(|w| w == &needle[..]));
            }
            Some(Kind::Dict(_)) => return Ok(self.dict_get(container, v)?.is_some()),
            Some(Kind::Proxy(d) | Kind::View(d, 0)) => {
                let d = Value::Obj(*d);
                return Ok(self.dict_get(d, v)?.is_some());
            }
            Some(Kind::Set(_)) => {
                let h = self.hash(v)?;
                return self.set_has(container, h, v);
            }
            Some(Kind::Range(a, b, c)) => {
                let (a, b, c) = (*a, *b, *c);
                return Ok(match self.number(v) {
                    Some(Number::Int(n)) => {
                        let inside = if c > 0 { n >= a && n < b } else { n <= a && n > b };
                        inside && (i128::from(n) - i128::from(a)) % i128::from(c) == 0
                    }
                    Some(Number::Float(x)) if x.fract() == 0.0 => {
                        let n = x as i64;
                        let inside = if c > 0 { n >= a && n < b } else { n <= a && n > b };
                        inside && (i128::from(n) - i128::from(a)) % i128::from(c) == 0
                    }
                    _ => false,
                });
            }
            Some(Kind::List(l)) => l.clone(),
            Some(Kind::Tuple(t)) => t.to_vec(),
            Some(Kind::Deque(d, _)) => d.iter().copied().collect(),
            Some(Kind::View(..)) => self.listed(container)?,
            Some(Kind::Type(_)) => return Err(Control::Bail),
            _ => {
                let (iter, getitem) = (self.names.iter, self.names.getitem);
                if self.lookup(class, iter).is_some() || self.lookup(class, getitem).is_some() {
                    return Err(Control::Bail);
                }
                let message = format!("argument of type '{}' is not iterable", self.type_name(container));
                return Err(self.type_error(&message));
            }
        };
        for item in items {
            if self.same(item, v)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn cmp_of(v: Value) -> CmpOp {
    match v {
        Value::Int(0) => CmpOp::Eq,
        Value::Int(1) => CmpOp::Ne,
        Value::Int(2) => CmpOp::Lt,
        Value::Int(3) => CmpOp::Le,
        Value::Int(4) => CmpOp::Gt,
        _ => CmpOp::Ge,
    }
}
pub fn cmp_from(n: i64) -> CmpOp {
    cmp_of(Value::Int(n))
}

fn truth_result(vm: &mut Vm, state: Vec<Value>, v: Value) -> Answer {
    match (state.first(), v) {
        (_, Value::Bool(b)) => Ok(Value::Bool(b)),
        (Some(Value::Bool(false)), Value::Int(n)) => Ok(Value::Bool(n != 0)),
        (Some(Value::Bool(true)), v) => {
            let message = format!("__bool__ should return bool, returned {}", vm.type_name(v));
            Err(vm.type_error(&message))
        }
        (_, v) => {
            let message = format!("'{}' object cannot be interpreted as an integer", vm.type_name(v));
            Err(vm.type_error(&message))
        }
    }
}

fn after_binary(vm: &mut Vm, state: Vec<Value>, v: Value) -> Answer {
    if !matches!(v, Value::NotImplemented) {
        return Ok(v);
    }
    let [Value::Int(index), first, second, next, a, b] = state[..] else { return Ok(v) };
    let op = BinOp::ALL.get(usize::try_from(index).unwrap_or(0)).copied().unwrap_or(BinOp::Add);
    if !next.is_null() {
        let then = Then::new(after_binary, vec![Value::Int(index), second, first, Value::Null, a, b]);
        return Err(vm.request_then(next, vec![second, first], then));
    }
    match vm.binary_native(op, a, b) {
        Some(answer) => answer,
        None => Err(vm.binary_error(op.symbol(), a, b)),
    }
}

fn after_inplace(vm: &mut Vm, state: Vec<Value>, v: Value) -> Answer {
    if !matches!(v, Value::NotImplemented) {
        return Ok(v);
    }
    let [Value::Int(index), a, b] = state[..] else { return Ok(v) };
    let op = BinOp::ALL.get(usize::try_from(index).unwrap_or(0)).copied().unwrap_or(BinOp::Add);
    vm.binary(op, a, b)
}

fn after_comparison(vm: &mut Vm, mut state: Vec<Value>, v: Value) -> Answer {
    let invert = matches!(state.pop(), Some(Value::Bool(true)));
    if matches!(v, Value::NotImplemented) {
        return vm.next_comparison(state);
    }
    if invert {
        return match vm.truth(v) {
            Ok(b) => Ok(Value::Bool(!b)),
            Err(c) => Err(c),
        };
    }
    Ok(v)
}

fn contains_result(vm: &mut Vm, state: Vec<Value>, v: Value) -> Answer {
    let not = matches!(state.first(), Some(Value::Bool(true)));
    let yes = vm.truth(v)?;
    Ok(Value::Bool(yes != not))
}
