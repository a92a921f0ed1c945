//! Running a template: text/template's exec, with its messages and where they happened.

use super::funcs;
use super::parse::{Branch, Call, Node, Operand, OperandKind, Pipe};
use super::value::{Nil, Value};
use crate::opts::{parse_int, quote};
use std::borrow::Cow;

/// What a map does with a missing key, and how values out of JSON are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Go's own types: a struct's field must exist.
    Typed,
    /// Decoded JSON with `missingkey=error`.
    Raw,
}

/// A failure and where it was: the byte, the node's text and the message.
#[derive(Clone, Debug)]
pub struct Failure {
    pub at: usize,
    pub context: String,
    pub message: String,
}

/// What a body ended with.
#[derive(PartialEq)]
enum Flow {
    On,
    Break,
    Continue,
}

/// How much a template may do and write.
const STEPS: usize = 2_000_000;
const OUTPUT: usize = 8 << 20;

pub(super) struct Run<'a> {
    pub mode: Mode,
    pub header: bool,
    pub out: String,
    variables: Vec<(Cow<'static, str>, Value)>,
    steps: usize,
    root: &'a Value,
}

type Result<T> = std::result::Result<T, Failure>;

impl<'a> Run<'a> {
    pub fn new(root: &'a Value, mode: Mode, header: bool) -> Self {
        Run {
            mode,
            header,
            out: String::with_capacity(128),
            variables: vec![(Cow::Borrowed("$"), root.clone())],
            steps: 0,
            root,
        }
    }

    pub fn run(&mut self, nodes: &[Node]) -> Result<()> {
        let root = self.root.clone();
        self.nodes(nodes, &root).map(|_| ())
    }

    fn step(&mut self, at: usize) -> Result<()> {
        self.steps += 1;
        if self.steps > STEPS || self.out.len() > OUTPUT {
            return Err(Failure {
                at,
                context: "range".into(),
                message: "the template does too much".into(),
            });
        }
        Ok(())
    }

    fn nodes(&mut self, nodes: &[Node], dot: &Value) -> Result<Flow> {
        for node in nodes {
            match node {
                Node::Text(text) => self.out.push_str(text),
                Node::Action(pipe) => {
                    self.step(pipe.at)?;
                    let value = self.pipe(pipe, dot)?;
                    if pipe.variables.is_empty() {
                        value.print_to(&mut self.out);
                    }
                }
                Node::If(branch) => {
                    let flow = self.choice(branch, dot, false)?;
                    if flow != Flow::On {
                        return Ok(flow);
                    }
                }
                Node::With(branch) => {
                    let flow = self.choice(branch, dot, true)?;
                    if flow != Flow::On {
                        return Ok(flow);
                    }
                }
                Node::Range(branch) => self.range(branch, dot)?,
                Node::Break => return Ok(Flow::Break),
                Node::Continue => return Ok(Flow::Continue),
            }
        }
        Ok(Flow::On)
    }

    fn choice(&mut self, branch: &Branch, dot: &Value, with: bool) -> Result<Flow> {
        let scope = self.variables.len();
        let value = self.pipe(&branch.pipe, dot)?;
        let flow = if value.truth() {
            self.nodes(&branch.body, if with { &value } else { dot })
        } else {
            self.nodes(&branch.otherwise, dot)
        };
        self.variables.truncate(scope);
        flow
    }

    fn range(&mut self, branch: &Branch, dot: &Value) -> Result<()> {
        let scope = self.variables.len();
        let value = self.pipe_value(&branch.pipe, dot)?;
        let items: Vec<(Value, Value)> = match &value {
            Value::List(items) => items
                .iter()
                .enumerate()
                .map(|(i, item)| (Value::Int(i as i64), item.clone()))
                .collect(),
            Value::Map(members) => members.iter().map(|(k, v)| (Value::from(k.as_str()), v.clone())).collect(),
            Value::Int(n) => (0..(*n).clamp(0, STEPS as i64))
                .map(|i| (Value::Int(i), Value::Int(i)))
                .collect(),
            Value::Nil(_) | Value::Missing => Vec::new(),
            other => {
                return Err(Failure {
                    at: branch.pipe.at,
                    context: branch.pipe.to_string(),
                    message: format!("range can't iterate over {}", other.print()),
                });
            }
        };
        if items.is_empty() {
            self.nodes(&branch.otherwise, dot)?;
        }
        for (key, item) in items {
            self.step(branch.at)?;
            let inner = self.variables.len();
            match branch.pipe.variables.as_slice() {
                [one] => self.bind(one, item.clone(), branch.pipe.assigns),
                [first, second] => {
                    self.bind(first, key, branch.pipe.assigns);
                    self.bind(second, item.clone(), branch.pipe.assigns);
                }
                _ => {}
            }
            let flow = self.nodes(&branch.body, &item)?;
            self.variables.truncate(inner);
            if flow == Flow::Break {
                break;
            }
        }
        self.variables.truncate(scope);
        Ok(())
    }

    fn bind(&mut self, name: &str, value: Value, assigns: bool) {
        if assigns && let Some(slot) = self.variables.iter_mut().rev().find(|(n, _)| n == name) {
            slot.1 = value;
        } else {
            self.variables.push((Cow::Owned(name.to_string()), value));
        }
    }

    fn pipe(&mut self, pipe: &Pipe, dot: &Value) -> Result<Value> {
        let value = self.pipe_value(pipe, dot)?;
        for name in &pipe.variables {
            self.bind(name, value.clone(), pipe.assigns);
        }
        Ok(value)
    }

    fn pipe_value(&mut self, pipe: &Pipe, dot: &Value) -> Result<Value> {
        let mut last = None;
        for call in &pipe.commands {
            last = Some(self.call(call, dot, last)?);
        }
        Ok(last.unwrap_or(Value::Missing))
    }

    fn call(&mut self, call: &Call, dot: &Value, last: Option<Value>) -> Result<Value> {
        let Some((first, rest)) = call.words.split_first() else {
            return Ok(Value::Missing);
        };
        let has_arguments = !rest.is_empty() || last.is_some();
        match &first.kind {
            OperandKind::Identifier(name) => self.function(call, name, rest, dot, last),
            OperandKind::Field(_) | OperandKind::Chain(..) => self.fields_call(first, rest, dot, last),
            OperandKind::Variable(_, names) if !names.is_empty() => self.fields_call(first, rest, dot, last),
            _ if has_arguments => Err(fail(first, format!("can't give argument to non-function {first}"))),
            OperandKind::Nil => Err(fail(first, "nil is not a command")),
            _ => self.operand(first, dot),
        }
    }

    /// A field that may be a method: `.Label "x"`.
    fn fields_call(&mut self, first: &Operand, rest: &[Operand], dot: &Value, last: Option<Value>) -> Result<Value> {
        let value = self.operand(first, dot)?;
        let mut arguments = Vec::new();
        for word in rest {
            arguments.push(self.operand(word, dot)?);
        }
        arguments.extend(last);
        match value {
            Value::Method(method) if !arguments.is_empty() => Ok(method(&arguments)),
            Value::Method(_) => {
                let name = field_name(first);
                Err(fail(first, format!("wrong number of args for {name}: want 1 got 0")))
            }
            value if arguments.is_empty() => Ok(value),
            _ => {
                let name = field_name(first);
                Err(fail(first, format!("{name} has arguments but cannot be invoked as function")))
            }
        }
    }

    fn function(&mut self, call: &Call, name: &str, rest: &[Operand], dot: &Value, last: Option<Value>) -> Result<Value> {
        // `and` and `or` stop at the first word that decides.
        if name == "and" || name == "or" {
            let mut value = None;
            for word in rest {
                let next = self.operand(word, dot)?;
                let decided = next.truth() == (name == "or");
                value = Some(next);
                if decided {
                    return Ok(value.unwrap_or(Value::Missing));
                }
            }
            return last.or(value).ok_or_else(|| Failure {
                at: call.at,
                context: name.into(),
                message: format!("wrong number of args for {name}: want at least 1 got 0"),
            });
        }
        let mut arguments = Vec::new();
        for word in rest {
            arguments.push(self.operand(word, dot)?);
        }
        arguments.extend(last);
        if self.header && funcs::keeps_header(name) {
            let at = 0;
            return Ok(arguments.get(at).cloned().unwrap_or_else(|| Value::from("")));
        }
        let failed = |message: String| Failure {
            at: call.at,
            context: call.to_string(),
            message,
        };
        if let Some(message) = funcs::wrong_count(name, arguments.len()) {
            return Err(Failure {
                at: call.at,
                context: name.into(),
                message,
            });
        }
        funcs::call(name, &arguments).map_err(|problem| match problem {
            funcs::Problem::Calling(why) => failed(format!("error calling {name}: {why}")),
            funcs::Problem::Argument(i, why) => match rest.get(i) {
                Some(word) => fail(word, why),
                None => failed(why),
            },
        })
    }

    fn operand(&mut self, operand: &Operand, dot: &Value) -> Result<Value> {
        self.step(operand.at)?;
        match &operand.kind {
            OperandKind::Dot => Ok(dot.clone()),
            OperandKind::Nil => Ok(Value::Nil(Nil::Pointer)),
            OperandKind::Bool(value) => Ok(Value::Bool(*value)),
            OperandKind::Number(text) => Ok(number(text)),
            OperandKind::String(_, text) => Ok(Value::from(text.as_str())),
            OperandKind::Char(_, code) => Ok(Value::Int(*code)),
            OperandKind::Identifier(name) => {
                let call = Call {
                    at: operand.at,
                    words: vec![operand.clone()],
                };
                self.function(&call, name, &[], dot, None)
            }
            OperandKind::Field(names) => self.fields(operand, dot.clone(), names, true),
            OperandKind::Variable(name, names) => {
                let value = self
                    .variables
                    .iter()
                    .rev()
                    .find(|(n, _)| n == name)
                    .map(|(_, v)| v.clone())
                    .unwrap_or(Value::Missing);
                self.fields(operand, value, names, name == "$")
            }
            OperandKind::Pipe(pipe) => self.pipe(pipe, dot),
            OperandKind::Chain(base, names) => {
                let value = self.operand(base, dot)?;
                self.fields(operand, value, names, false)
            }
        }
    }

    fn fields(&mut self, operand: &Operand, mut value: Value, names: &[String], mut from_root: bool) -> Result<Value> {
        for name in names {
            value = self.field(operand, &value, name, from_root)?;
            from_root = false;
        }
        Ok(value)
    }

    fn field(&mut self, operand: &Operand, value: &Value, name: &str, from_root: bool) -> Result<Value> {
        let raw = self.mode == Mode::Raw;
        let type_name = || match value {
            Value::Map(_) if raw && from_root => "map[string]interface {}",
            _ if raw => "interface {}",
            other => other.type_name(),
        };
        match value {
            Value::Object(object) => match object.get(name) {
                Some(found) => Ok(found.clone()),
                None => match Value::left_out(object, name)
                    .filter(|_| object.type_name.is_empty() || object.type_name == "container.MountPoint")
                {
                    Some(empty) => Ok(empty),
                    None => Err(fail(operand, format!("can't evaluate field {name} in type {}", type_name()))),
                },
            },
            Value::Map(members) => match members.get(name) {
                Some(found) => Ok(found.clone()),
                None if raw => Err(fail(operand, format!("map has no entry for key {}", quote(name)))),
                None => Ok(Value::Missing),
            },
            Value::Missing if raw => Err(fail(operand, format!("nil data; no entry for key {}", quote(name)))),
            Value::Missing | Value::Nil(Nil::Map) => Ok(Value::Missing),
            Value::Nil(_) => Err(fail(operand, format!("nil pointer evaluating {}.{name}", type_name()))),
            _ => Err(fail(operand, format!("can't evaluate field {name} in type {}", type_name()))),
        }
    }
}

fn fail(operand: &Operand, message: impl Into<String>) -> Failure {
    Failure {
        at: operand.at,
        context: operand.to_string(),
        message: message.into(),
    }
}

fn field_name(operand: &Operand) -> String {
    operand.to_string().rsplit('.').next().unwrap_or_default().to_string()
}

fn number(text: &str) -> Value {
    match parse_int(text) {
        Some(n) => Value::Int(n),
        None => Value::Float(text.replace('_', "").parse().unwrap_or(0.0)),
    }
}
