//! Who a container's process is: `--user`, `--group-add`, and the files that tell names from numbers.
//!
//! Specified by moby's vendored user package (GetExecUser).

use crate::{Engine, Error};
use machine::{group_lines, groups_in, user_lines};
use vfs::{Cred, MountNs};

impl Engine {
    /// Who a user specification (`name`, `uid`, `user:group`) is in a container's files, and its home.
    pub(crate) fn user(&self, mounts: &MountNs, spec: &str, more: &[String]) -> Result<(Cred, String), Error> {
        let read = |path: &str| {
            let root = mounts.root().ok()?;
            let at = mounts.walk(&root, path, &Cred::root(), true, &mut |_| {}).ok()?;
            let bytes = at.mount.fs.borrow().data(at.ino).ok()?.read(0, 1 << 20);
            Some(String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()))
        };
        let (users, groups) = (
            read("/etc/passwd").unwrap_or_default(),
            read("/etc/group").unwrap_or_default(),
        );
        let group_called = |name: &str| group_lines(&groups).find(|g| g.name == name).map(|g| g.gid);
        let (user, group) = spec.split_once(':').unwrap_or((spec, ""));
        let number = user.parse::<u32>().ok();
        let entry = user_lines(&users)
            .find(|u| u.name == user || (user.is_empty() && u.uid == 0))
            .or_else(|| user_lines(&users).find(|u| Some(u.uid) == number));
        let (uid, mut gid, home, name) = match (entry, number) {
            (Some(entry), _) => (entry.uid, entry.gid, entry.home, entry.name),
            (None, Some(uid)) => (uid, 0, "/", ""),
            (None, None) if user.is_empty() => (0, 0, "/", "root"),
            (None, None) => {
                return Err(Error::System(format!(
                    "unable to find user {user}: no matching entries in passwd file"
                )));
            }
        };
        let mut supplementary = groups_in(&groups, name, gid);
        if !group.is_empty() {
            gid = match group_called(group).or_else(|| group.parse().ok()) {
                Some(gid) => gid,
                None => {
                    return Err(Error::System(format!(
                        "unable to find group {group}: no matching entries in group file"
                    )));
                }
            };
            supplementary = vec![gid];
        } else if entry.is_none() {
            supplementary = if uid == 0 { vec![0] } else { vec![gid] };
            if uid != 0 && number.is_some() {
                // A number that nobody has: its group is root's, unless a group of that number was meant.
                gid = 0;
                supplementary = vec![0];
            }
        }
        for extra in more {
            match group_called(extra).or_else(|| extra.parse().ok()) {
                Some(gid) => supplementary.push(gid),
                None => {
                    return Err(Error::System(format!(
                        "unable to find group {extra}: no matching entries in group file"
                    )));
                }
            }
        }
        Ok((
            Cred {
                uid,
                gid,
                groups: supplementary,
                dac_override: uid == 0,
            },
            home.to_string(),
        ))
    }
}
