//! The instructions, one by one (compare chapter 6 of the Java Virtual Machine Specification).

use crate::ast::Op as O;
use crate::code::Op;
use crate::types::*;
use crate::value::*;
use crate::vm::{Out, State, Vm};

fn null() -> Out {
    Out::Throw("java.lang.NullPointerException", String::new())
}

/// The greatest number of elements that an array of a program may have here.
const LARGEST: i64 = 8_000_000;

impl Vm {
    fn slot(&mut self, n: u16) -> usize {
        self.thread().frames.last().map_or(0, |f| f.base) + n as usize
    }

    pub(crate) fn execute(&mut self, op: &Op) -> Result<(), Out> {
        match op {
            Op::Push(value) => self.push(*value),
            Op::Text(n) => {
                let value = self.constant_text(*n);
                self.push(value);
            }
            Op::ClassObject(n) => {
                let ty = self.world.types.get(*n as usize).cloned().unwrap_or(Type::Unknown);
                let value = self.class_object(&ty);
                self.push(value);
            }
            Op::Load(n) => {
                let at = self.slot(*n);
                let value = self.thread().stack.get(at).copied().unwrap_or(Value::Null);
                self.push(value);
            }
            Op::Store(n) => {
                let at = self.slot(*n);
                let value = self.pop();
                if let Some(slot) = self.thread().stack.get_mut(at) {
                    *slot = value;
                }
            }
            Op::Inc(n, by) => {
                let at = self.slot(*n);
                if let Some(slot) = self.thread().stack.get_mut(at) {
                    *slot = Value::Int(slot.int().wrapping_add(*by));
                }
            }
            Op::Pop => {
                self.pop();
            }
            Op::Dup => {
                let value = self.thread().stack.last().copied().unwrap_or(Value::Null);
                self.push(value);
            }
            Op::DupX1 => {
                let (a, b) = (self.pop(), self.pop());
                self.thread().stack.extend([a, b, a]);
            }
            Op::DupX2 => {
                let (a, b, c) = (self.pop(), self.pop(), self.pop());
                self.thread().stack.extend([a, c, b, a]);
            }
            Op::Dup2 => {
                let (a, b) = (self.pop(), self.pop());
                self.thread().stack.extend([b, a, b, a]);
            }
            Op::Binary(op) => {
                let (b, a) = (self.pop(), self.pop());
                let value = self.binary(*op, a, b)?;
                self.push(value);
            }
            Op::Same(wanted) => {
                let (b, a) = (self.pop(), self.pop());
                let same = match (a, b) {
                    // Boxed numbers are one object only where they are kept (JLS 5.1.7).
                    (Value::Int(x), Value::Int(y)) => x == y && (-128..128).contains(&x),
                    (Value::Long(x), Value::Long(y)) => x == y && (-128..128).contains(&x),
                    (Value::Double(_) | Value::Float(_), _) => false,
                    (x, y) => x == y,
                };
                self.push(Value::Bool(same == *wanted));
            }
            Op::Neg => {
                let value = match self.pop() {
                    Value::Null => return Err(null()),
                    Value::Long(v) => Value::Long(v.wrapping_neg()),
                    Value::Float(v) => Value::Float(-v),
                    Value::Double(v) => Value::Double(-v),
                    other => Value::Int(other.int().wrapping_neg()),
                };
                self.push(value);
            }
            Op::BitNot => {
                let value = match self.pop() {
                    Value::Long(v) => Value::Long(!v),
                    other => Value::Int(!other.int()),
                };
                self.push(value);
            }
            Op::Not => {
                let value = self.pop();
                if value == Value::Null {
                    return Err(null());
                }
                self.push(Value::Bool(!value.is_true()));
            }
            Op::To(prim) => {
                let value = self.pop();
                if value == Value::Null {
                    return Err(null());
                }
                if value.prim().is_none() {
                    let from = self.shown_class(value);
                    return Err(Out::Throw(
                        "java.lang.ClassCastException",
                        format!("class {from} cannot be cast to class {}", prim.boxed()),
                    ));
                }
                self.push(value.to(*prim));
            }
            Op::Jump(to) => self.jump(*to),
            Op::JumpIf(to) => {
                if self.truth()? {
                    self.jump(*to);
                }
            }
            Op::JumpUnless(to) => {
                if !self.truth()? {
                    self.jump(*to);
                }
            }
            Op::JumpNull(to) => {
                if self.pop() == Value::Null {
                    self.jump(*to);
                }
            }
            Op::GetField(n) => {
                let object = self.pop();
                match self.heap.get(object) {
                    Some(Cell::Object { fields, .. }) => {
                        let value = fields.get(*n as usize).copied().unwrap_or(Value::Null);
                        self.push(value);
                    }
                    _ => return Err(null()),
                }
            }
            Op::PutField(n) => {
                let (value, object) = (self.pop(), self.pop());
                match self.heap.get_mut(object) {
                    Some(Cell::Object { fields, .. }) => {
                        if let Some(slot) = fields.get_mut(*n as usize) {
                            *slot = value;
                        }
                    }
                    _ => return Err(null()),
                }
            }
            Op::GetNamed(name) => {
                let object = self.pop();
                let value = match self.heap.get(object) {
                    None => return Err(null()),
                    Some(Cell::Array { data, .. }) => Value::Int(data.len() as i32),
                    Some(_) => self.get_named(object, name),
                };
                self.push(value);
            }
            Op::PutNamed(name) => {
                let (value, object) = (self.pop(), self.pop());
                if object == Value::Null {
                    return Err(null());
                }
                self.set_named(object, name, value);
            }
            Op::GetStatic(class, n) => {
                if !self.initialised(*class) {
                    return Ok(());
                }
                let value = self
                    .world
                    .class(*class)
                    .statics
                    .get(*n as usize)
                    .copied()
                    .unwrap_or(Value::Null);
                self.push(value);
            }
            Op::PutStatic(class, n) => {
                if !self.initialised(*class) {
                    return Ok(());
                }
                let value = self.pop();
                if let Some(slot) = self.world.class_mut(*class).statics.get_mut(*n as usize) {
                    *slot = value;
                }
            }
            Op::ArrayLength => {
                let array = self.pop();
                match self.heap.get(array) {
                    Some(Cell::Array { data, .. }) => {
                        let n = data.len() as i32;
                        self.push(Value::Int(n));
                    }
                    _ => return Err(null()),
                }
            }
            Op::ArrayLoad => {
                let (index, array) = (self.pop().int(), self.pop());
                match self.heap.get(array) {
                    Some(Cell::Array { data, .. }) => match usize::try_from(index).ok().and_then(|i| data.get(i)).copied() {
                        Some(value) => self.push(value),
                        None => return Err(out_of_bounds(index, data.len())),
                    },
                    _ => return Err(null()),
                }
            }
            Op::ArrayStore => {
                let (value, index, array) = (self.pop(), self.pop().int(), self.pop());
                match self.heap.get_mut(array) {
                    Some(Cell::Array { data, elem }) => {
                        let value = match elem {
                            Type::Prim(p) => value.to(*p),
                            _ => value,
                        };
                        let length = data.len();
                        match usize::try_from(index).ok().and_then(|i| data.get_mut(i)) {
                            Some(slot) => *slot = value,
                            None => return Err(out_of_bounds(index, length)),
                        }
                    }
                    _ => return Err(null()),
                }
            }
            Op::NewArray(n, dims) => {
                let elem = self.world.types.get(*n as usize).cloned().unwrap_or(Type::Unknown);
                let mut sizes: Vec<i32> = (0..*dims).map(|_| self.pop().int()).collect();
                sizes.reverse();
                if let Some(bad) = sizes.iter().find(|s| **s < 0) {
                    return Err(Out::Throw("java.lang.NegativeArraySizeException", bad.to_string()));
                }
                let total = sizes.iter().try_fold(1i64, |a, s| a.checked_mul(i64::from(*s).max(1)));
                if total.is_none_or(|t| t > LARGEST || self.heap.used as i64 + t * 16 > self.config.heap as i64) {
                    self.collect();
                    if total.is_none_or(|t| t > LARGEST || self.heap.used as i64 + t * 16 > self.config.heap as i64) {
                        return Err(Out::Throw("java.lang.OutOfMemoryError", "Java heap space".into()));
                    }
                }
                let array = self.array_of_arrays(&elem, &sizes);
                self.push(array);
            }
            Op::New(class) => {
                if !self.initialised(*class) {
                    return Ok(());
                }
                if self.heap.used > self.config.heap {
                    self.collect();
                    if self.heap.used > self.config.heap {
                        return Err(Out::Throw("java.lang.OutOfMemoryError", "Java heap space".into()));
                    }
                }
                let value = if *class == self.world.string {
                    self.text("")
                } else if matches!(
                    &*self.world.class(*class).name,
                    "java.lang.StringBuilder" | "java.lang.StringBuffer"
                ) {
                    self.heap.put(Cell::Builder(vec![]))
                } else {
                    self.object(*class)
                };
                self.push(value);
            }
            Op::Special(method) => return self.call(*method, false),
            Op::Virtual(method) => return self.call(*method, true),
            Op::Static(method) => {
                let m = self.world.method(*method);
                let (class, wants) = (m.class, m.ret != Type::Void);
                if !self.initialised(class) {
                    return Ok(());
                }
                return self.enter(*method, wants);
            }
            Op::Dynamic(name, count) => {
                let stack = &self.thread().stack;
                let from = stack.len().saturating_sub(*count as usize);
                let args: Vec<Value> = stack.get(from..).unwrap_or(&[]).to_vec();
                let receiver = from.checked_sub(1).and_then(|n| stack.get(n)).copied().unwrap_or(Value::Null);
                if receiver == Value::Null {
                    return Err(null());
                }
                if let Some(Cell::Array { elem, data }) = self.heap.get(receiver)
                    && &**name == "clone"
                {
                    let copy = Cell::Array {
                        elem: elem.clone(),
                        data: data.clone(),
                    };
                    self.pop();
                    let copy = self.heap.put(copy);
                    self.push(copy);
                    return Ok(());
                }
                let class = self.class_of(receiver);
                if let Some(Cell::Lambda { interface, .. }) = self.heap.get(receiver)
                    && interface.is_none()
                {
                    return self.call_lambda(receiver, args.len(), true);
                }
                let Some(method) = self.method_for(class, name, &args, false) else {
                    let words = format!(
                        "drydock: {name} of the Java class {} is not simulated",
                        self.world.class(class).name
                    );
                    return Err(Out::Throw("java.lang.UnsupportedOperationException", words));
                };
                if self.world.method(method).statik {
                    let at = self.thread().stack.len() - 1 - args.len();
                    self.thread().stack.remove(at);
                    return self.enter(method, true);
                }
                return self.call_wanting(method, true, true);
            }
            Op::DynamicStatic(class, name, count) => {
                if !self.initialised(*class) {
                    return Ok(());
                }
                let stack = &self.thread().stack;
                let from = stack.len().saturating_sub(*count as usize);
                let args: Vec<Value> = stack.get(from..).unwrap_or(&[]).to_vec();
                match self.method_for(*class, name, &args, true) {
                    Some(method) => return self.enter(method, true),
                    None => {
                        let words = format!(
                            "drydock: {name} of the Java class {} is not simulated",
                            self.world.class(*class).name
                        );
                        return Err(Out::Throw("java.lang.UnsupportedOperationException", words));
                    }
                }
            }
            Op::Lambda(made) => {
                let base = self.thread().frames.last().map_or(0, |f| f.base);
                let held: Vec<Value> = made
                    .from
                    .iter()
                    .map(|n| self.thread().stack.get(base + *n as usize).copied().unwrap_or(Value::Null))
                    .collect();
                let value = self.heap.put(Cell::Lambda {
                    interface: made.interface,
                    body: made.body,
                    to: made.to.clone(),
                    held: held.into(),
                });
                self.push(value);
            }
            Op::InstanceOf(n) => {
                let ty = self.world.types.get(*n as usize).cloned().unwrap_or(Type::Unknown);
                let value = self.pop();
                let is = value != Value::Null && self.instance(value, &ty);
                self.push(Value::Bool(is));
            }
            Op::Cast(n) => {
                let ty = self.world.types.get(*n as usize).cloned().unwrap_or(Type::Unknown);
                let value = self.thread().stack.last().copied().unwrap_or(Value::Null);
                if value != Value::Null && !self.instance(value, &ty) {
                    let from = self.shown_class(value);
                    let to = crate::natives::lang::type_name(&self.world, &ty);
                    let place = self.modules(&from, &to);
                    return Err(Out::Throw(
                        "java.lang.ClassCastException",
                        format!("class {from} cannot be cast to class {to} ({place})"),
                    ));
                }
            }
            Op::ToText => return self.to_text(),
            Op::Concat(count) => {
                let stack = &mut self.thread().stack;
                let from = stack.len().saturating_sub(*count as usize);
                let parts = stack.split_off(from);
                let mut out: Vec<u16> = vec![];
                for part in parts {
                    match self.heap.get(part) {
                        Some(Cell::Text(units)) => out.extend_from_slice(units),
                        _ => out.extend("null".encode_utf16()),
                    }
                }
                if out.len() * 2 + self.heap.used > self.config.heap.saturating_mul(2) {
                    return Err(Out::Throw("java.lang.OutOfMemoryError", "Java heap space".into()));
                }
                let value = self.heap.put(Cell::Text(out.into()));
                self.push(value);
            }
            Op::NullCheck => {
                if self.thread().stack.last() == Some(&Value::Null) {
                    return Err(null());
                }
            }
            Op::Throw => {
                let value = self.pop();
                if value == Value::Null {
                    return Err(null());
                }
                return Err(Out::Thrown(value));
            }
            Op::Return => {
                let value = self.pop();
                self.leave(Some(value));
            }
            Op::ReturnVoid => self.leave(None),
            Op::Enter => {
                let Value::Ref(at) = self.pop() else { return Err(null()) };
                let current = self.current;
                match self.monitors.get_mut(&at) {
                    None => {
                        self.monitors.insert(at, (current, 1));
                    }
                    Some((owner, count)) if *owner == current => *count += 1,
                    Some(_) => {
                        self.push(Value::Ref(at));
                        self.again();
                        self.thread().state = State::Monitor(at, 0);
                    }
                }
            }
            Op::Exit => {
                if let Value::Ref(at) = self.pop()
                    && let Some((_, count)) = self.monitors.get_mut(&at)
                {
                    *count -= 1;
                    if *count == 0 {
                        self.monitors.remove(&at);
                    }
                }
            }
            Op::Label(_) => {}
        }
        Ok(())
    }

    fn modules(&mut self, from: &str, to: &str) -> String {
        let own = |n: &str| !n.starts_with("java.") && !n.starts_with('[');
        match (own(from), own(to)) {
            (false, false) => format!("{from} and {to} are in module java.base of loader 'bootstrap'"),
            (true, true) => format!("{from} and {to} are in unnamed module of loader 'app'"),
            (false, true) => {
                format!("{from} is in module java.base of loader 'bootstrap'; {to} is in unnamed module of loader 'app'")
            }
            (true, false) => {
                format!("{from} is in unnamed module of loader 'app'; {to} is in module java.base of loader 'bootstrap'")
            }
        }
    }

    fn array_of_arrays(&mut self, elem: &Type, sizes: &[i32]) -> Value {
        let Some((first, rest)) = sizes.split_first() else {
            return Value::Null;
        };
        let mut inner = elem.clone();
        for _ in rest {
            inner = match inner {
                Type::Array(e) => (*e).clone(),
                other => other,
            };
        }
        let data = if rest.is_empty() {
            vec![Value::zero(elem); *first as usize]
        } else {
            let part = match elem {
                Type::Array(e) => (**e).clone(),
                other => other.clone(),
            };
            (0..*first).map(|_| self.array_of_arrays(&part, rest)).collect()
        };
        self.heap.put(Cell::Array {
            elem: elem.clone(),
            data,
        })
    }

    fn jump(&mut self, to: u32) {
        if let Some(frame) = self.thread().frames.last_mut() {
            frame.pc = to as usize;
        }
    }

    fn truth(&mut self) -> Result<bool, Out> {
        match self.pop() {
            Value::Bool(b) => Ok(b),
            _ => Err(null()),
        }
    }

    fn call(&mut self, method: MethodId, dispatch: bool) -> Result<(), Out> {
        let wants = self.world.method(method).ret != Type::Void;
        self.call_wanting(method, dispatch, wants)
    }

    pub(crate) fn call_wanting(&mut self, method: MethodId, dispatch: bool, wants: bool) -> Result<(), Out> {
        let count = self.world.method(method).params.len();
        let at = self.thread().stack.len().checked_sub(count + 1);
        let receiver = at.and_then(|n| self.thread().stack.get(n)).copied().unwrap_or(Value::Null);
        if receiver == Value::Null {
            return Err(null());
        }
        if !dispatch {
            return self.enter(method, wants);
        }
        let class = self.class_of(receiver);
        if let Some(Cell::Lambda { interface, .. }) = self.heap.get(receiver) {
            let owner = self.world.method(method).class;
            let abstrakt = self.world.method(method).abstrakt;
            let found = match interface {
                Some(id) => {
                    let id = *id;
                    self.world.dispatch(id, method)
                }
                None => method,
            };
            if (abstrakt || self.world.method(found).abstrakt) && owner != 0 && self.world.method(found).abstrakt {
                return self.call_lambda(receiver, count, wants);
            }
            return self.enter(found, wants);
        }
        let found = self.world.dispatch(class, method);
        self.enter(found, wants)
    }

    fn call_lambda(&mut self, lambda: Value, count: usize, wants: bool) -> Result<(), Out> {
        let Some(Cell::Lambda { body, to, held, .. }) = self.heap.get(lambda) else {
            return Err(null());
        };
        let (body, to, held) = (*body, to.clone(), held.clone());
        let Some(code) = self.world.method(body).code.clone() else {
            return Err(null());
        };
        let statik = self.world.method(body).statik;
        let stack = &mut self.thread().stack;
        let at = stack.len().saturating_sub(count + 1);
        if statik {
            stack.remove(at);
        } else if let (Some(slot), Some(this)) = (stack.get_mut(at), held.first()) {
            *slot = *this;
        }
        if self.thread().frames.len() >= crate::vm::DEEPEST {
            return Err(Out::Throw("java.lang.StackOverflowError", String::new()));
        }
        self.enter_code(code, body, count + usize::from(!statik), wants);
        let base = self.thread().frames.last().map_or(0, |f| f.base);
        for (slot, value) in to.iter().zip(held.iter()) {
            if let Some(place) = self.thread().stack.get_mut(base + *slot as usize) {
                *place = *value;
            }
        }
        Ok(())
    }

    fn to_text(&mut self) -> Result<(), Out> {
        let value = self.pop();
        let object = match self.heap.get(value) {
            Some(Cell::Text(_)) => {
                self.push(value);
                return Ok(());
            }
            Some(_) => true,
            None => false,
        };
        if !object {
            let text = crate::natives::lang::plain_text(value);
            let value = self.text(&text);
            self.push(value);
            return Ok(());
        }
        self.push(value);
        let object = self.world.object;
        match self.world.methods_named(&Type::class(object), "toString").first() {
            Some((method, _)) => {
                let method = *method;
                self.call_wanting(method, true, true)
            }
            None => Ok(()),
        }
    }

    fn binary(&mut self, op: O, a: Value, b: Value) -> Result<Value, Out> {
        let (Some(p), Some(q)) = (a.prim(), b.prim()) else {
            if a == Value::Null || b == Value::Null {
                if matches!(op, O::Eq | O::Ne) {
                    return Ok(Value::Bool((a == b) == (op == O::Eq)));
                }
                return Err(null());
            }
            match op {
                O::Eq => return Ok(Value::Bool(a == b)),
                O::Ne => return Ok(Value::Bool(a != b)),
                // A sum of what was not known to be strings.
                O::Add => {
                    let text = |vm: &Vm, v: Value| match vm.heap.get(v) {
                        Some(Cell::Text(_)) => vm.str(v),
                        _ => crate::natives::lang::plain_text(v),
                    };
                    let joined = text(self, a) + &text(self, b);
                    return Ok(self.text(&joined));
                }
                _ => return Err(Out::Throw("java.lang.ClassCastException", "not a number".into())),
            }
        };
        if p == Prim::Bool || q == Prim::Bool {
            let (x, y) = (a.is_true(), b.is_true());
            return Ok(Value::Bool(match op {
                O::And | O::AndAnd => x & y,
                O::Or | O::OrOr => x | y,
                O::Xor | O::Ne => x != y,
                _ => x == y,
            }));
        }
        if matches!(op, O::Shl | O::Shr | O::Ushr) {
            let by = b.long() as u32;
            return Ok(match a {
                Value::Long(v) => Value::Long(match op {
                    O::Shl => v.wrapping_shl(by),
                    O::Shr => v.wrapping_shr(by),
                    _ => (v as u64).wrapping_shr(by) as i64,
                }),
                other => {
                    let v = other.int();
                    Value::Int(match op {
                        O::Shl => v.wrapping_shl(by),
                        O::Shr => v.wrapping_shr(by),
                        _ => (v as u32).wrapping_shr(by) as i32,
                    })
                }
            });
        }
        let zero = || Out::Throw("java.lang.ArithmeticException", "/ by zero".into());
        Ok(match crate::compile::promoted(p, q) {
            Prim::Double => {
                let (x, y) = (a.double(), b.double());
                match float(op, x, y) {
                    Ok(v) => Value::Double(v),
                    Err(b) => Value::Bool(b),
                }
            }
            Prim::Float => {
                let (x, y) = (a.double(), b.double());
                match float(op, x, y) {
                    Ok(v) => Value::Float(v as f32),
                    Err(b) => Value::Bool(b),
                }
            }
            Prim::Long => {
                let (x, y) = (a.long(), b.long());
                Value::Long(match op {
                    O::Add => x.wrapping_add(y),
                    O::Sub => x.wrapping_sub(y),
                    O::Mul => x.wrapping_mul(y),
                    O::Div if y == 0 => return Err(zero()),
                    O::Rem if y == 0 => return Err(zero()),
                    O::Div => x.wrapping_div(y),
                    O::Rem => x.wrapping_rem(y),
                    O::And => x & y,
                    O::Or => x | y,
                    O::Xor => x ^ y,
                    other => return Ok(Value::Bool(compare(other, x.cmp(&y)))),
                })
            }
            _ => {
                let (x, y) = (a.int(), b.int());
                Value::Int(match op {
                    O::Add => x.wrapping_add(y),
                    O::Sub => x.wrapping_sub(y),
                    O::Mul => x.wrapping_mul(y),
                    O::Div if y == 0 => return Err(zero()),
                    O::Rem if y == 0 => return Err(zero()),
                    O::Div => x.wrapping_div(y),
                    O::Rem => x.wrapping_rem(y),
                    O::And => x & y,
                    O::Or => x | y,
                    O::Xor => x ^ y,
                    other => return Ok(Value::Bool(compare(other, x.cmp(&y)))),
                })
            }
        })
    }
}

fn compare(op: O, order: std::cmp::Ordering) -> bool {
    match op {
        O::Lt => order.is_lt(),
        O::Gt => order.is_gt(),
        O::Le => order.is_le(),
        O::Ge => order.is_ge(),
        O::Ne => order.is_ne(),
        _ => order.is_eq(),
    }
}

/// A number, or the truth of a comparison.
fn float(op: O, x: f64, y: f64) -> Result<f64, bool> {
    Ok(match op {
        O::Add => x + y,
        O::Sub => x - y,
        O::Mul => x * y,
        O::Div => x / y,
        O::Rem => x % y,
        O::Lt => return Err(x < y),
        O::Gt => return Err(x > y),
        O::Le => return Err(x <= y),
        O::Ge => return Err(x >= y),
        O::Ne => return Err(x != y),
        _ => return Err(x == y),
    })
}

fn out_of_bounds(index: i32, length: usize) -> Out {
    Out::Throw(
        "java.lang.ArrayIndexOutOfBoundsException",
        format!("Index {index} out of bounds for length {length}"),
    )
}
