//! What the caller decides: flags of `docker compose` and of its `config`.

/// How to load a project. The defaults are those of `docker compose up` without a flag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Where the program was started, absolute.
    pub current_dir: String,
    /// `-f`, relative to `current_dir` or absolute; `-` is the standard input. None: `COMPOSE_FILE`, or looked for.
    pub files: Vec<String>,
    /// `-p`.
    pub project_name: Option<String>,
    /// `--project-directory`.
    pub project_directory: Option<String>,
    /// `--profile`. None: `COMPOSE_PROFILES`.
    pub profiles: Vec<String>,
    /// `--env-file`. None: `COMPOSE_ENV_FILES`, or `.env` if it is there.
    pub env_files: Vec<String>,
    /// Only these services and what they depend on, with the resources they use; enabled even if their profiles are not.
    pub services: Vec<String>,
    /// Keep networks, volumes and the rest that no service uses (`--all-resources`).
    pub all_resources: bool,
    /// `config --no-interpolate`.
    pub no_interpolate: bool,
    /// `config --variables`: keys and types are not checked.
    pub no_validation: bool,
    /// `config --no-normalize`.
    pub no_normalize: bool,
    /// `config --no-path-resolution`.
    pub no_path_resolution: bool,
    /// `config --no-consistency`.
    pub no_consistency: bool,
    /// `config --no-env-resolution`: `env_file` stays as it is.
    pub no_env_resolution: bool,
}
