//! Variables: ECMA-262 §9.1. A scope is a short list; a long one has an index.

use crate::ast::{Decl, Name};
use crate::value::{Obj, Value};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

pub struct Var {
    pub name: Name,
    pub value: Value,
    pub constant: bool,
}

#[derive(Default)]
pub struct Vars {
    pub list: Vec<Var>,
    index: Option<BTreeMap<Name, usize>>,
}

const LINEAR: usize = 12;

impl Vars {
    pub fn find(&self, name: &Name) -> Option<usize> {
        match &self.index {
            Some(index) => index.get(name).copied(),
            None => self.list.iter().position(|v| Rc::ptr_eq(&v.name, name) || v.name == *name),
        }
    }
}

pub struct Scope {
    pub vars: RefCell<Vars>,
    pub parent: Option<Rc<Scope>>,
    /// Names of a class's private members.
    pub privates: Option<Vec<(Name, Rc<crate::value::Symbol>)>>,
}

/// What `this`, `super`, `new.target` and `arguments` are; arrows share their maker's.
pub struct This {
    pub this: RefCell<Value>,
    pub home: Option<Obj>,
    pub function: Option<Obj>,
    pub new_target: Value,
}

pub enum Found {
    Value(Value),
    /// Declared later.
    Early,
    Missing,
}

impl Scope {
    pub fn new(parent: Option<Rc<Scope>>) -> Rc<Scope> {
        Rc::new(Scope { vars: RefCell::default(), parent, privates: None })
    }

    pub fn declare(&self, name: &Name, value: Value, decl: Decl) {
        let mut vars = self.vars.borrow_mut();
        let constant = matches!(decl, Decl::Const);
        if let Some(at) = vars.find(name) {
            if let Some(var) = vars.list.get_mut(at) {
                var.value = value;
                var.constant = constant;
            }
            return;
        }
        let at = vars.list.len();
        vars.list.push(Var { name: name.clone(), value, constant });
        if let Some(index) = &mut vars.index {
            index.insert(name.clone(), at);
        } else if at > LINEAR {
            vars.index = Some(vars.list.iter().enumerate().map(|(n, v)| (v.name.clone(), n)).collect());
        }
    }

    pub fn get(&self, name: &Name) -> Found {
        let mut scope = self;
        loop {
            {
                let vars = scope.vars.borrow();
                if let Some(var) = vars.find(name).and_then(|at| vars.list.get(at)) {
                    return match &var.value {
                        Value::Empty => Found::Early,
                        Value::Alias(there) => there.0.get(&there.1),
                        value => Found::Value(value.clone()),
                    };
                }
            }
            match &scope.parent {
                Some(parent) => scope = parent,
                None => return Found::Missing,
            }
        }
    }

    /// `Err(true)`: a constant; `Err(false)`: declared later. `Ok(false)`: there is none.
    pub fn set(&self, name: &Name, value: Value) -> Result<bool, bool> {
        let mut scope = self;
        loop {
            {
                let mut vars = scope.vars.borrow_mut();
                if let Some(at) = vars.find(name)
                    && let Some(var) = vars.list.get_mut(at)
                {
                    if matches!(var.value, Value::Empty) {
                        return Err(false);
                    }
                    if var.constant || matches!(var.value, Value::Alias(_)) {
                        return Err(true);
                    }
                    var.value = value;
                    return Ok(true);
                }
            }
            match &scope.parent {
                Some(parent) => scope = parent,
                None => return Ok(false),
            }
        }
    }

    pub fn private(&self, name: &Name) -> Option<Rc<crate::value::Symbol>> {
        let mut scope = self;
        loop {
            if let Some(found) = scope.privates.iter().flatten().find(|(n, _)| n == name) {
                return Some(found.1.clone());
            }
            scope = scope.parent.as_deref()?;
        }
    }
}
