//! The labels by which Compose knows what it made. Specified by docker/compose's `api` package.

pub const PROJECT: &str = "com.docker.compose.project";
pub const SERVICE: &str = "com.docker.compose.service";
pub const CONFIG_HASH: &str = "com.docker.compose.config-hash";
pub const NUMBER: &str = "com.docker.compose.container-number";
pub const VOLUME: &str = "com.docker.compose.volume";
pub const NETWORK: &str = "com.docker.compose.network";
pub const WORKING_DIR: &str = "com.docker.compose.project.working_dir";
pub const CONFIG_FILES: &str = "com.docker.compose.project.config_files";
pub const ENVIRONMENT_FILE: &str = "com.docker.compose.project.environment_file";
/// `True` on the containers of `docker compose run`, `False` on services' own.
pub const ONE_OFF: &str = "com.docker.compose.oneoff";
pub const SLUG: &str = "com.docker.compose.slug";
/// The digest of the image that the container was made from.
pub const IMAGE: &str = "com.docker.compose.image";
/// `db:service_healthy:false,…`
pub const DEPENDENCIES: &str = "com.docker.compose.depends_on";
pub const VERSION: &str = "com.docker.compose.version";
/// The name of the container that this one took the place of.
pub const REPLACE: &str = "com.docker.compose.replace";
