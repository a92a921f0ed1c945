//! What `docker` says at the edges: mistakes, conflicts, other formats.
//!
//! Each case in `docker/` names the sources that its words were read from.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::check;

#[test]
fn names_and_signals_are_refused() {
    check("docker", "names-and-signals.txtar");
}

#[test]
fn networks_of_others_exclude_options() {
    check("docker", "network-mode-conflicts.txtar");
}

#[test]
fn subnets_have_to_fit() {
    check("docker", "subnets.txtar");
}

#[test]
fn ports_are_published_where_asked() {
    check("docker", "published-addresses.txtar");
}

#[test]
fn limits_are_checked() {
    check("docker", "resources.txtar");
}

#[test]
fn mounts_are_checked() {
    check("docker", "mounts.txtar");
}

#[test]
fn copies_and_archives_go_where_they_can() {
    check("docker", "copies.txtar");
}

#[test]
fn events_tell_of_volumes_copies_prunes_and_builds() {
    check("docker", "events.txtar");
}

#[test]
fn labels_are_columns() {
    check("docker", "columns.txtar");
}

#[test]
fn repositories_are_contexts_and_sources_of_builds() {
    check("docker", "git-sources.txtar");
}

#[test]
fn flags_of_builds_are_checked() {
    check("docker", "build-flags.txtar");
}

#[test]
fn capabilities_and_limits_show_inside() {
    check("docker", "capabilities-and-limits.txtar");
}

#[test]
fn published_images_that_are_not_here_are_named() {
    check("docker", "not-here.txtar");
}

#[test]
fn hardware_addresses_and_mounts_are_the_kernels() {
    check("docker", "hardware-addresses.txtar");
}

#[test]
fn disk_usage_is_told_in_any_format() {
    check("docker", "disk-usage.txtar");
}

#[test]
fn platforms_that_nobody_publishes_are_refused() {
    check("docker", "platforms.txtar");
}

#[test]
fn what_psql_sends_is_one_text() {
    check("docker", "psql.txtar");
}

#[test]
fn names_that_links_give() {
    check("docker", "links.txtar");
}

#[test]
fn what_passes_over_an_interface_is_counted() {
    check("docker", "traffic.txtar");
}

#[test]
fn go_programs_are_built_and_serve() {
    check("docker", "go-programs.txtar");
}

#[test]
fn a_c_server_is_built_into_an_empty_image() {
    check("docker", "c-programs.txtar");
}

#[test]
fn a_rust_server_is_built_and_serves() {
    check("docker", "rust-programs.txtar");
}

#[test]
fn a_go_service_speaks_json() {
    check("docker", "go-rest.txtar");
}
