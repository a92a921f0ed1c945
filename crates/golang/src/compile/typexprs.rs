//! Expressions that are types.

use super::scope::{LocalWhat, Seen};
use super::*;

impl Compiler {
    /// The type an expression stands for; a mistake if it is none.
    pub(super) fn ty(&mut self, e: &Expr) -> Ty {
        match self.maybe_ty(e) {
            Some(ty) => ty,
            None => {
                let words = match e.bare().name() {
                    Some(name) if self.look_up(name).is_none() => format!("undefined: {name}"),
                    _ => format!("{} is not a type", crate::show::expr(e)),
                };
                self.wrong(e.pos, words);
                INVALID
            }
        }
    }

    /// The type an expression stands for, if it does.
    pub(super) fn maybe_ty(&mut self, e: &Expr) -> Option<Ty> {
        if self.depth > 200 {
            self.beyond(e.pos, "a type of Go nested this deep");
            return Some(INVALID);
        }
        self.depth += 1;
        let made = self.type_of(e);
        self.depth -= 1;
        made
    }

    fn type_of(&mut self, e: &Expr) -> Option<Ty> {
        Some(match &e.kind {
            Kind::Name(name) => match self.look_up(name)? {
                Seen::Local(LocalWhat::Type(ty), depth, scope, n) => {
                    self.mark_used(depth, scope, n);
                    ty
                }
                Seen::TypeParam(ty) => ty,
                Seen::Entity(id) => match self.entities.get(id as usize).map(|e| e.thing.clone())? {
                    Thing::Type(ty) => ty,
                    Thing::Unknown(Decl::Type(_), _) => match self.resolve(id) {
                        Thing::Type(ty) => ty,
                        Thing::GenericType(decl) => return self.uninstantiated(e, &decl),
                        _ => return None,
                    },
                    Thing::GenericType(decl) => return self.uninstantiated(e, &decl),
                    _ => return None,
                },
                _ => return None,
            },
            Kind::Paren(inner) => return self.maybe_ty(inner),
            Kind::Select(inner, member) => {
                let name = inner.name()?;
                let Some(Seen::Package(package)) = self.look_up(name) else { return None };
                let id = self.packages.get(package as usize).and_then(|p| p.scope.get(&member.name)).copied();
                let Some(id) = id else {
                    self.no_member(package, inner, member);
                    return Some(INVALID);
                };
                match self.resolve(id) {
                    Thing::Type(ty) => ty,
                    _ => return None,
                }
            }
            Kind::Index(inner, args) => {
                let id = self.generic_type(inner)?;
                let args: Vec<Ty> = args.iter().map(|a| self.ty(a)).collect();
                self.instance(id, args, e.pos)
            }
            Kind::Star(inner) => {
                let to = self.maybe_ty(inner)?;
                self.types.ptr(to)
            }
            Kind::SliceType(of) => {
                let of = self.ty(of);
                self.types.slice(of)
            }
            Kind::ArrayType(len, of) => {
                let n = match len {
                    None => {
                        self.wrong(e.pos, "invalid use of [...] array (outside a composite literal)");
                        0
                    }
                    Some(len) => self.array_len(len),
                };
                let of = self.ty(of);
                self.types.make(Type::Array(n, of))
            }
            Kind::MapType(k, v) => {
                let (key, value) = (self.ty(k), self.ty(v));
                if !self.types.comparable(key) {
                    let words = format!("invalid map key type {}", self.t(key));
                    self.wrong(k.pos, words);
                }
                self.types.make(Type::Map(key, value))
            }
            Kind::ChanType(dir, of) => {
                let of = self.ty(of);
                self.types.make(Type::Chan(*dir, of))
            }
            Kind::FuncType(sig) => self.signature(sig),
            Kind::StructType(fields) => self.struct_type(fields),
            Kind::InterfaceType(members) => self.interface_type(members),
            _ => return None,
        })
    }

    fn uninstantiated(&mut self, e: &Expr, decl: &Rc<TypeDecl>) -> Option<Ty> {
        let names: Vec<String> =
            decl.params.iter().map(|p| format!("{} {}", p.name.name, crate::show::expr(&p.constraint))).collect();
        self.wrong(
            e.pos,
            format!("cannot use generic type {}[{}] without instantiation", decl.name.name, names.join(", ")),
        );
        Some(INVALID)
    }

    pub(super) fn array_len(&mut self, len: &Expr) -> u64 {
        let op = self.quietly(|c| c.value(len, None));
        match &op.mode {
            Mode::Const(value) => match value.int() {
                Some(n @ 0..=10_000_000) => n as u64,
                Some(n) if n < 0 => {
                    let words = format!("invalid array length {} (untyped int constant)", crate::show::expr(len));
                    self.wrong(len.pos, words);
                    0
                }
                _ => {
                    self.beyond(len.pos, "an array of this length in Go");
                    0
                }
            },
            Mode::Invalid => 0,
            _ => {
                let words = format!("invalid array length {}", crate::show::expr(len));
                self.wrong(len.pos, words);
                0
            }
        }
    }

    fn struct_type(&mut self, list: &[Field]) -> Ty {
        let mut fields: Vec<FieldType> = Vec::new();
        for field in list {
            let ty = self.ty(&field.ty);
            if &*field.name.name != "_" && fields.iter().any(|f| f.name == field.name.name) {
                self.wrong(field.name.pos, format!("{} redeclared", field.name.name));
            }
            // Fields of other packages without a capital are others, even where the names are the same.
            let package = match field.name.name.chars().next().is_some_and(char::is_uppercase) {
                true => 0,
                false => self.package,
            };
            let (name, tag) = (field.name.name.clone(), field.tag.clone());
            fields.push(FieldType { name, ty, embedded: field.embedded, tag, package });
        }
        self.types.make(Type::Struct(Rc::new(fields)))
    }

    fn interface_type(&mut self, members: &[Member]) -> Ty {
        let mut face = Interface::default();
        for member in members {
            match member {
                Member::Method(name, sig) => {
                    let ty = self.signature(sig);
                    if face.methods.iter().any(|(n, _)| *n == name.name) {
                        self.wrong(name.pos, format!("duplicate method {}", name.name));
                        continue;
                    }
                    face.methods.push((name.name.clone(), ty));
                }
                Member::Union(terms) => {
                    let mut union: Vec<(bool, Ty)> = Vec::new();
                    let mut all = false;
                    for (tilde, term) in terms {
                        let ty = self.ty(term);
                        match self.types.base(ty).clone() {
                            Type::Interface(inner) => {
                                all |= inner.union.is_none();
                                union.extend(inner.union.clone().into_iter().flatten());
                                if terms.len() == 1 {
                                    face.comparable |= inner.comparable;
                                    for method in &inner.methods {
                                        if !face.methods.iter().any(|(n, _)| *n == method.0) {
                                            face.methods.push(method.clone());
                                        }
                                    }
                                }
                            }
                            _ => union.push((*tilde, ty)),
                        }
                    }
                    if !all {
                        face.union = Some(match face.union.take() {
                            None => union,
                            Some(before) => before.into_iter().filter(|t| union.contains(t)).collect(),
                        });
                    }
                }
            }
        }
        face.methods.sort();
        self.types.make(Type::Interface(Rc::new(face)))
    }

    pub(super) fn signature(&mut self, sig: &Signature) -> Ty {
        let last = sig.params.len().saturating_sub(1);
        let mut params = Vec::new();
        for (n, param) in sig.params.iter().enumerate() {
            let mut ty = self.ty(&param.ty);
            if sig.variadic && n == last {
                ty = self.types.slice(ty);
            }
            params.push(ty);
        }
        let results = sig.results.iter().map(|r| self.ty(&r.ty)).collect();
        self.types.make(Type::Func { params, results, variadic: sig.variadic })
    }
}
