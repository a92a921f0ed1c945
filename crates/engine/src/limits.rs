//! What a container's settings are to its control group (the OCI runtime spec's `linux.resources`, as runc writes
//! them for cgroups, version 2).

use crate::HostConfig;
use machine::Cgroup;

/// Sets a group's limits.
pub(crate) fn set(cgroup: &mut Cgroup, host: &HostConfig) {
    let above_zero = |value: i64| u64::try_from(value).ok().filter(|n| *n > 0);
    cgroup.memory = above_zero(host.memory);
    cgroup.low = above_zero(host.memory_reservation);
    cgroup.swap = swap(host);
    cgroup.pids = above_zero(host.pids_limit);
    cgroup.nano_cpus = above_zero(host.nano_cpus);
    cgroup.weight = above_zero(host.cpu_shares).map(weight);
    cgroup.cpuset = Some(host.cpuset_cpus.clone()).filter(|set| !set.is_empty());
    let says = |wanted: &[&str]| host.security_opt.iter().any(|option| wanted.contains(&option.as_str()));
    cgroup.no_new_privileges = says(&["no-new-privileges", "no-new-privileges=true", "no-new-privileges:true"]);
    cgroup.filtered = !host.privileged && !says(&["seccomp=unconfined", "seccomp:unconfined"]);
}

/// Docker counts memory and swap together; without a word it is twice the memory, and -1 is no limit.
fn swap(host: &HostConfig) -> Option<u64> {
    let memory = host.memory;
    match host.memory_swap {
        _ if memory <= 0 => None,
        both if both < 0 => None,
        0 => u64::try_from(memory).ok(),
        both => u64::try_from(both.saturating_sub(memory)).ok(),
    }
}

/// The weight from 1 to 10000 for shares from 2 to 262144: a curve through the ends and the usual values, 1024 and
/// 100.
fn weight(shares: u64) -> u64 {
    match shares {
        0..=2 => 1,
        262_144.. => 10_000,
        _ => {
            let l = (shares as f64).log2();
            let exponent = (l * l + 125.0 * l) / 612.0 - 7.0 / 34.0;
            // What is a whole number stays one however the machine rounds.
            (10f64.powf(exponent) - 1e-6).ceil() as u64
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_shares_are_the_usual_weight() {
        assert_eq!([2, 512, 1024, 2048, 262_144].map(weight), [1, 59, 100, 174, 10_000]);
    }

    #[test]
    fn swap_is_what_is_left_of_both() {
        let host = |memory, memory_swap| HostConfig {
            memory,
            memory_swap,
            ..HostConfig::default()
        };
        assert_eq!(swap(&host(100, 0)), Some(100));
        assert_eq!(swap(&host(100, 100)), Some(0));
        assert_eq!(swap(&host(100, -1)), None);
    }
}
