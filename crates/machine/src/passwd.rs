//! The user database: /etc/passwd and /etc/group (passwd(5), group(5)).

/// A line of /etc/passwd.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    pub name: String,
    pub uid: u32,
    pub gid: u32,
    pub gecos: String,
    pub home: String,
    pub shell: String,
}

/// A line of /etc/group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub name: String,
    pub gid: u32,
    pub members: Vec<String>,
}

/// The well-formed lines of a passwd file, in order.
pub fn parse_passwd(text: &str) -> Vec<User> {
    text.lines()
        .filter_map(|line| {
            let f: Vec<&str> = line.split(':').collect();
            let [name, _, uid, gid, gecos, home, shell] = f[..] else {
                return None;
            };
            Some(User {
                name: name.into(),
                uid: uid.parse().ok()?,
                gid: gid.parse().ok()?,
                gecos: gecos.into(),
                home: home.into(),
                shell: shell.into(),
            })
        })
        .collect()
}

/// The well-formed lines of a group file, in order.
pub fn parse_group(text: &str) -> Vec<Group> {
    text.lines()
        .filter_map(|line| {
            let f: Vec<&str> = line.split(':').collect();
            let [name, _, gid, members] = f[..] else { return None };
            let members = members.split(',').filter(|m| !m.is_empty()).map(str::to_string).collect();
            Some(Group {
                name: name.into(),
                gid: gid.parse().ok()?,
                members,
            })
        })
        .collect()
}

/// The supplementary groups of a user, its own group first.
pub fn groups_of(groups: &[Group], user: &str, gid: u32) -> Vec<u32> {
    let mut out = vec![gid];
    out.extend(
        groups
            .iter()
            .filter(|g| g.gid != gid && g.members.iter().any(|m| m == user))
            .map(|g| g.gid),
    );
    out
}
