//! `docker push`: layers that the registry lacks, then the manifest under its tag.

use super::remote::Remote;
use super::{BANDWIDTH, Credentials, HUB, Progress, parsed};
use crate::image::{Image, familiar};
use crate::{Engine, Error};
use dockerfile::Reference;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

impl Engine {
    /// `docker push` of one tag by somebody who is not logged in; see [`Engine::push_as`].
    pub async fn push(&self, name: &str, report: impl FnMut(Progress)) -> Result<(), Error> {
        self.push_as(name, None, report).await
    }

    /// `docker push` of one tag.
    pub async fn push_as(
        &self,
        name: &str,
        credentials: Option<&Credentials>,
        mut report: impl FnMut(Progress),
    ) -> Result<(), Error> {
        let reference = parsed(name)?.with_default_tag();
        report(Progress::Line(format!(
            "The push refers to repository [{}]",
            reference.name()
        )));
        self.push_reference(&reference, credentials, &mut report).await
    }

    /// `docker push --all-tags`.
    pub async fn push_all(
        &self,
        name: &str,
        credentials: Option<&Credentials>,
        mut report: impl FnMut(Progress),
    ) -> Result<(), Error> {
        let wanted = parsed(name)?;
        report(Progress::Line(format!("The push refers to repository [{}]", wanted.name())));
        let names: Vec<Reference> = self.images(|store| {
            let tagged = store.tags.keys().filter_map(|n| Reference::parse(n).ok());
            tagged.filter(|r| r.name() == wanted.name()).collect()
        });
        if names.is_empty() {
            return Err(Error::NotFound(format!(
                "An image does not exist locally with the tag: {}",
                wanted.familiar_name()
            )));
        }
        for reference in names {
            self.push_reference(&reference, credentials, &mut report).await?;
        }
        Ok(())
    }

    async fn push_reference(
        &self,
        reference: &Reference,
        credentials: Option<&Credentials>,
        report: &mut impl FnMut(Progress),
    ) -> Result<(), Error> {
        let key = reference.to_string();
        let id = self.inner().images.borrow().tags.get(&key).copied();
        let image = id.and_then(|id| self.inner().images.borrow().get(&id));
        let Some(image) = image else {
            return Err(Error::NotFound(format!("tag does not exist: {}", familiar(&key))));
        };
        match self.is_declared(&reference.domain) {
            true => self.push_declared(reference, &image, credentials, report).await?,
            false => self.push_remote(reference, &image, credentials, report).await?,
        }
        let tag = reference.tag.clone().unwrap_or_default();
        let size = image.manifest_json().to_string().len();
        report(Progress::Line(format!("{tag}: digest: {} size: {size}", image.id)));
        self.publish(
            "image",
            "push",
            &reference.familiar(),
            BTreeMap::from([("name".to_string(), reference.familiar_name())]),
        );
        Ok(())
    }

    async fn push_declared(
        &self,
        reference: &Reference,
        image: &Rc<Image>,
        credentials: Option<&Credentials>,
        report: &mut impl FnMut(Progress),
    ) -> Result<(), Error> {
        self.with_registry(&reference.domain, |registry| {
            let user = credentials.filter(|c| registry.knows(c));
            let denied = |why: &str| {
                Err(Error::Unauthorized(format!(
                    "push access denied, repository does not exist or may require authorization: {why}"
                )))
            };
            if reference.domain == HUB {
                let owner = reference.path.split('/').next().unwrap_or_default();
                return match user {
                    Some(user) if user.username == owner => Ok(()),
                    _ => denied("server message: insufficient_scope: authorization failed"),
                };
            }
            match user {
                None if registry.closed || !registry.users.is_empty() => match credentials {
                    None => denied("authorization failed: no basic auth credentials"),
                    Some(_) => Err(Error::System(format!(
                        "unknown: unexpected status from HEAD request to https://{}/v2/{}/blobs/{}: 401 Unauthorized",
                        reference.domain, reference.path, image.config_digest
                    ))),
                },
                _ => Ok(()),
            }
        })
        .unwrap_or(Ok(()))?;
        for layer in image.layers.iter().rev() {
            let id = layer.diff_id();
            let blob = (reference.path.clone(), id);
            let fresh = self
                .with_registry(&reference.domain, |r| r.blobs.insert(blob))
                .unwrap_or(false);
            if fresh {
                self.pushing(layer.size()).await;
            }
            report(pushed(&id.short(), fresh));
        }
        let tag = reference.tag.clone().unwrap_or_default();
        self.with_registry(&reference.domain, |r| {
            r.tags.insert(format!("{}:{tag}", reference.path), image.clone())
        });
        Ok(())
    }

    async fn push_remote(
        &self,
        reference: &Reference,
        image: &Rc<Image>,
        credentials: Option<&Credentials>,
        report: &mut impl FnMut(Progress),
    ) -> Result<(), Error> {
        let remote = Remote::new(self, &reference.domain, credentials)?;
        let path = &reference.path;
        for layer in image.layers.iter().rev() {
            let id = layer.diff_id();
            let fresh = !remote.has_blob(path, &id.to_string()).await?;
            if fresh {
                self.pushing(layer.size()).await;
                remote.put_blob(path, &id.to_string(), &layer.to_tar()).await?;
            }
            report(pushed(&id.short(), fresh));
        }
        let config = image.config_digest.to_string();
        if !remote.has_blob(path, &config).await? {
            let bytes = image.config_json().to_string().into_bytes();
            remote.put_blob(path, &config, &bytes).await?;
        }
        let manifest = image.manifest_json().to_string();
        let tag = reference.tag.clone().unwrap_or_default();
        let kind = "application/vnd.oci.image.manifest.v1+json";
        remote.put_manifest(path, &tag, kind, manifest.as_bytes()).await
    }

    async fn pushing(&self, bytes: u64) {
        let time = Duration::from_millis(60 + bytes * 1000 / BANDWIDTH);
        self.machine().sleep(time).await;
    }
}

fn pushed(id: &str, fresh: bool) -> Progress {
    Progress::Layer {
        id: id.to_string(),
        status: if fresh { "Pushed" } else { "Layer already exists" }.to_string(),
    }
}
