//! What may be assigned to or deleted, and CPython's names for what may not.

use super::SyntaxError;
use super::ast::{Const, Expr, ExprKind};

/// CPython's noun for a kind of expression.
pub(super) fn describe(expr: &Expr) -> &'static str {
    match &expr.kind {
        ExprKind::Name(_) => "name",
        ExprKind::Const(c) => match c {
            Const::None => "None",
            Const::True => "True",
            Const::False => "False",
            Const::Ellipsis => "ellipsis",
            _ => "literal",
        },
        ExprKind::Tuple(_) => "tuple",
        ExprKind::List(_) => "list",
        ExprKind::Set(_) => "set display",
        ExprKind::Dict(_) => "dict literal",
        ExprKind::Binary(..) | ExprKind::Unary(..) | ExprKind::Bool(..) => "expression",
        ExprKind::Compare(..) => "comparison",
        ExprKind::Call(..) => "function call",
        ExprKind::Attribute(..) => "attribute",
        ExprKind::Subscript(..) => "subscript",
        ExprKind::Slice(..) => "slice",
        ExprKind::Starred(_) => "starred",
        ExprKind::Lambda(..) => "lambda",
        ExprKind::IfElse(..) => "conditional expression",
        ExprKind::ListComp(..) => "list comprehension",
        ExprKind::SetComp(..) => "set comprehension",
        ExprKind::DictComp(..) => "dict comprehension",
        ExprKind::GenExpr(..) => "generator expression",
        ExprKind::Yield(_) | ExprKind::YieldFrom(_) => "yield expression",
        ExprKind::Await(_) => "await expression",
        ExprKind::Named(..) => "named expression",
        ExprKind::FString(_) => "f-string expression",
    }
}

/// `strict` (a `for` target) leaves out the hint about `==`.
pub(super) fn check_target(expr: &Expr, strict: bool) -> Result<(), SyntaxError> {
    check(expr, strict, true)
}

fn check(expr: &Expr, strict: bool, top: bool) -> Result<(), SyntaxError> {
    match &expr.kind {
        ExprKind::Name(_) | ExprKind::Attribute(..) | ExprKind::Subscript(..) => Ok(()),
        ExprKind::Starred(inner) => check(inner, strict, false),
        ExprKind::Tuple(items) | ExprKind::List(items) => {
            let stars: Vec<&Expr> = items.iter().filter(|e| matches!(e.kind, ExprKind::Starred(_))).collect();
            for item in items {
                check(item, strict, false)?;
            }
            if stars.len() > 1 {
                return Err(SyntaxError::new("multiple starred expressions in assignment", expr.span));
            }
            Ok(())
        }
        _ => {
            let what = describe(expr);
            let fixed = matches!(expr.kind, ExprKind::Const(Const::None | Const::True | Const::False));
            let yields = matches!(expr.kind, ExprKind::Yield(_) | ExprKind::YieldFrom(_));
            if top && yields {
                return Err(SyntaxError::new(format!("assignment to {what} not possible"), expr.span));
            }
            let hint = if strict || !top || fixed { "" } else { " here. Maybe you meant '==' instead of '='?" };
            Err(SyntaxError::new(format!("cannot assign to {what}{hint}"), expr.span))
        }
    }
}

pub(super) fn check_delete(expr: &Expr) -> Result<(), SyntaxError> {
    match &expr.kind {
        ExprKind::Name(_) | ExprKind::Attribute(..) | ExprKind::Subscript(..) => Ok(()),
        ExprKind::Tuple(items) | ExprKind::List(items) => items.iter().try_for_each(check_delete),
        _ => Err(SyntaxError::new(format!("cannot delete {}", describe(expr)), expr.span)),
    }
}
