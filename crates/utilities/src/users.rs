//! Names of users and groups, by /etc/passwd and /etc/group.

use machine::{Group, Sys, User, parse_group, parse_passwd};

/// The user database as a process sees it.
pub struct Users {
    pub users: Vec<User>,
    pub groups: Vec<Group>,
}

impl Users {
    pub fn load(sys: &Sys) -> Users {
        let text = |path: &str| String::from_utf8_lossy(&sys.read_file(path).unwrap_or_default()).into_owned();
        Users {
            users: parse_passwd(&text("/etc/passwd")),
            groups: parse_group(&text("/etc/group")),
        }
    }

    pub fn by_uid(&self, uid: u32) -> Option<&User> {
        self.users.iter().find(|u| u.uid == uid)
    }

    pub fn by_name(&self, name: &str) -> Option<&User> {
        self.users.iter().find(|u| u.name == name)
    }

    pub fn group(&self, gid: u32) -> Option<&Group> {
        self.groups.iter().find(|g| g.gid == gid)
    }

    pub fn group_named(&self, name: &str) -> Option<&Group> {
        self.groups.iter().find(|g| g.name == name)
    }

    /// A user's name, or the number.
    pub fn user_name(&self, uid: u32) -> String {
        self.by_uid(uid).map_or_else(|| uid.to_string(), |u| u.name.clone())
    }

    /// A group's name, or the number.
    pub fn group_name(&self, gid: u32) -> String {
        self.group(gid).map_or_else(|| gid.to_string(), |g| g.name.clone())
    }

    /// A uid from a name or a number.
    pub fn uid(&self, text: &str) -> Option<u32> {
        self.by_name(text).map(|u| u.uid).or_else(|| text.parse().ok())
    }

    /// A gid from a name or a number.
    pub fn gid(&self, text: &str) -> Option<u32> {
        self.group_named(text).map(|g| g.gid).or_else(|| text.parse().ok())
    }
}
