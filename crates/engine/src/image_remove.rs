//! `docker rmi` and `docker image prune`: names go one by one, an image goes with its last name.
//!
//! Specified by moby's image service over containerd's store (ImageDelete, ImagePrune), where a name is a
//! record of its own and an image that lost its last name to force lives on without one while a container
//! uses it. Left out: single platforms of an image, dangling parents.

use crate::image::{Image, familiar};
use crate::{Engine, Error, Filters, Pruned, Removed};
use dockerfile::Reference;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use vfs::Digest;

impl Engine {
    /// `docker rmi`: takes a name away; the image goes with its last one.
    pub fn remove_image(&self, name: &str, force: bool, prune_children: bool) -> Result<Vec<Removed>, Error> {
        let _ = prune_children;
        let image = self.find_image(name)?;
        let names: Vec<String> = self.images(|store| {
            let own = store.tags.iter().filter(|(_, id)| **id == image.id);
            own.map(|(name, _)| name.clone()).collect()
        });
        let by_name = Reference::parse(name)
            .ok()
            .map(|r| r.with_default_tag())
            .filter(|r| r.digest.is_none() && names.contains(&r.to_string()));
        let Some(reference) = by_name else {
            return self.remove_whole(&image, names, force);
        };
        if names.len() > 1 {
            return Ok(vec![self.untag(&image, &reference.to_string())]);
        }
        if let Some((user, _)) = self.user_of(&image, |_| true) {
            if !force {
                return Err(Error::Conflict(format!(
                    "conflict: unable to delete {} (must be forced) - container {user} is using its referenced image {}",
                    reference.familiar(),
                    image.id.short()
                )));
            }
            return Ok(vec![self.untag(&image, &reference.to_string())]);
        }
        self.remove_whole(&image, names, force)
    }

    /// The first container that uses an image, by its short id, and whether it runs.
    fn user_of(&self, image: &Image, which: impl Fn(bool) -> bool) -> Option<(String, bool)> {
        let containers = self.inner().containers.borrow();
        containers
            .values()
            .filter(|c| c.image == image.id)
            .map(|c| (c.short_id().to_string(), c.state.is_running()))
            .find(|(_, running)| which(*running))
    }

    fn remove_whole(&self, image: &Rc<Image>, names: Vec<String>, force: bool) -> Result<Vec<Removed>, Error> {
        let short = image.id.short();
        let conflict =
            |how: &str, why: String| Err(Error::Conflict(format!("conflict: unable to delete {short} ({how}) - {why}")));
        if let Some((user, _)) = self.user_of(image, |running| running) {
            return conflict("cannot be forced", format!("image is being used by running container {user}"));
        }
        if !force {
            if let Some((user, _)) = self.user_of(image, |running| !running) {
                return conflict("must be forced", format!("image is being used by stopped container {user}"));
            }
            if names.len() > 1 {
                return conflict("must be forced", "image is referenced in multiple repositories".into());
            }
        }
        let mut removed: Vec<Removed> = names.iter().map(|name| self.untag(image, name)).collect();
        self.inner().images.borrow_mut().images.remove(&image.id);
        self.image_event("delete", image, &image.id.to_string());
        removed.push(Removed::Deleted(image.id.to_string()));
        Ok(removed)
    }

    fn untag(&self, image: &Image, name: &str) -> Removed {
        self.inner().images.borrow_mut().tags.remove(name);
        let shown = familiar(name);
        self.image_event("untag", image, &shown);
        Removed::Untagged(shown)
    }

    fn image_event(&self, action: &str, image: &Image, name: &str) {
        let mut attributes = image.config.labels.clone();
        attributes.insert("name".into(), name.into());
        self.publish("image", action, &image.id.to_string(), attributes);
    }

    /// `docker image prune`: images without a name, or, with `all`, every name that no container was made by.
    pub fn prune_images(&self, all: bool, filters: &Filters) -> Result<Pruned, Error> {
        filters.check(&["dangling", "label", "label!", "until"])?;
        let all = all || filters.boolean("dangling")? == Some(false);
        let until = self.until(filters)?;
        let mut names: BTreeMap<String, Rc<Image>> = BTreeMap::new();
        let mut count: BTreeMap<Digest, usize> = BTreeMap::new();
        self.images(|store| {
            for image in store.all() {
                let own: Vec<&String> = store.tags.iter().filter(|(_, id)| **id == image.id).map(|(n, _)| n).collect();
                count.insert(image.id, own.len().max(1));
                let fits = |added: &machine::Instant| filters.labels(&image.config.labels) && until.is_none_or(|u| *added < u);
                if own.is_empty() && fits(&image.created) {
                    names.insert(format!("{DANGLING}{}", image.id), image.clone());
                }
                for name in own.into_iter().filter(|_| all) {
                    if fits(store.tagged.get(name).unwrap_or(&image.created)) {
                        names.insert(name.clone(), image.clone());
                    }
                }
            }
        });
        let by_id = self.spare_used(&mut names);
        for (name, image) in names.clone() {
            let left = count.entry(image.id).or_default();
            match *left > 1 {
                true => *left -= 1,
                false if by_id.contains(&image.id) => {
                    names.remove(&name);
                }
                false => {}
            }
        }
        let mut pruned = Pruned::default();
        for (name, image) in names {
            match name.strip_prefix(DANGLING) {
                Some(id) => pruned.images.push(Removed::Untagged(id.to_string())),
                None => pruned.images.push(self.untag(&image, &name)),
            }
            let named = self.images(|store| store.tags.values().any(|id| *id == image.id));
            let used = self.user_of(&image, |_| true).is_some();
            if named || used {
                continue;
            }
            pruned.reclaimed += self.own_size(&image);
            self.inner().images.borrow_mut().images.remove(&image.id);
            self.image_event("delete", &image, &image.id.to_string());
            pruned.images.push(Removed::Deleted(image.id.to_string()));
        }
        self.prune_event("image", pruned.reclaimed);
        Ok(pruned)
    }

    /// Takes out of a list what containers were made by. Gives the images that were named by id.
    fn spare_used(&self, names: &mut BTreeMap<String, Rc<Image>>) -> BTreeSet<Digest> {
        let mut by_id = BTreeSet::new();
        for container in self.inner().containers.borrow().values() {
            let said = &container.config.image;
            let id = container.image.to_string();
            names.remove(&format!("{DANGLING}{id}"));
            let prefix = format!("sha256:{}", said.trim_start_matches("sha256:"));
            if id.starts_with(&prefix) || said.ends_with(&format!("@{id}")) {
                by_id.insert(container.image);
            }
            if let Ok(reference) = Reference::parse(said) {
                names.remove(&reference.with_default_tag().to_string());
            }
        }
        by_id
    }

    /// Bytes of the layers that no other image has.
    fn own_size(&self, image: &Image) -> u64 {
        self.images(|store| {
            let others = store.all().filter(|i| i.id != image.id);
            let shared: BTreeSet<Digest> = others.flat_map(|i| i.layers.iter().map(|l| l.diff_id())).collect();
            let own = image.layers.iter().filter(|l| !shared.contains(&l.diff_id()));
            own.map(|l| l.size()).sum()
        })
    }
}

/// How the store calls an image without a name.
const DANGLING: &str = "moby-dangling@";
