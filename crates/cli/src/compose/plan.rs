//! What has to be done, and what has to be done before it: the outcome of comparing what is wanted with what there is.

use engine::ContainerSummary;

/// One thing to do.
#[derive(Clone, Debug)]
pub enum Operation {
    CreateNetwork {
        key: String,
    },
    /// `tolerant`: that it is in use is only warned of.
    RemoveNetwork {
        name: String,
        tolerant: bool,
    },
    Disconnect {
        network: String,
        container: String,
    },
    Connect {
        network: String,
        container: String,
    },
    CreateVolume {
        key: String,
    },
    RemoveVolume {
        name: String,
    },
    CreateContainer {
        service: String,
        number: i64,
        name: String,
        /// The container that it takes the place of.
        replaced: Option<String>,
        /// Whether it gets that one's anonymous volumes.
        inherit: bool,
    },
    StartContainer(ContainerSummary),
    StopContainer(ContainerSummary),
    RemoveContainer(ContainerSummary),
    /// Gives the container that another node made its final name.
    RenameContainer {
        made_by: usize,
        name: String,
    },
}

/// A thing to do, behind others.
#[derive(Clone, Debug)]
pub struct Node {
    pub operation: Operation,
    /// Nodes of a group are told as one: the recreation of this container.
    pub group: Option<String>,
    pub after: Vec<usize>,
}

#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub nodes: Vec<Node>,
}

impl Plan {
    /// Adds a node; gives its number.
    pub fn add(&mut self, operation: Operation, after: Vec<usize>) -> usize {
        self.add_to(None, operation, after)
    }

    pub fn add_to(&mut self, group: Option<String>, operation: Operation, after: Vec<usize>) -> usize {
        self.nodes.push(Node { operation, group, after });
        self.nodes.len() - 1
    }

    /// The containers that something is done with.
    pub fn touches(&self, id: &str) -> bool {
        self.nodes.iter().any(|node| match &node.operation {
            Operation::StartContainer(c) | Operation::StopContainer(c) | Operation::RemoveContainer(c) => c.id == id,
            Operation::Disconnect { container, .. } | Operation::Connect { container, .. } => container == id,
            _ => false,
        })
    }
}
