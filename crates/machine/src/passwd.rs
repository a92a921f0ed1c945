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

/// A line of /etc/passwd as it stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UserLine<'t> {
    pub name: &'t str,
    pub uid: u32,
    pub gid: u32,
    pub gecos: &'t str,
    pub home: &'t str,
    pub shell: &'t str,
}

/// A line of /etc/group as it stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupLine<'t> {
    pub name: &'t str,
    pub gid: u32,
    members: &'t str,
}

impl<'t> GroupLine<'t> {
    pub fn members(&self) -> impl Iterator<Item = &'t str> {
        self.members.split(',').filter(|member| !member.is_empty())
    }
}

/// The fields of a line, if they are this many.
fn fields<const N: usize>(line: &str) -> Option<[&str; N]> {
    let mut all = [""; N];
    let mut parts = line.split(':');
    for field in &mut all {
        *field = parts.next()?;
    }
    parts.next().is_none().then_some(all)
}

/// The well-formed lines of a passwd file, one after the other.
pub fn user_lines(text: &str) -> impl Iterator<Item = UserLine<'_>> {
    text.lines().filter_map(|line| {
        let [name, _, uid, gid, gecos, home, shell] = fields(line)?;
        Some(UserLine {
            name,
            uid: uid.parse().ok()?,
            gid: gid.parse().ok()?,
            gecos,
            home,
            shell,
        })
    })
}

/// The well-formed lines of a group file, one after the other.
pub fn group_lines(text: &str) -> impl Iterator<Item = GroupLine<'_>> {
    text.lines().filter_map(group_line)
}

fn group_line(line: &str) -> Option<GroupLine<'_>> {
    let [name, _, gid, members] = fields(line)?;
    let gid = gid.parse().ok()?;
    Some(GroupLine { name, gid, members })
}

/// The well-formed lines of a passwd file, in order.
pub fn parse_passwd(text: &str) -> Vec<User> {
    user_lines(text)
        .map(|line| User {
            name: line.name.into(),
            uid: line.uid,
            gid: line.gid,
            gecos: line.gecos.into(),
            home: line.home.into(),
            shell: line.shell.into(),
        })
        .collect()
}

/// The well-formed lines of a group file, in order.
pub fn parse_group(text: &str) -> Vec<Group> {
    group_lines(text)
        .map(|line| Group {
            name: line.name.into(),
            gid: line.gid,
            members: line.members().map(str::to_string).collect(),
        })
        .collect()
}

/// [`groups_of`] a user in the text of a group file.
pub fn groups_in(text: &str, user: &str, gid: u32) -> Vec<u32> {
    let mut out = vec![gid];
    // Most groups have no members, and are not looked at further.
    let lines = text.lines().filter(|line| !line.ends_with(':'));
    let others = lines
        .filter_map(group_line)
        .filter(|g| g.gid != gid && g.members().any(|member| member == user));
    out.extend(others.map(|g| g.gid));
    out
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
