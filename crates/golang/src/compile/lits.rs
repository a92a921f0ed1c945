//! Composite literals and functions without a name.

use super::scope::LocalWhat;
use super::*;

impl Compiler {
    pub(super) fn composite<'e>(
        &mut self,
        e: &'e Expr,
        ty: Option<&'e Expr>,
        elems: &'e [(Option<Expr>, Expr)],
        end: Pos,
        hint: Option<Ty>,
    ) -> Op<'e> {
        let open = matches!(ty.map(|t| &t.kind), Some(Kind::ArrayType(None, _)));
        let mut pointer = false;
        let made = match ty {
            Some(Expr { kind: Kind::ArrayType(None, of), .. }) => {
                let of = self.ty(of);
                let n = self.count(elems);
                self.types.make(Type::Array(n, of))
            }
            Some(ty) => self.ty(ty),
            None => match hint {
                // In a list of pointers, `{…}` stands for `&T{…}`.
                Some(hint) if self.types.pointee(hint).is_some() => {
                    pointer = true;
                    self.types.pointee(hint).unwrap_or(INVALID)
                }
                Some(hint) => hint,
                None => {
                    self.wrong(e.pos, "invalid composite literal type: missing type");
                    INVALID
                }
            },
        };
        let at = match self.types.base(made).clone() {
            Type::Struct(fields) => self.struct_lit(e, made, &fields, elems, end),
            Type::Array(n, of) => self.list_lit(e, made, of, elems, Some(n), open),
            Type::Slice(of) => self.list_lit(e, made, of, elems, None, open),
            Type::Map(key, of) => self.map_lit(e, made, key, of, elems),
            _ => {
                if made != INVALID {
                    let words = format!("invalid composite literal type {}", self.t(made));
                    self.wrong(e.pos, words);
                }
                for (_, value) in elems {
                    self.expr(value, None);
                }
                return Op::invalid(e);
            }
        };
        let ty = if pointer { self.types.ptr(made) } else { made };
        Op::value(ty, at, e)
    }

    fn count(&mut self, elems: &[(Option<Expr>, Expr)]) -> u64 {
        let (mut next, mut most) = (0, 0);
        for (key, _) in elems {
            if let Some(key) = key {
                next = self.array_len(key);
            }
            next += 1;
            most = most.max(next);
        }
        most
    }

    fn struct_lit<'e>(
        &mut self,
        e: &'e Expr,
        ty: Ty,
        fields: &[FieldType],
        elems: &'e [(Option<Expr>, Expr)],
        end: Pos,
    ) -> At {
        let base = self.tmps(fields.len() as u32);
        let mut given = vec![false; fields.len()];
        let keyed = elems.iter().any(|(k, _)| k.is_some());
        for (n, (key, value)) in elems.iter().enumerate() {
            let at = match key {
                Some(key) => match key.name().and_then(|name| fields.iter().position(|f| f.name == *name)) {
                    Some(at) => at,
                    None => {
                        let words = format!(
                            "unknown field {} in struct literal of type {}",
                            crate::show::expr(key),
                            self.t(ty)
                        );
                        let library = self.types.named_of(ty).is_some_and(|n| {
                            n.package != self.package
                                && self.packages.get(n.package as usize).is_some_and(|p| p.library)
                        });
                        if library && crate::library::has_member(&crate::show::expr(key)) {
                            let what = format!("the field {} of {} in Go", crate::show::expr(key), self.t(ty));
                            self.beyond(key.pos, &what);
                        } else {
                            self.wrong(key.pos, words);
                        }
                        self.expr(value, None);
                        continue;
                    }
                },
                None if keyed => {
                    self.wrong(value.pos, "mixture of field:value and value elements in struct literal");
                    continue;
                }
                None => n,
            };
            let Some(field) = fields.get(at) else {
                let words = format!("too many values in struct literal of type {}", self.t(ty));
                self.wrong(value.pos, words);
                break;
            };
            if let Some(slot) = given.get_mut(at) {
                if *slot {
                    self.wrong(value.pos, format!("duplicate field name {} in struct literal", field.name));
                }
                *slot = true;
            }
            let op = self.value(value, Some(field.ty));
            let value = self.assign_to(op, field.ty, "struct literal");
            self.emit(e.pos, Ins::Move(base + at as u32, value));
        }
        if !keyed && !elems.is_empty() && elems.len() < fields.len() {
            let words = format!("too few values in struct literal of type {}", self.t(ty));
            self.wrong(end, words);
        }
        for (n, field) in fields.iter().enumerate() {
            if given.get(n) == Some(&false) {
                let zero = self.zero(e.pos, field.ty);
                self.emit(e.pos, Ins::Move(base + n as u32, zero));
            }
        }
        let to = self.tmp();
        self.emit(e.pos, Ins::Struct(to, base, fields.len() as u32));
        to
    }

    fn list_lit<'e>(
        &mut self,
        e: &'e Expr,
        ty: Ty,
        of: Ty,
        elems: &'e [(Option<Expr>, Expr)],
        len: Option<u64>,
        open: bool,
    ) -> At {
        let n = self.count(elems);
        let all = match len {
            Some(len) => {
                if n > len && !open {
                    let words = format!("index {len} out of bounds (>= {len})");
                    let words = words.replace(
                        &format!("index {len} out of bounds (>= {len})"),
                        &format!("invalid argument: index {len} out of bounds [0:{len}]"),
                    );
                    let pos = elems.get(len as usize).map_or(e.pos, |(_, v)| v.pos);
                    self.wrong(pos, words);
                }
                len.max(n)
            }
            None => n,
        };
        let to = self.tmp();
        let dense = elems.iter().all(|(k, _)| k.is_none()) && all == elems.len() as u64;
        let mark = self.fn_mut().next;
        if dense && all <= 256 {
            let base = self.tmps(all as u32);
            for (n, (_, value)) in elems.iter().enumerate() {
                let op = self.value(value, Some(of));
                let value = self.assign_to(op, of, "slice literal");
                self.emit(e.pos, Ins::Move(base + n as u32, value));
            }
            self.emit(e.pos, Ins::SliceLit(to, base, all as u32, ty));
            return to;
        }
        if len.is_some() {
            self.emit(e.pos, Ins::Zero(to, ty));
        } else {
            let n = self.konst(Value::Int(all as i64));
            self.emit(e.pos, Ins::MakeSlice(to, n, n, ty));
        }
        let mut next = 0;
        for (key, value) in elems {
            let mark = self.fn_mut().next;
            if let Some(key) = key {
                next = self.array_len(key);
            }
            let op = self.value(value, Some(of));
            let value = self.assign_to(op, of, "slice literal");
            let at = self.konst(Value::Int(next as i64));
            self.emit(e.pos, Ins::SetIndex(to, at, value));
            next += 1;
            self.fn_mut().next = mark;
        }
        self.fn_mut().next = mark;
        to
    }

    fn map_lit<'e>(&mut self, e: &'e Expr, ty: Ty, key_ty: Ty, of: Ty, elems: &'e [(Option<Expr>, Expr)]) -> At {
        let to = self.tmp();
        self.emit(e.pos, Ins::MakeMap(to, ty));
        let mut seen: Vec<Const> = Vec::new();
        for (key, value) in elems {
            let mark = self.fn_mut().next;
            let Some(key) = key else {
                self.wrong(value.pos, "missing key in map literal");
                continue;
            };
            let k = self.value(key, Some(key_ty));
            if let Mode::Const(value) = &k.mode {
                if seen.contains(value) {
                    let words = format!("duplicate key {} in map literal", crate::show::expr(key));
                    self.wrong(key.pos, words);
                }
                seen.push(value.clone());
            }
            let k = self.assign_to(k, key_ty, "map literal");
            let op = self.value(value, Some(of));
            let value = self.assign_to(op, of, "map literal");
            self.emit(e.pos, Ins::MapSet(to, k, value));
            self.fn_mut().next = mark;
        }
        to
    }

    pub(super) fn func_lit<'e>(&mut self, e: &'e Expr, lit: &FuncLit) -> Op<'e> {
        let ty = self.signature(&lit.sig);
        let Type::Func { params: types, results, .. } = self.types.get(ty).clone() else { return Op::invalid(e) };
        let params = lit.sig.params.iter().map(|p| p.name.clone()).zip(types).collect();
        let names = lit.sig.results.iter().map(|r| r.name.clone()).collect();
        let outer = self.fn_mut().code.name.clone();
        let (code, captures) = self.body(&format!("{outer}.func"), params, results, names, &lit.body, true);
        let id = self.funcs.len() as u32;
        let library = self.packages.get(self.package as usize).is_some_and(|p| p.library);
        self.funcs.push(Func {
            name: code.name.clone(),
            decl: None,
            file: self.file,
            package: self.package,
            receiver: None,
            args: Vec::new(),
            code: Some(Rc::new(Code { library, ..code })),
        });
        let base = self.tmps(captures.len() as u32);
        for (n, (depth, scope, local)) in captures.iter().enumerate() {
            let what = self
                .fns
                .get(*depth)
                .and_then(|f| f.scopes.get(*scope))
                .and_then(|s| s.get(*local))
                .map(|l| l.what.clone());
            if let Some(LocalWhat::Var(reg, ..)) = what {
                let at = self.reach(e.pos, *depth, *scope, *local, reg);
                self.emit(e.pos, Ins::Move(base + n as u32, at));
            }
        }
        let to = self.tmp();
        self.emit(e.pos, Ins::Closure(to, id, base, captures.len() as u32));
        Op::value(ty, to, e)
    }
}
