//! The stages of a Dockerfile as a graph: which starts from which, which copies from which, which the last one needs.
//!
//! A pure function of the text. The drawing is for the eye; the list below it says the same in words.

use std::collections::BTreeSet;

use dockerfile::{Dockerfile, Instruction};
use yew::prelude::*;

use crate::app::i18n::{Messages, fill};
use crate::app::session::{Session, use_session};
use crate::app::state::Action;

/// A stage and what it takes from others, by their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Node {
    name: String,
    /// The image or stage as written.
    base: String,
    from: Option<usize>,
    copies: BTreeSet<usize>,
    lines: (u32, u32),
    /// The last stage needs it, or is it.
    used: bool,
    /// How many stages stand before it.
    depth: usize,
}

fn graph(text: &str) -> Vec<Node> {
    let Ok(read) = Dockerfile::parse(text.to_owned()).stages() else {
        return Vec::new();
    };
    let mut nodes: Vec<Node> = Vec::new();
    for (index, stage) in read.stages.iter().enumerate() {
        let find = |nodes: &[Node], name: &str| {
            let named = nodes.iter().rposition(|node| node.name.eq_ignore_ascii_case(name));
            named.or_else(|| name.parse().ok().filter(|number| *number < index))
        };
        let mut copies = BTreeSet::new();
        for command in &stage.commands {
            match &command.instruction {
                Instruction::Copy(copy) if !copy.from.is_empty() => copies.extend(find(&nodes, &copy.from)),
                Instruction::Run(run) => {
                    let mounts = run.mounts.iter().filter(|mount| !mount.from.is_empty());
                    copies.extend(mounts.filter_map(|mount| find(&nodes, &mount.from)));
                }
                _ => {}
            }
        }
        let from = nodes
            .iter()
            .rposition(|node| node.name.eq_ignore_ascii_case(&stage.base_name));
        let depth = copies
            .iter()
            .chain(&from)
            .filter_map(|on| nodes.get(*on))
            .map(|on| on.depth.saturating_add(1))
            .max()
            .unwrap_or(0);
        let last = stage.commands.last().map_or(stage.lines.end, |command| command.lines.end);
        nodes.push(Node {
            // BuildKit's word for a stage without a name.
            name: if stage.name.is_empty() {
                format!("stage-{index}")
            } else {
                stage.name.clone()
            },
            base: stage.base_name.clone(),
            from,
            copies,
            lines: (stage.lines.start, last),
            used: false,
            depth,
        });
    }
    let mut needed: Vec<usize> = nodes.len().checked_sub(1).into_iter().collect();
    while let Some(index) = needed.pop() {
        if let Some(node) = nodes.get_mut(index).filter(|node| !node.used) {
            node.used = true;
            needed.extend(node.copies.iter().chain(&node.from));
        }
    }
    nodes
}

#[derive(Properties, PartialEq)]
pub struct StageGraphProps {
    pub text: String,
}

#[component]
pub fn StageGraph(props: &StageGraphProps) -> Html {
    let nodes = use_memo(props.text.clone(), |text| graph(text));
    let Some(session) = use_session() else {
        return Html::default();
    };
    if nodes.len() < 2 {
        return Html::default();
    }
    let t = session.t();
    html! {
        <section class="stages" aria-label={t.stages}>
            <h4 class="picture-subtitle">{ t.stages }</h4>
            { drawing(&nodes) }
            <ul class="stage-list">{ for nodes.iter().map(|node| row(&session, node, &nodes)) }</ul>
        </section>
    }
}

const WIDTH: usize = 92;
const HEIGHT: usize = 28;
const ACROSS: usize = 126;
const DOWN: usize = 42;
/// Letters of a name that fit a box.
const FITS: usize = 11;

/// Where each box stands: its column by depth, its row by the order in the text.
fn places(nodes: &[Node]) -> Vec<(usize, usize)> {
    let mut filled: Vec<usize> = Vec::new();
    nodes
        .iter()
        .map(|node| {
            while filled.len() <= node.depth {
                filled.push(0);
            }
            let row = filled.get_mut(node.depth).map_or(0, |row| {
                let here = *row;
                *row = row.saturating_add(1);
                here
            });
            (node.depth * ACROSS + 2, row * DOWN + 2)
        })
        .collect()
}

fn drawing(nodes: &[Node]) -> Html {
    let places = places(nodes);
    let right = places.iter().map(|(x, _)| x + WIDTH).max().unwrap_or(0) + 4;
    let bottom = places.iter().map(|(_, y)| y + HEIGHT).max().unwrap_or(0) + 4;
    let edges = nodes.iter().zip(&places).flat_map(|(node, to)| {
        let copies = node.copies.iter().map(|on| (*on, "stage-copy"));
        let base = node.from.iter().map(|on| (*on, "stage-from"));
        let places = &places;
        copies.chain(base).filter_map(move |(on, class)| {
            let from = places.get(on)?;
            let (x1, y1) = (from.0 + WIDTH, from.1 + HEIGHT / 2);
            let (x2, y2) = (to.0, to.1 + HEIGHT / 2);
            let bend = (x1 + x2) / 2;
            let path = format!("M{x1} {y1}C{bend} {y1} {bend} {y2} {x2} {y2}m-5-4l5 4-5 4");
            Some(html! { <path class={classes!("stage-edge", class)} d={path} /> })
        })
    });
    let boxes = nodes.iter().zip(&places).map(|(node, (x, y))| {
        let name: String = if node.name.chars().count() > FITS {
            node.name.chars().take(FITS - 1).chain(['…']).collect()
        } else {
            node.name.clone()
        };
        html! {
            <g class={classes!("stage-box", (!node.used).then_some("stage-unused"))}>
                <rect x={x.to_string()} y={y.to_string()} width={WIDTH.to_string()} height={HEIGHT.to_string()} rx="5" />
                <text x={(x + WIDTH / 2).to_string()} y={(y + HEIGHT / 2 + 4).to_string()}>{ name }</text>
            </g>
        }
    });
    html! {
        <svg
            class="stage-graph" viewBox={format!("0 0 {right} {bottom}")} width={right.to_string()}
            aria-hidden="true" focusable="false"
        >
            { for edges }
            { for boxes }
        </svg>
    }
}

/// `from golang:1.22`, `copies from build`, `not needed`.
fn words(node: &Node, nodes: &[Node], t: &Messages) -> String {
    let mut parts = vec![fill(t.stage_from, &[("base", &node.base)])];
    let copied: Vec<&str> = node
        .copies
        .iter()
        .filter_map(|on| nodes.get(*on))
        .map(|on| on.name.as_str())
        .collect();
    if !copied.is_empty() {
        parts.push(fill(t.stage_copies, &[("stages", &copied.join(", "))]));
    }
    if !node.used {
        parts.push(t.stage_unused.to_owned());
    }
    parts.join(" · ")
}

fn row(session: &Session, node: &Node, nodes: &[Node]) -> Html {
    let onclick = {
        let (session, lines) = (session.clone(), node.lines);
        Callback::from(move |_: MouseEvent| session.dispatch(Action::Pointed(Some(lines))))
    };
    html! {
        <li class={classes!((!node.used).then_some("stage-row-unused"))}>
            <button type="button" class="link" {onclick}>{ node.name.clone() }</button>
            <span>{ words(node, nodes, session.t()) }</span>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "FROM golang AS build\nRUN go build\nFROM build AS test\nRUN go test\nFROM alpine\nCOPY --from=build /a /a\n";

    #[test]
    fn the_last_stage_tells_which_are_needed() {
        let nodes = graph(TEXT);
        let used: Vec<bool> = nodes.iter().map(|node| node.used).collect();
        assert_eq!(used, [true, false, true]);
        assert_eq!(nodes.iter().map(|node| node.depth).collect::<Vec<_>>(), [0, 1, 1]);
        assert_eq!(nodes[1].from, Some(0));
        assert_eq!(nodes[2].copies, BTreeSet::from([0]));
    }

    #[test]
    fn a_stage_is_told_in_words() {
        let nodes = graph(TEXT);
        assert_eq!(
            words(&nodes[2], &nodes, &crate::app::i18n::ENGLISH),
            "from alpine · copies from build"
        );
    }
}
