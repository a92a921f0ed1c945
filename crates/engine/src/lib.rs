//! A Docker Engine on a simulated machine: images, registries, builds, containers, volumes, networks.
//!
//! [`Engine`] answers typed Docker-API requests with typed data and errors of one class each; tables,
//! prefixes and exit statuses are the command line's. Behaviour is specified by the Docker Engine API
//! and by what Docker Engine 29 does. A container is a process with namespaces of its own on the
//! machine; what happens to it (exit statuses, logs, refused connections) is what the machine does.

mod archive;
mod build;
mod config;
mod container;
mod containers;
mod create;
mod daemon;
mod engine;
mod error;
mod etc;
mod events;
mod exec;
pub mod go;
mod health;
mod identity;
mod image;
mod image_remove;
mod inspect;
mod kernel;
mod lifecycle;
mod limits;
mod list;
mod logs;
mod mounts;
mod names;
mod network;
mod program;
mod registry;
mod start;
mod state;
mod system;
mod validate;
mod volume;

pub use build::{
    ArgumentChange, BuildCache, BuildContext, BuildEvent, BuildFailure, BuildRequest, Built, CacheRecord, Explanation,
    FileChange, LastBuild, LayerContents, Mode as BuildMode, NamedContext, Question, Reordered, SecondStage, StepOutcome,
    StepReport, Waste, WastedFile, Why, dockerfile_text, is_git_context, is_ssh_context,
};
pub use config::{
    Config, ContainerConfig, CreateRequest, EndpointSettings, HealthCheck, HostConfig, LogConfig, MountSpec, MountType,
    PortBinding, RestartPolicy, Ulimit,
};
pub use container::{Attachment, Container, Endpoint, Health, LogEntry, MountPoint, Output, Probe, Stdio, StreamKind};
pub use create::check_platform;
pub use engine::{Engine, Setup};
pub use error::Error;
pub use events::{Actor, Event, Subscription};
pub use exec::{ExecRequest, Execution};
pub use image::{History, Image, ImageStore, Removed};
pub use list::{ContainerSummary, Filters, ImageSummary, Ports};
pub use logs::LogOptions;
pub use mounts::parse_bind;
pub use names::generate as generate_name;
pub use network::{NetworkRecord, NetworkRequest};
pub use registry::{Credentials, Found, HUB, INDEX_SERVER, Progress, Registry};
pub use state::{State, Transition};
pub use system::{DiskUsage, Pruned};
pub use volume::{Volume, VolumeRequest};
