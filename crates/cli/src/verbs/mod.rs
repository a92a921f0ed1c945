//! One file for each verb, or for verbs that differ in a word: from flags to a request, from the
//! engine's answer to text.

pub mod build;
pub mod container;
pub mod context;
pub mod image;
mod inspect;
mod network;
mod prune;
mod registry;
pub mod stream;
mod system;
pub mod volume;

use crate::call::{Call, Failure, Outcome};
use std::pin::Pin;

/// A verb's function.
pub type Handler = fn(Call) -> Pin<Box<dyn Future<Output = Outcome>>>;

macro_rules! verbs {
    ($($path:literal => $function:path,)*) => {
        /// The commands that are simulated.
        #[cfg(test)]
        const PATHS: &[&str] = &[$($path),*];

        /// The function of a command, if it is simulated.
        pub fn handler(path: &str) -> Option<Handler> {
            match path {
                $($path => Some(|call| Box::pin($function(call))),)*
                _ => None,
            }
        }
    };
}

verbs! {
    "container run" => container::run::run,
    "container create" => container::run::create,
    "container start" => container::start::start,
    "container attach" => container::start::attach,
    "container stop" => container::lifecycle::stop,
    "container restart" => container::lifecycle::restart,
    "container kill" => container::lifecycle::kill,
    "container pause" => container::lifecycle::pause,
    "container unpause" => container::lifecycle::unpause,
    "container wait" => container::lifecycle::wait,
    "container rename" => container::lifecycle::rename,
    "container rm" => container::lifecycle::rm,
    "container update" => container::update::update,
    "container exec" => container::exec::exec,
    "container logs" => container::logs::logs,
    "container ls" => container::ps::ps,
    "container inspect" => inspect::container,
    "container port" => container::port::port,
    "container top" => container::top::top,
    "container stats" => container::stats::stats,
    "container cp" => container::cp::cp,
    "container diff" => container::files::diff,
    "container export" => container::files::export,
    "container commit" => container::files::commit,
    "container prune" => prune::containers,
    "image ls" => image::ls::ls,
    "image rm" => image::manage::rm,
    "image tag" => image::manage::tag,
    "image history" => image::history::history,
    "image inspect" => inspect::image,
    "image save" => image::archive::save,
    "image load" => image::archive::load,
    "image import" => image::archive::import,
    "image pull" => image::transfer::pull,
    "image push" => image::transfer::push,
    "image prune" => prune::images,
    "volume create" => volume::create,
    "volume inspect" => inspect::volume,
    "volume ls" => volume::ls,
    "volume rm" => volume::rm,
    "volume prune" => prune::volumes,
    "network create" => network::create,
    "network rm" => network::rm,
    "network ls" => network::ls,
    "network inspect" => inspect::network,
    "network connect" => network::connect,
    "network disconnect" => network::disconnect,
    "network prune" => prune::networks,
    "inspect" => inspect::any,
    "system df" => system::df::df,
    "system events" => system::events::events,
    "system info" => system::info::info,
    "system prune" => prune::system,
    "version" => system::version::version,
    "login" => registry::login,
    "logout" => registry::logout,
    "search" => registry::search,
    "manifest inspect" => registry::manifest_inspect,
    "context ls" => context::ls,
    "context show" => context::show,
    "context use" => context::use_context,
    "context inspect" => context::inspect,
    "context create" => context::create,
    "context update" => context::update,
    "context rm" => context::rm,
    "buildx build" => build::build,
    "buildx ls" => build::builder::ls,
    "buildx inspect" => build::builder::inspect,
    "buildx use" => build::builder::use_builder,
    "buildx version" => build::builder::version,
    "buildx du" => build::cache::du,
    "buildx prune" => build::cache::prune,
}

/// Whether a command asks the daemon, rather than the client's own files.
pub fn needs_daemon(path: &str) -> bool {
    !path.starts_with("context ") && !["login", "logout", "version", "buildx version", "system info"].contains(&path)
}

/// A failure of the arguments, as the CLI itself tells it.
fn refuse<T>(message: impl Into<String>) -> Result<T, Failure> {
    Err(Failure::new(message))
}

#[cfg(test)]
mod tests {
    use crate::table;

    #[test]
    fn every_handler_is_of_a_command() {
        for path in super::PATHS {
            assert!(table::commands().any(|c| c.path == *path), "{path}");
        }
    }
}
