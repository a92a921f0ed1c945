//! Expressions as text, as gc's messages quote them.

use crate::ast::*;

/// Several, with commas between.
pub fn list(exprs: &[Expr]) -> String {
    exprs.iter().map(expr).collect::<Vec<_>>().join(", ")
}

/// One.
pub fn expr(e: &Expr) -> String {
    match &e.kind {
        Kind::Name(n) => n.to_string(),
        Kind::Int(t) | Kind::Float(t) | Kind::Char(_, t) | Kind::Str(_, t) => t.to_string(),
        Kind::Imag(t) => format!("{t}i"),
        Kind::Composite { ty, .. } => format!("{}{{…}}", ty.as_ref().map_or(String::new(), |t| expr(t))),
        Kind::Func(lit) => format!("func{} {{…}}", signature(&lit.sig)),
        Kind::Paren(inner) => format!("({})", expr(inner)),
        Kind::Select(inner, name) => format!("{}.{}", expr(inner), name.name),
        Kind::Index(inner, args) => format!("{}[{}]", expr(inner), list(args)),
        Kind::Slice(inner, [a, b, c]) => {
            let part = |p: &Option<Box<Expr>>| p.as_ref().map_or(String::new(), |p| expr(p));
            let third = c.as_ref().map_or(String::new(), |c| format!(":{}", expr(c)));
            format!("{}[{}:{}{third}]", expr(inner), part(a), part(b))
        }
        Kind::Assert(inner, ty) => {
            format!("{}.({})", expr(inner), ty.as_ref().map_or("type".into(), |t| expr(t)))
        }
        Kind::Call { fun, args, spread, .. } => {
            format!("{}({}{})", expr(fun), list(args), if *spread { "..." } else { "" })
        }
        Kind::Star(inner) => format!("*{}", expr(inner)),
        Kind::Unary(op, inner) => format!("{op}{}", expr(inner)),
        Kind::Binary(op, a, b) => format!("{} {op} {}", expr(a), expr(b)),
        Kind::ArrayType(len, of) => format!("[{}]{}", len.as_ref().map_or("...".into(), |l| expr(l)), expr(of)),
        Kind::SliceType(of) => format!("[]{}", expr(of)),
        Kind::MapType(k, v) => format!("map[{}]{}", expr(k), expr(v)),
        Kind::ChanType(Dir::Both, of) => format!("chan {}", expr(of)),
        Kind::ChanType(Dir::Send, of) => format!("chan<- {}", expr(of)),
        Kind::ChanType(Dir::Recv, of) => format!("<-chan {}", expr(of)),
        Kind::FuncType(sig) => format!("func{}", signature(sig)),
        Kind::StructType(_) => "struct{…}".into(),
        Kind::InterfaceType(_) => "interface{…}".into(),
    }
}

fn signature(sig: &Signature) -> String {
    let params = |list: &[Param], variadic: bool| {
        let last = list.len().saturating_sub(1);
        let one = |(n, p): (usize, &Param)| {
            let dots = if variadic && n == last { "..." } else { "" };
            let name = p.name.as_ref().map_or(String::new(), |n| format!("{} ", n.name));
            format!("{name}{dots}{}", expr(&p.ty))
        };
        list.iter().enumerate().map(one).collect::<Vec<_>>().join(", ")
    };
    let results = match &sig.results[..] {
        [] => String::new(),
        [Param { name: None, ty }] => format!(" {}", expr(ty)),
        many => format!(" ({})", params(many, false)),
    };
    format!("({}){results}", params(&sig.params, sig.variadic))
}
