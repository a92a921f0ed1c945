//! The images that were made here, as the archive of `docker save`: what an export for a real Docker takes along.
//!
//! Layers, configuration and history are as a real engine would load them. Programs of the simulated internet are stand-ins,
//! so that such an image can be looked into and not run. Format: the OCI image layout, with Docker's manifest.json.

use crate::question::ArchiveView;
use dockerfile::Reference;
use engine::{Engine, Image};
use machine::Instant;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::rc::Rc;

/// Bytes of layers that an archive may have.
pub const MOST_BYTES: usize = 8 << 20;

/// All images with a name that were made since, the latest first, as far as there is room for them.
pub fn archive(engine: &Engine, since: Instant, room: usize) -> ArchiveView {
    let mut made: Vec<(Rc<Image>, Vec<String>)> = engine.images(|store| {
        let fresh = store.all().filter(|image| image.created >= since);
        fresh
            .map(|image| (image.clone(), store.names_of(&image.id)))
            .filter(|(_, names)| !names.is_empty())
            .collect()
    });
    made.sort_by(|(a, names), (b, others)| b.created.cmp(&a.created).then_with(|| names.cmp(others)));
    let mut view = ArchiveView::default();
    let (mut taken, mut layers, mut left) = (Vec::new(), BTreeSet::new(), room);
    for (image, names) in made {
        let new: Vec<_> = image
            .layers
            .iter()
            .filter(|layer| !layers.contains(&layer.diff_id()))
            .collect();
        let mut room = Room(left);
        match new.iter().try_for_each(|layer| layer.write_tar(&mut room)) {
            Ok(()) => {
                left = room.0;
                layers.extend(new.iter().map(|layer| layer.diff_id()));
                taken.extend(names.iter().map(|name| (image.clone(), Reference::parse(name).ok())));
                view.images.extend(names);
            }
            Err(_) => view.left_out.extend(names),
        }
    }
    if !taken.is_empty() {
        view.bytes = engine.archive(&taken).into();
    }
    view
}

/// Takes as many bytes as there is room for and keeps none, so that a layer of any size is measured in no memory.
struct Room(usize);

impl Write for Room {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::StorageFull)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::{Start, World};

    fn world() -> World {
        let world = World::new(Start {
            files: vec![(
                "Dockerfile".into(),
                b"FROM busybox\nARG N\nRUN echo $N > /n\n".to_vec(),
                false,
            )],
            local_images: vec!["busybox".into()],
            ..Start::default()
        });
        world.run_line("docker build -q -t one --build-arg N=1 . && docker build -q -t two:b --build-arg N=2 .");
        world
    }

    #[test]
    fn images_that_were_made_are_in_the_archive_and_others_are_not() {
        let world = world();
        let view = archive(world.engine(), Start::default().at, MOST_BYTES);
        assert_eq!(view.images, ["two:b", "one:latest"]);
        assert_eq!(view.left_out, [""; 0]);
        world.engine().remove_image("one", true, false).unwrap();
        world.engine().load(view.bytes.as_slice()).unwrap();
        assert!(world.engine().find_image("one").is_ok());
    }

    #[test]
    fn what_there_is_no_room_for_is_named() {
        let view = archive(world().engine(), Start::default().at, 1024);
        assert_eq!(view.images, [""; 0]);
        assert_eq!(view.left_out, ["two:b", "one:latest"]);
        assert_eq!(view.bytes.as_slice(), b"");
    }
}
