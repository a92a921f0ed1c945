//! Images: names, tags, configuration, and the recipe of their layers.
//!
//! A file of `catalogue/images/` holds one repository. Its variants may be written once for several
//! versions: `each` lists values, and `${name}` in any text of the variant stands for one of them.
//! A variant `from` another image takes over its layers, history and configuration. The fields of
//! the configuration are those of the OCI image specification, "Image Configuration".

use crate::Catalogue;
use crate::build;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use vfs::Layer;

/// One image, for one architecture's sake: Drydock's platforms share their layers.
#[derive(Debug)]
pub struct Image {
    /// The repository, without `library/`.
    pub repository: String,
    pub tags: Vec<String>,
    /// One line, as `docker search` shows it.
    pub description: String,
    /// Where the facts were taken from.
    pub source: String,
    pub official: bool,
    pub stars: u32,
    /// Nanoseconds since 1970.
    pub created: i64,
    pub platforms: Vec<Platform>,
    pub(crate) recipe: Variant,
    built: OnceLock<(Config, Vec<ImageLayer>)>,
}

/// An operating system and architecture, such as linux/arm64/v8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform {
    pub os: String,
    pub architecture: String,
    pub variant: String,
}

/// What a container of the image starts with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// `NAME=value`, in the order of the Dockerfile.
    pub env: Vec<String>,
    pub entrypoint: Option<Vec<String>>,
    pub cmd: Option<Vec<String>>,
    /// Such as `80/tcp`.
    pub exposed_ports: Vec<String>,
    pub volumes: Vec<String>,
    pub working_dir: String,
    pub user: String,
    pub stop_signal: Option<String>,
    pub labels: BTreeMap<String, String>,
    pub shell: Option<Vec<String>>,
    pub health_check: Option<HealthCheck>,
}

/// The image's own `HEALTHCHECK`; durations in seconds.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HealthCheck {
    pub test: Vec<String>,
    #[serde(default)]
    pub interval: u64,
    #[serde(default)]
    pub timeout: u64,
    #[serde(default)]
    pub retries: u64,
}

/// One line of `docker history`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// Nanoseconds since 1970.
    pub created: i64,
    pub created_by: String,
    pub comment: String,
}

/// A line of history and the layer it made; None for a line that only changed the configuration.
#[derive(Clone, Debug)]
pub struct ImageLayer {
    pub history: History,
    pub layer: Option<Layer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ImageFile {
    name: String,
    description: String,
    source: String,
    #[serde(default = "yes")]
    official: bool,
    #[serde(default)]
    stars: u32,
    variants: Vec<Value>,
}

/// How to make an image.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Variant {
    pub tags: Vec<String>,
    #[serde(default)]
    pub from: Option<String>,
    pub created: String,
    #[serde(default)]
    pub platforms: Option<Vec<String>>,
    #[serde(default)]
    pub config: Config,
    #[serde(default)]
    pub layers: Vec<LayerRecipe>,
}

/// How to make a layer. A recipe that puts nothing is a line of history only.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct LayerRecipe {
    pub by: String,
    /// Bytes of the whole layer; `rest` is the file that makes up what the others leave.
    pub size: u64,
    pub rest: String,
    /// `PATH MODE [UID:GID]`.
    pub dirs: Vec<String>,
    /// Path, and `FLAVOR/NAME SIZE`.
    pub programs: BTreeMap<String, String>,
    pub links: BTreeMap<String, String>,
    /// Path, and text; `@NAME` is a file of `catalogue/files/`, with `!` before it an executable.
    pub files: BTreeMap<String, String>,
    /// Text put behind what the file already holds.
    pub append: BTreeMap<String, String>,
    /// Files that only weigh.
    pub weights: BTreeMap<String, u64>,
    pub applets: Option<Applets>,
    /// Debian packages; `*base` for those of the base system.
    pub apt: Vec<String>,
    pub apk: Vec<String>,
    /// `name==version`.
    pub pip: Vec<String>,
    /// `PATH UID:GID [MODE]` of what the layer puts.
    pub owners: Vec<String>,
}

/// The names of a multi-call binary.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Applets {
    /// A file of `catalogue/files/` with `/path/of/applet` a line.
    pub list: String,
    pub program: String,
    pub hard: bool,
    /// What the binary calls itself: `BusyBox vX (DATE)`.
    pub build: String,
    /// The C library whose getopt(3) words its errors: `glibc` or `musl`.
    pub libc: String,
}

fn yes() -> bool {
    true
}

pub(crate) fn parse(text: &str) -> serde_json::Result<Vec<Image>> {
    let file: ImageFile = serde_json::from_str(text)?;
    let mut images = Vec::new();
    for variant in &file.variants {
        for filled in each(variant) {
            let recipe: Variant = serde_json::from_value(filled)?;
            let platforms = match &recipe.platforms {
                Some(names) => names.iter().filter_map(|name| Platform::parse(name)).collect(),
                None => ["linux/amd64", "linux/arm64/v8"]
                    .iter()
                    .filter_map(|name| Platform::parse(name))
                    .collect(),
            };
            images.push(Image {
                repository: file.name.clone(),
                tags: recipe.tags.clone(),
                description: file.description.clone(),
                source: file.source.clone(),
                official: file.official,
                stars: file.stars,
                created: build::instant(&recipe.created),
                platforms,
                recipe,
                built: OnceLock::new(),
            });
        }
    }
    Ok(images)
}

/// The variant once for every set of values in `each`.
fn each(variant: &Value) -> Vec<Value> {
    let mut plain = variant.clone();
    let values = match plain.as_object_mut().and_then(|object| object.shift_remove("each")) {
        Some(Value::Array(sets)) => sets,
        _ => return vec![plain],
    };
    values
        .iter()
        .map(|set| {
            let mut filled = plain.clone();
            let names: Vec<(String, String)> = set
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, value)| (format!("${{{name}}}"), value.as_str().unwrap_or_default().to_string()))
                .collect();
            fill(&mut filled, &names);
            filled
        })
        .collect()
}

fn fill(value: &mut Value, names: &[(String, String)]) {
    let replace = |text: &str| names.iter().fold(text.to_string(), |text, (name, by)| text.replace(name, by));
    match value {
        Value::String(text) if text.contains("${") => *text = replace(text),
        Value::Array(items) => items.iter_mut().for_each(|item| fill(item, names)),
        Value::Object(object) => {
            let old = std::mem::take(object);
            for (key, mut item) in old {
                fill(&mut item, names);
                object.insert(replace(&key), item);
            }
        }
        _ => {}
    }
}

impl Platform {
    /// From `os/architecture[/variant]`.
    pub fn parse(text: &str) -> Option<Platform> {
        let mut parts = text.split('/').map(str::to_string);
        Some(Platform {
            os: parts.next()?,
            architecture: parts.next()?,
            variant: parts.next().unwrap_or_default(),
        })
    }
}

impl Image {
    /// The configuration, with what the base images bring to it.
    pub fn config(&self, catalogue: &Catalogue) -> &Config {
        &self.built(catalogue).0
    }

    /// The history from the oldest line on, with the layers, base images included. Built on first
    /// use; images that share a base share its layers.
    pub fn layers(&self, catalogue: &Catalogue) -> &[ImageLayer] {
        &self.built(catalogue).1
    }

    fn built(&self, catalogue: &Catalogue) -> &(Config, Vec<ImageLayer>) {
        self.built.get_or_init(|| {
            // A base is of another variant; the data's own test keeps it from going in a circle.
            let base = self.recipe.from.as_deref().and_then(|name| catalogue.image(name));
            let (config, layers) = match base {
                Some(base) if !std::ptr::eq(base, self) => base.built(catalogue).clone(),
                _ => Default::default(),
            };
            (config.over(&self.recipe.config), build::layers(catalogue, self, layers))
        })
    }

    /// Bytes of all layers.
    pub fn size(&self, catalogue: &Catalogue) -> u64 {
        self.layers(catalogue)
            .iter()
            .flat_map(|line| &line.layer)
            .map(Layer::size)
            .sum()
    }
}

impl Config {
    /// This configuration with another's settings over it, as a Dockerfile's instructions would do.
    fn over(mut self, top: &Config) -> Config {
        for setting in &top.env {
            let key = |text: &str| text.split('=').next().unwrap_or_default().to_string();
            match self.env.iter_mut().find(|old| key(old) == key(setting)) {
                Some(old) => old.clone_from(setting),
                None => self.env.push(setting.clone()),
            }
        }
        if top.entrypoint.is_some() {
            self.entrypoint.clone_from(&top.entrypoint);
            self.cmd = None;
        }
        if top.cmd.is_some() {
            self.cmd.clone_from(&top.cmd);
        }
        self.exposed_ports.extend(top.exposed_ports.iter().cloned());
        self.volumes.extend(top.volumes.iter().cloned());
        self.labels.extend(top.labels.iter().map(|(k, v)| (k.clone(), v.clone())));
        for (mine, new) in [(&mut self.working_dir, &top.working_dir), (&mut self.user, &top.user)] {
            if !new.is_empty() {
                mine.clone_from(new);
            }
        }
        for (mine, new) in [(&mut self.stop_signal, &top.stop_signal)] {
            if new.is_some() {
                mine.clone_from(new);
            }
        }
        if top.shell.is_some() {
            self.shell.clone_from(&top.shell);
        }
        if top.health_check.is_some() {
            self.health_check.clone_from(&top.health_check);
        }
        self
    }
}
