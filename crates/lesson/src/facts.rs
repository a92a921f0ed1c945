//! Questions that checks ask of a world, and the shapes of the answers.

/// What is so in a world. `None` means that there is no such thing.
pub trait Facts {
    fn image(&self, name: &str) -> Option<ImageFacts>;
    /// A field of an image's configuration as text (lists as JSON); empty when it is not set.
    fn image_field(&self, name: &str, field: &str) -> String;
    /// Whether some layer of an image brings this path.
    fn layer_with(&self, name: &str, path: &str) -> bool;
    fn container(&self, name: &str) -> Option<ContainerFacts>;
    fn container_log(&self, name: &str) -> String;
    fn volume_exists(&self, name: &str) -> bool;
    /// Names of running containers on a network.
    fn network_members(&self, name: &str) -> Option<Vec<String>>;
    /// The last answer of a host port at a path: status and body.
    fn port_answer(&self, number: u16, path: &str) -> Option<(u16, String)>;
    fn file(&self, place: Place<'_>, path: &str) -> Option<FileFacts>;
    /// Whether a name leads to an address in a running container.
    fn resolves(&self, from: &str, name: &str) -> Option<bool>;
    /// Whether something listens where a name leads, as a running container sees it.
    fn reaches(&self, from: &str, name: &str, port: u16) -> Option<bool>;
    /// What a build would do now, and what it would do if `edit` changed. Errors: the builder's words.
    fn rebuild(&self, file: &str, edit: &str) -> Result<Vec<StepFacts>, String>;
    /// Names of stages, and whether a build of the last one needs them. Errors: the builder's words.
    fn stages(&self, file: &str) -> Result<Vec<(String, bool)>, String>;
    /// Names of the rules that `docker build --check` reports. Errors: the builder's words.
    fn build_checks(&self, file: &str) -> Result<Vec<String>, String>;
    /// The instructions of a Dockerfile, each on one line.
    fn instructions(&self, file: &str) -> Option<Vec<String>>;
    /// Tags and digests of a repository, `localhost:5000/shop`.
    fn registry(&self, repository: &str) -> Vec<(String, String)>;
    /// The containers of a service of a Compose project; the workspace's project if none is named.
    fn service(&self, project: Option<&str>, name: &str) -> Vec<ServiceFacts>;
    /// Whether a command line beginning so was used.
    fn command_used(&self, start: &str) -> bool;
    /// What command lines beginning so have printed, oldest first.
    fn outputs_of(&self, start: &str) -> Vec<String>;
    /// Whether a quiz was answered rightly.
    fn quiz_answered(&self, id: &str) -> bool;
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImageFacts {
    /// Bytes.
    pub size: u64,
    /// Digests, from the base upwards.
    pub layers: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContainerFacts {
    /// Docker's word.
    pub state: String,
    pub exit_code: i32,
    pub oom_killed: bool,
    pub health: Option<String>,
    pub restarts: u32,
    pub restart_policy: String,
    /// The image as it was named, and every name that it has now.
    pub images: Vec<String>,
    /// Host ports published now.
    pub ports: Vec<u16>,
    pub networks: Vec<String>,
    /// Paths with something mounted on them, and the volume's name where it is one.
    pub mounts: Vec<(String, Option<String>)>,
    pub env: Vec<String>,
    pub user: String,
    /// Bytes; 0 for no limit.
    pub memory: u64,
    /// Command lines of the processes that run in it.
    pub processes: Vec<String>,
}

/// Where a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    Workspace,
    Image(&'a str),
    Container(&'a str),
    Volume(&'a str),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileFacts {
    /// Its text; empty for a folder.
    pub text: String,
    /// Permission bits.
    pub mode: u32,
    pub uid: u32,
    pub gid: u32,
}

/// A step of a build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepFacts {
    /// As it is written, on one line.
    pub instruction: String,
    /// Whether an earlier build's result would be used as things stand.
    pub kept_now: bool,
    /// Whether it would be used if the file changed.
    pub kept_after: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceFacts {
    pub state: String,
    pub health: Option<String>,
}
