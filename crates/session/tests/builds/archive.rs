//! `docker save` against the rules of the OCI image layout, checked here one by one (OCI image
//! specification, "Image Layout", "Manifest", "Config"), and back through `docker load`.

use super::{works, world};
use serde_json::Value;
use std::collections::BTreeMap;
use vfs::Digest;
use vfs::tar::{self, Content, Limits};

const DOCKERFILE: &str = "FROM busybox AS build\nRUN echo built > /out\nFROM busybox\nENV A=1\nWORKDIR /app\nCOPY --from=build /out .\nRUN rm -r /home && ln out link\nCMD [\"cat\", \"out\"]\n";

fn files(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    tar::read(bytes, &Limits::default())
        .unwrap()
        .into_iter()
        .filter_map(|entry| match entry.content {
            Content::File(data) => Some((entry.path, data.bytes())),
            _ => None,
        })
        .collect()
}

/// The blob that a descriptor names, after the descriptor was checked against it.
fn blob<'a>(files: &'a BTreeMap<String, Vec<u8>>, descriptor: &Value, media_type: &str) -> &'a [u8] {
    assert_eq!(descriptor["mediaType"], media_type);
    let digest = descriptor["digest"].as_str().unwrap();
    let hex = digest.strip_prefix("sha256:").unwrap();
    assert!(
        hex.len() == 64 && hex.bytes().all(|b| b.is_ascii_hexdigit() && !b.is_ascii_uppercase()),
        "{digest}"
    );
    let bytes = files.get(&format!("blobs/sha256/{hex}")).expect("the blob is there");
    assert_eq!(descriptor["size"].as_u64(), Some(bytes.len() as u64), "{digest}");
    assert_eq!(Digest::of(bytes).to_string(), digest);
    bytes
}

fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

#[test]
fn a_saved_image_is_an_oci_layout() {
    let world = world(&[("Dockerfile", DOCKERFILE)]);
    works(
        &world,
        "docker build -q -t app . && docker tag app app:v1 && docker save -o app.tar app app:v1",
    );
    let files = files(&world.read_file("app.tar").unwrap());

    assert_eq!(json(&files["oci-layout"]), serde_json::json!({"imageLayoutVersion": "1.0.0"}));
    let index = json(&files["index.json"]);
    assert_eq!(index["schemaVersion"], 2);
    assert_eq!(index["mediaType"], "application/vnd.oci.image.index.v1+json");
    let manifests = index["manifests"].as_array().unwrap();
    assert_eq!(manifests.len(), 2);

    let id = works(&world, "docker image inspect --format '{{.Id}}' app");
    let mut reached = 0;
    for descriptor in manifests {
        assert_eq!(descriptor["digest"].as_str(), Some(id.trim()));
        let manifest = json(blob(&files, descriptor, "application/vnd.oci.image.manifest.v1+json"));
        assert_eq!(manifest["schemaVersion"], 2);
        let config = json(blob(&files, &manifest["config"], "application/vnd.oci.image.config.v1+json"));
        let layers = manifest["layers"].as_array().unwrap();
        let diff_ids = config["rootfs"]["diff_ids"].as_array().unwrap();
        assert_eq!(config["rootfs"]["type"], "layers");
        assert_eq!(layers.len(), diff_ids.len());
        for (layer, diff_id) in layers.iter().zip(diff_ids) {
            let bytes = blob(&files, layer, "application/vnd.oci.image.layer.v1.tar");
            assert_eq!(Digest::of(bytes).to_string(), diff_id.as_str().unwrap());
            tar::read(bytes, &Limits::default()).unwrap();
        }
        let history = config["history"].as_array().unwrap();
        let full = history.iter().filter(|line| line["empty_layer"] != true).count();
        assert_eq!(full, layers.len());
        assert_eq!(
            (config["os"].as_str(), config["architecture"].as_str()),
            (Some("linux"), Some("amd64"))
        );
        assert!(config["created"].as_str().unwrap().ends_with('Z'));
        reached = 2 + layers.len();
    }
    let blobs = files.keys().filter(|path| path.starts_with("blobs/")).count();
    assert_eq!(blobs, reached, "every blob is reached from the index");

    let docker = json(&files["manifest.json"]);
    assert_eq!(docker[0]["RepoTags"], serde_json::json!(["app:latest", "app:v1"]));
    assert!(files.contains_key(docker[0]["Config"].as_str().unwrap()));
}

#[test]
fn a_removed_file_is_a_whiteout_in_the_layer() {
    let world = world(&[("Dockerfile", "FROM busybox\nRUN echo x > /x\nRUN rm /x\n")]);
    works(&world, "docker build -q -t app . && docker save -o app.tar app");
    let files = files(&world.read_file("app.tar").unwrap());
    let docker = json(&files["manifest.json"]);
    let last = docker[0]["Layers"].as_array().unwrap().last().unwrap().as_str().unwrap();
    let names: Vec<String> = tar::read(&files[last], &Limits::default())
        .unwrap()
        .into_iter()
        .map(|e| e.path)
        .collect();
    assert_eq!(names, [".wh.x"]);
}

#[test]
fn a_loaded_image_is_the_one_that_was_saved() {
    let world = world(&[("Dockerfile", DOCKERFILE)]);
    works(&world, "docker build -q -t app . && docker save -o app.tar app");
    let id = works(&world, "docker image inspect --format '{{.Id}}' app");
    works(&world, "docker rmi app > /dev/null && docker load -i app.tar");
    assert_eq!(works(&world, "docker image inspect --format '{{.Id}}' app"), id);
    assert_eq!(works(&world, "docker run --rm app"), "built\n");
}
