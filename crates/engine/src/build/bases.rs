//! Images that builds start from, out of the store or a registry.
//!
//! BuildKit reads the image store and never writes to it but for what it exports: an image fetched for a FROM is the
//! builder's, and `docker images` doesn't list it. Specified by BuildKit's `source/containerimage`.

use crate::registry::{time_to_download, time_to_extract};
use crate::{Engine, Error, Image};
use dockerfile::Reference;
use std::rc::Rc;
use std::time::Duration;

/// What a registry answers for a repository that is hidden or not there.
const DENIED: &str = "pull access denied, repository does not exist or may require authorization: server message: \
                      insufficient_scope: authorization failed";

impl Engine {
    /// An image to start from that needs no registry: of the store, or fetched by an earlier build.
    pub(crate) fn base(&self, name: &str) -> Option<Rc<Image>> {
        let fetched = || {
            let name = Reference::parse(name).ok()?.with_default_tag().to_string();
            self.inner().build.borrow().bases.get(&name).cloned()
        };
        self.find_image(name).ok().or_else(fetched)
    }

    /// Asks the registry for an image's configuration. Errors: BuildKit's words behind the image's name.
    pub(super) async fn base_metadata(&self, reference: &Reference) -> Result<Rc<Image>, String> {
        self.machine().clone().sleep(Duration::from_millis(400)).await;
        self.remote_image(&reference.familiar(), None).await.map_err(|error| match error {
            Error::NotFound(text) if text.starts_with("pull access denied") => DENIED.to_string(),
            Error::System(text) if text.contains("rate limit") => {
                let image = self.image_from_catalogue(&reference.familiar());
                let digest = image.map(|image| image.id.to_string()).unwrap_or_default();
                let said = text.rsplit_once("registry: ").map_or(text.as_str(), |(_, said)| said);
                format!(
                    "failed to copy: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/{}/manifests/{digest}: 429 Too Many Requests - Server message: toomanyrequests: {said}",
                    reference.path
                )
            }
            Error::NotSimulated(_) => error.to_string(),
            _ => format!("{reference}: not found"),
        })
    }

    /// Fetches an image for a build.
    pub(super) async fn fetch_base(&self, reference: &Reference) -> Result<Rc<Image>, String> {
        let image = self.base_metadata(reference).await?;
        let machine = self.machine().clone();
        let known = self.fetched_layers();
        for layer in image.layers.iter().filter(|layer| !known.contains(&layer.diff_id())) {
            machine.sleep(time_to_download(layer) + time_to_extract(layer)).await;
        }
        let mut build = self.inner().build.borrow_mut();
        build.bases.insert(reference.to_string(), image.clone());
        Ok(image)
    }
}
