//! `docker ps`: the list of containers and its columns.

use super::status;
use crate::call::{Call, Failure, Outcome};
use crate::format::{self, Columns, Headings};
use crate::gotemplate::{Mode, Template, Value};
use engine::{ContainerSummary, Ports};
use machine::Instant;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::rc::Rc;

const HEADINGS: Headings = &[
    ("ID", "CONTAINER ID"),
    ("Names", "NAMES"),
    ("Image", "IMAGE"),
    ("Command", "COMMAND"),
    ("CreatedAt", "CREATED AT"),
    ("RunningFor", "CREATED"),
    ("Ports", "PORTS"),
    ("State", "STATE"),
    ("Status", "STATUS"),
    ("Size", "SIZE"),
    ("Labels", "LABELS"),
    ("Mounts", "MOUNTS"),
    ("LocalVolumes", "LOCAL VOLUMES"),
    ("Networks", "NETWORKS"),
    ("Platform", "PLATFORM"),
    ("HealthStatus", "HEALTH STATUS"),
];

/// What Go calls a row.
const CONTEXT: &str = "*formatter.ContainerContext";

const TABLE: &str = "table {{.ID}}\\t{{.Image}}\\t{{.Command}}\\t{{.RunningFor}}\\t{{.Status}}\\t{{.Ports}}\\t{{.Names}}";

/// The columns of [`TABLE`].
const SHOWN: [&str; 7] = ["ID", "Image", "Command", "RunningFor", "Status", "Ports", "Names"];

const RAW: &str = "container_id: {{.ID}}\nimage: {{.Image}}\ncommand: {{.Command}}\ncreated_at: {{.CreatedAt}}\nstate: {{- pad .State 1 0}}\nstatus: {{- pad .Status 1 0}}\nnames: {{.Names}}\nlabels: {{- pad .Labels 1 0}}\nports: {{- pad .Ports 1 0}}\n";

pub async fn ps(call: Call) -> Outcome {
    let flags = &call.flags;
    let wanted = flags.text("format");
    if !wanted.is_empty() {
        let template = Template::parse(&wanted).map_err(|e| Failure::new(format!("failed to parse template: {e}")))?;
        template
            .run(&empty_row(), Mode::Typed)
            .map_err(|e| Failure::new(format!("failed to execute template: {e}")))?;
    }
    let size = flags.on("size") || wanted.contains(".Size");
    let last = if flags.on("latest") {
        Some(1)
    } else {
        flags.int("last").filter(|n| *n >= 0).and_then(|n| usize::try_from(n).ok())
    };
    let trunc = !flags.on("no-trunc");
    let now = call.engine.now();
    let format = match wanted.as_str() {
        _ if flags.on("quiet") && (wanted.is_empty() || !wanted.starts_with("raw")) => "{{.ID}}".to_string(),
        "" | "table" if size => format!("{TABLE}\\t{{{{.Size}}}}"),
        "" | "table" => TABLE.to_string(),
        "raw" if flags.on("quiet") => "container_id: {{.ID}}".to_string(),
        "raw" if size => format!("{RAW}size: {{{{.Size}}}}\n"),
        "raw" => RAW.to_string(),
        custom => custom.to_string(),
    };
    let all = flags.on("all");
    let filters = call.filters();
    // The plain table shows a few columns of what may be many containers; a template may ask for any.
    let text = if format == TABLE {
        let mut columns = Columns::new(&SHOWN.map(heading));
        call.engine.each_container(all, last, &filters, &mut |c| {
            for name in SHOWN {
                columns.cell(|text| write_column(text, name, c, now, trunc));
            }
        })?;
        columns.finish()
    } else if format == "{{.ID}}" {
        let mut text = String::new();
        call.engine.each_container(all, last, &filters, &mut |c| {
            write_column(&mut text, "ID", c, now, trunc);
            text.push('\n');
        })?;
        text
    } else {
        let containers = call.engine.list_containers(all, last, &filters)?;
        format::render_each(&format, HEADINGS, containers.iter().map(|c| row(c, now, trunc)))?
    };
    call.out(&text).await;
    Ok(())
}

fn heading(name: &str) -> &'static str {
    HEADINGS
        .iter()
        .find(|(known, _)| *known == name)
        .map_or("", |(_, heading)| heading)
}

fn names() -> impl Iterator<Item = &'static str> {
    let mut names: Vec<&'static str> = HEADINGS.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    names.into_iter()
}

fn empty_row() -> Value {
    row_of(
        HEADINGS.iter().map(|(name, _)| (*name, Value::from(""))).collect(),
        Rc::new(BTreeMap::new()),
    )
}

fn row_of(mut fields: Vec<(&'static str, Value)>, labels: Rc<BTreeMap<String, String>>) -> Value {
    fields.push(("Label", format::label_method(labels)));
    format::row(CONTEXT, fields)
}

/// A container's columns.
pub fn row(c: &ContainerSummary, now: Instant, trunc: bool) -> Value {
    let column = |name| {
        let mut text = String::new();
        write_column(&mut text, name, c, now, trunc);
        (name, Value::from(text))
    };
    row_of(names().map(column).collect(), Rc::new(c.labels.clone()))
}

/// Writes one column of a container, by its name.
fn write_column(out: &mut String, name: &str, c: &ContainerSummary, now: Instant, trunc: bool) {
    match name {
        "Command" => {
            let command = command(&c.command);
            let shown = if trunc { format::ellipsis(&command, 20) } else { command };
            out.push_str(&crate::opts::quote(&shown));
        }
        "CreatedAt" => out.push_str(&format::go_time(c.created)),
        "HealthStatus" => out.push_str(c.health.unwrap_or_default()),
        "ID" => out.push_str(if trunc { format::short_part(&c.id) } else { &c.id }),
        "Image" => out.push_str(&c.image),
        "Labels" => {
            let labels: Vec<String> = c.labels.iter().map(|(k, v)| format!("{k}={v}")).collect();
            out.push_str(&labels.join(","));
        }
        "LocalVolumes" => {
            let count = c.mounts.iter().filter(|m| !m.starts_with('/')).count();
            out.push_str(&count.to_string());
        }
        "Mounts" => {
            let short = |m: &String| if trunc { format::ellipsis(m, 15) } else { m.clone() };
            out.push_str(&c.mounts.iter().map(short).collect::<Vec<String>>().join(","));
        }
        "Names" => out.push_str(&c.name),
        "Networks" => out.push_str(&c.networks.join(",")),
        "Platform" => out.push_str("linux/amd64"),
        "Ports" if c.ports.is_empty() => {}
        "Ports" => out.push_str(&ports(&c.ports)),
        "RunningFor" => out.push_str(&format::ago(now, c.created)),
        "Size" => {
            let (writable, all) = c.size;
            out.push_str(&format::short_size(writable));
            if all > 0 {
                out.push_str(&format!(" (virtual {})", format::short_size(all)));
            }
        }
        "State" => out.push_str(c.state.word()),
        "Status" => out.push_str(&status(c, now)),
        _ => {}
    }
}

/// The program and its arguments in one line; arguments with spaces are quoted.
fn command(words: &[String]) -> String {
    let Some((program, arguments)) = words.split_first() else {
        return String::new();
    };
    let mut line = program.clone();
    for argument in arguments {
        line.push(' ');
        match argument.contains(' ') {
            true => line.push_str(&format!("'{argument}'")),
            false => line.push_str(argument),
        }
    }
    line
}

/// The PORTS column: neighbours with equal ports on both sides are one range.
pub fn ports(ports: &Ports) -> String {
    /// The container's port, where it is published, the protocol.
    type Line<'a> = (u16, Option<(String, u16)>, &'a str);
    let mut all: Vec<Line<'_>> = Vec::new();
    for (host, private, protocol) in ports {
        match host {
            Some((address, public)) => {
                let shown = match address {
                    IpAddr::V4(address) => address.to_string(),
                    IpAddr::V6(address) => format!("[{address}]"),
                };
                all.push((*private, Some((shown, *public)), protocol));
            }
            None => all.push((*private, None, protocol)),
        }
    }
    all.sort_by(|a, b| {
        let v6 = |p: &Option<(String, u16)>| p.as_ref().is_some_and(|(a, _)| a.starts_with('['));
        (a.0, v6(&a.1), &a.1, a.2).cmp(&(b.0, v6(&b.1), &b.1, b.2))
    });
    let mut groups: Vec<(String, u16, u16)> = Vec::new();
    let mut done = Vec::new();
    let mut mapped = Vec::new();
    for (private, host, protocol) in all {
        let key = match host {
            Some((address, public)) if public != private => {
                mapped.push(format!("{address}:{public}->{private}/{protocol}"));
                continue;
            }
            Some((address, _)) => format!("{address}/{protocol}"),
            None => protocol.to_string(),
        };
        match groups.iter_mut().find(|(k, ..)| *k == key) {
            None => groups.push((key, private, private)),
            Some(group) if u32::from(group.2) + 1 == u32::from(private) => group.2 = private,
            Some(group) => {
                done.push(port_group(group));
                *group = (key, private, private);
            }
        }
    }
    done.extend(groups.iter().map(port_group));
    done.extend(mapped);
    done.join(", ")
}

fn port_group((key, first, last): &(String, u16, u16)) -> String {
    let range = if first == last {
        first.to_string()
    } else {
        format!("{first}-{last}")
    };
    match key.split_once('/') {
        Some((address, protocol)) => format!("{address}:{range}->{range}/{protocol}"),
        None => format!("{range}/{key}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{Ipv4Addr, Ipv6Addr};

    #[test]
    fn neighbouring_ports_are_one_range() {
        let (four, six) = (IpAddr::from(Ipv4Addr::UNSPECIFIED), IpAddr::from(Ipv6Addr::UNSPECIFIED));
        let published = |ip: IpAddr, public: u16, private: u16| (Some((ip, public)), private, "tcp".to_string());
        let list: Ports = vec![
            published(four, 9001, 9001),
            published(six, 9001, 9001),
            published(four, 9002, 9002),
            published(six, 9002, 9002),
            (None, 80, "tcp".into()),
        ];
        assert_eq!(
            ports(&list),
            "80/tcp, 0.0.0.0:9001-9002->9001-9002/tcp, [::]:9001-9002->9001-9002/tcp"
        );
        let list: Ports = vec![published(four, 8080, 80), published(six, 8080, 80)];
        assert_eq!(ports(&list), "0.0.0.0:8080->80/tcp, [::]:8080->80/tcp");
    }

    #[test]
    fn arguments_with_spaces_are_quoted() {
        assert_eq!(command(&["sh".into(), "-c".into(), "exit 3".into()]), "sh -c 'exit 3'");
    }
}
