//! The data as a whole: every name leads somewhere, every number adds up.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

use catalogue::{Ecosystem, Image, catalogue, split_reference};
use std::collections::BTreeSet;
use vfs::tar::Content;
use vfs::{Digest, Fs, LayerEntry, Node, ROOT};

fn image(reference: &str) -> &'static Image {
    catalogue().image(reference).unwrap_or_else(|| panic!("{reference}"))
}

fn root_of(image: &Image) -> Fs {
    let mut fs = Fs::default();
    for line in image.layers(catalogue()) {
        if let Some(layer) = &line.layer {
            layer.apply(&mut fs).unwrap();
        }
    }
    fs
}

fn find(fs: &Fs, path: &str) -> Option<vfs::Ino> {
    path.split('/')
        .filter(|name| !name.is_empty())
        .try_fold(ROOT, |dir, name| fs.lookup(dir, name).ok())
}

#[test]
fn a_tag_names_one_image() {
    for repository in catalogue().repositories() {
        let mut seen = BTreeSet::new();
        for image in catalogue().images_of(repository) {
            for tag in &image.tags {
                assert!(seen.insert(tag.clone()), "{repository}:{tag} twice");
                assert!(split_reference(&format!("{repository}:{tag}")).is_some());
            }
        }
        assert!(seen.contains("latest"), "{repository} has no latest");
    }
}

#[test]
fn every_image_builds_on_images_that_exist() {
    for image in catalogue().images() {
        let layers = image.layers(catalogue());
        assert!(
            layers.iter().any(|line| line.layer.is_some()),
            "{}:{}",
            image.repository,
            image.tags[0]
        );
        assert!(image.created > 0 && !image.source.is_empty() && !image.platforms.is_empty());
    }
}

#[test]
fn an_image_has_no_path_through_a_link_of_another_layer() {
    for image in catalogue().images() {
        let name = format!("{}:{}", image.repository, image.tags[0]);
        let mut links: BTreeSet<String> = BTreeSet::new();
        for layer in image.layers(catalogue()).iter().flat_map(|line| &line.layer) {
            for entry in layer.entries() {
                let LayerEntry::Put(entry) = entry else { continue };
                for (at, _) in entry.path.match_indices('/') {
                    assert!(!links.contains(&entry.path[..at]), "{name}: {}", entry.path);
                }
                match &entry.content {
                    Content::Symlink(_) => links.insert(entry.path.clone()),
                    _ => links.remove(&entry.path),
                };
            }
        }
    }
}

#[test]
fn every_image_starts_a_program_it_holds() {
    for image in catalogue().images() {
        let config = image.config(catalogue());
        let first = config
            .entrypoint
            .as_ref()
            .or(config.cmd.as_ref())
            .and_then(|words| words.first());
        let Some(first) = first else {
            panic!("{}: nothing to start", image.repository);
        };
        let paths: BTreeSet<String> = image
            .layers(catalogue())
            .iter()
            .flat_map(|line| &line.layer)
            .flat_map(|layer| layer.entries())
            .map(|entry| format!("/{}", entry.path()))
            .collect();
        let path = config
            .env
            .iter()
            .find_map(|line| line.strip_prefix("PATH="))
            .unwrap_or("/bin");
        // /bin of a Debian image is a link to /usr/bin.
        let found = first.starts_with('/') && paths.contains(first)
            || path.split(':').any(|dir| paths.contains(&format!("{dir}/{first}")))
            || paths.contains(&format!("/usr{first}"));
        assert!(found, "{}:{}: {first} in {path}", image.repository, image.tags[0]);
    }
}

#[test]
fn programs_are_named_flavor_and_name() {
    for image in catalogue().images() {
        for layer in image.layers(catalogue()).iter().flat_map(|line| &line.layer) {
            for entry in layer.entries() {
                let LayerEntry::Put(entry) = entry else { continue };
                let Content::File(data) = &entry.content else { continue };
                let bytes = data.bytes();
                let Some(name) = bytes.strip_prefix(b"\x7fELF\x02\x01\x01drydock:") else {
                    continue;
                };
                let (name, _) = std::str::from_utf8(name).unwrap().split_once('\n').unwrap();
                let (flavor, program) = name.split_once('/').unwrap();
                assert!(["busybox", "gnu", "dash", "bash", "program"].contains(&flavor), "{name}");
                assert!(
                    !program.is_empty() && program.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_+.[".contains(&b)),
                    "{name}"
                );
                assert!(entry.meta.mode & 0o111 != 0, "{} is not executable", entry.path);
            }
        }
    }
}

#[test]
fn packages_need_only_packages_that_exist() {
    for kind in [Ecosystem::Apt, Ecosystem::Apk] {
        let all = catalogue().packages(kind);
        for package in all.values() {
            for need in package.depends.iter().chain(&package.recommends) {
                let virtual_name = || all.values().any(|other| other.provides.contains(need));
                assert!(
                    all.contains_key(need) || virtual_name(),
                    "{kind:?} {} needs {need}",
                    package.name
                );
            }
        }
    }
    for package in catalogue().packages(Ecosystem::Pip).values() {
        for need in &package.depends {
            let name = need.split(['>', '<', '=', '!', '~', ';', '[', ' ']).next().unwrap();
            let name = catalogue::Package::pip_name(name);
            assert!(
                catalogue().package(Ecosystem::Pip, &name).is_some(),
                "pip {} needs {need}",
                package.name
            );
        }
    }
    for package in catalogue().packages(Ecosystem::Npm).values() {
        for need in &package.depends {
            let name = need.split(' ').next().unwrap();
            assert!(
                catalogue().package(Ecosystem::Npm, name).is_some(),
                "npm {} needs {need}",
                package.name
            );
        }
    }
}

#[test]
fn sizes_are_near_those_of_the_real_images() {
    for (reference, megabytes) in [
        ("busybox", 4.3),
        ("alpine", 7.8),
        ("debian:bookworm-slim", 74.8),
        ("python:3.12-slim", 125.0),
        ("nginx", 192.0),
        ("redis:7", 117.0),
        ("hello-world", 0.01),
    ] {
        let size = image(reference).size(catalogue()) as f64 / 1e6;
        assert!(
            (size - megabytes).abs() <= megabytes * 0.05 + 0.1,
            "{reference} weighs {size}"
        );
    }
}

#[test]
fn the_local_images_share_their_base_and_hold_what_they_are_known_for() {
    let digests = |reference: &str| -> Vec<Digest> {
        let layers = image(reference).layers(catalogue()).iter().flat_map(|line| &line.layer);
        layers.map(vfs::Layer::diff_id).collect()
    };
    let base = digests("debian:bookworm-slim");
    for reference in ["python:3.12-slim", "nginx", "redis:7"] {
        assert_eq!(digests(reference)[..1], base[..], "{reference}");
    }
    assert!(std::ptr::eq(image("alpine:3.20"), image("docker.io/library/alpine")));
    for (reference, paths) in [
        ("busybox", "bin/sh bin/busybox bin/wget etc/passwd tmp root"),
        (
            "alpine:3.20",
            "bin/sh sbin/apk etc/alpine-release lib/apk/db/installed usr/bin/wget",
        ),
        (
            "debian:bookworm-slim",
            "bin usr/bin/sh usr/bin/bash usr/bin/apt-get usr/bin/ls var/lib/dpkg/status etc/os-release",
        ),
        (
            "python:3.12-slim",
            "usr/local/bin/python usr/local/bin/pip usr/local/lib/python3.12/site-packages/pip",
        ),
        (
            "drydock/python:3.12-slim",
            "usr/local/bin/python usr/local/lib/python3.12/site-packages/flask usr/local/bin/flask",
        ),
        (
            "nginx",
            "docker-entrypoint.sh usr/sbin/nginx usr/share/nginx/html/index.html etc/nginx/conf.d/default.conf usr/bin/curl",
        ),
        (
            "redis:7",
            "usr/local/bin/redis-server usr/local/bin/redis-cli usr/local/bin/gosu data",
        ),
    ] {
        let fs = root_of(image(reference));
        for path in paths.split(' ') {
            assert!(find(&fs, path).is_some(), "{reference} has no /{path}");
        }
    }
    let python = root_of(image("python:3.12-slim"));
    assert!(find(&python, "usr/local/lib/python3.12/site-packages/flask").is_none());
    let fs = root_of(image("debian:bookworm-slim"));
    let bin = find(&fs, "bin").unwrap();
    assert!(matches!(&fs.get(bin).unwrap().node, Node::Symlink(target) if &**target == "usr/bin"));
    let busybox = root_of(image("busybox"));
    assert_eq!(find(&busybox, "bin/sh"), find(&busybox, "bin/busybox"));
}

#[test]
fn configurations_are_those_of_docker_hub() {
    let nginx = image("nginx").config(catalogue());
    assert_eq!(nginx.entrypoint.as_deref(), Some(&["/docker-entrypoint.sh".to_string()][..]));
    assert_eq!(nginx.cmd.as_ref().unwrap().join(" "), "nginx -g daemon off;");
    assert_eq!(
        (nginx.exposed_ports.join(" "), nginx.stop_signal.as_deref()),
        ("80/tcp".into(), Some("SIGQUIT"))
    );
    let redis = image("redis:7").config(catalogue());
    assert_eq!(
        (redis.working_dir.as_str(), redis.volumes.join(" ")),
        ("/data", "/data".into())
    );
    let python = image("python:3.12-slim").config(catalogue());
    assert_eq!(python.cmd.as_ref().unwrap().join(" "), "python3");
    assert!(python.env[0].starts_with("PATH=/usr/local/bin:"));
    assert_eq!(image("busybox").config(catalogue()).cmd.as_ref().unwrap().join(" "), "sh");
}

#[test]
fn users_of_an_image_are_in_its_passwd() {
    for (reference, user) in [
        ("redis:7", "redis:x:999:"),
        ("nginx", "nginx:x:101:"),
        ("postgres", "postgres:x:999:"),
    ] {
        let fs = root_of(image(reference));
        let passwd = fs.data(find(&fs, "etc/passwd").unwrap()).unwrap().bytes();
        let passwd = String::from_utf8(passwd).unwrap();
        assert!(
            passwd.starts_with("root:x:0:0:") && passwd.contains(&format!("\n{user}")),
            "{reference}: {passwd}"
        );
    }
}

#[test]
fn commits_and_tags_have_the_names_that_git_gives_them() {
    let refs: Vec<(&str, &str, &str)> = catalogue()
        .git_repositories()
        .iter()
        .flat_map(|repository| &repository.refs)
        .map(|(name, to)| (name.as_str(), to.object.as_str(), to.commit.as_str()))
        .collect();
    let main = "993be2bf7a54e6f60d5f800492752c2889fc079a";
    let next = "03f466647db9db24727cfc3b0e13ad0377195f1c";
    let trunk = "bc68f56a28be93c7ebc8166c22f11f36d5d6c731";
    let lightweight = "1128142bd588231c153281f9636be4647224b66e";
    assert_eq!(
        refs,
        [
            ("refs/heads/main", main, main),
            ("refs/heads/next", next, next),
            (
                "refs/tags/v1",
                "041ae07fa43501d653e6d81f10cccf0f1bd42d27",
                "973c28bfa9acb1a1b3d783d1594eaf22d753e63a"
            ),
            ("refs/heads/trunk", trunk, trunk),
            ("refs/tags/v0.1", lightweight, lightweight),
        ]
    );
}

#[test]
fn repositories_are_whole() {
    for repository in catalogue().git_repositories() {
        let known = |host: &str| {
            catalogue()
                .sites()
                .iter()
                .any(|site| site.names.iter().any(|name| name == host))
        };
        assert!(known(&repository.host), "{}", repository.host);
        assert!(
            repository
                .refs
                .contains_key(&format!("refs/heads/{}", repository.default_branch))
        );
        for (name, commit) in &repository.commits {
            assert!(commit.time > 0 && !commit.files.is_empty(), "{name}");
            let clean = |path: &String| !path.is_empty() && path.split('/').all(|part| !["", ".", "..", ".git"].contains(&part));
            assert!(commit.files.keys().all(clean), "{name}");
        }
    }
}
