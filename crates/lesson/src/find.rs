//! Looks whether conditions hold, and says in the learner's language what is so when they don't.

use crate::check::Check;
use crate::condition::*;
use crate::facts::{ContainerFacts, Facts, Place};
use crate::field::Size;
use crate::language::Language;

/// What a condition came to, and in words what is so when it does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub met: bool,
    pub diagnosis: String,
}

/// `Err` says what is so instead.
type Found = Result<(), String>;

/// A sentence in the language at hand.
macro_rules! say {
    ($language:expr, $english:literal, $chinese:literal) => {
        $language.pick(format!($english), format!($chinese))
    };
}

fn ensure(holds: bool, otherwise: impl FnOnce() -> String) -> Found {
    if holds { Ok(()) } else { Err(otherwise()) }
}

impl Check {
    /// Whether its condition holds, and if not what to say: the first diagnosis whose state is present, or what is so.
    pub fn find(&self, facts: &dyn Facts, language: Language) -> Finding {
        let mut finding = self.condition.find(facts, language);
        if !finding.met
            && let Some(wrong) = self.diagnose.iter().find(|d| d.when.find(facts, language).met)
        {
            finding.diagnosis.clone_from(&wrong.say);
        }
        finding
    }
}

impl Condition {
    /// Looks whether it holds.
    pub fn find(&self, facts: &dyn Facts, language: Language) -> Finding {
        match self.look(facts, language) {
            Ok(()) => Finding {
                met: true,
                diagnosis: String::new(),
            },
            Err(diagnosis) => Finding { met: false, diagnosis },
        }
    }

    fn look(&self, facts: &dyn Facts, l: Language) -> Found {
        match self {
            Condition::All(list) => list.iter().try_for_each(|c| c.look(facts, l)),
            Condition::Any(list) => {
                let mut first = Ok(());
                for (index, condition) in list.iter().enumerate() {
                    match condition.look(facts, l) {
                        Ok(()) => return Ok(()),
                        Err(said) if index == 0 => first = Err(said),
                        Err(_) => {}
                    }
                }
                first
            }
            Condition::Not(inner) => match inner.look(facts, l) {
                Ok(()) => Err(inner.still(l)),
                Err(_) => Ok(()),
            },
            Condition::ImageIs(c) => image(c, facts, l),
            Condition::ContainerIs(c) => match facts.container(&c.name) {
                Some(now) => container(c, &now, facts, l),
                None => {
                    let name = &c.name;
                    Err(say!(l, "there is no container {name}", "没有名为 {name} 的容器"))
                }
            },
            Condition::VolumeIs(VolumeIs { name }) => ensure(facts.volume_exists(name), || {
                say!(l, "there is no volume {name}", "没有名为 {name} 的卷")
            }),
            Condition::NetworkIs(NetworkIs { name, member }) => {
                let Some(members) = facts.network_members(name) else {
                    return Err(say!(l, "there is no network {name}", "没有名为 {name} 的网络"));
                };
                let Some(want) = member else { return Ok(()) };
                ensure(members.contains(want), || {
                    say!(l, "{want} is not on the network {name}", "{want} 不在网络 {name} 上")
                })
            }
            Condition::PortIs(c) => port(c, facts, l),
            Condition::FileIs(c) => file(c, facts, l),
            Condition::ResolvesIs(ResolvesIs { name, from, port }) => match facts.resolves(from, name) {
                Some(true) => {
                    let Some(port) = port else { return Ok(()) };
                    ensure(facts.reaches(from, name, *port) == Some(true), || {
                        say!(
                            l,
                            "{from} finds {name}, but nothing listens there on port {port}",
                            "{from} 能找到 {name}，但那里没有程序监听端口 {port}"
                        )
                    })
                }
                Some(false) => Err(say!(
                    l,
                    "{from} finds no address for the name {name}",
                    "{from} 查不到名称 {name} 的地址"
                )),
                None => Err(say!(l, "no container {from} is running", "没有正在运行的容器 {from}")),
            },
            Condition::RebuildIs(c) => rebuild(c, facts, l),
            Condition::StageIs(c) => {
                let name = &c.name;
                let stages = facts.stages(dockerfile(&c.file))?;
                let Some((_, used)) = stages.iter().find(|(n, _)| n == name) else {
                    return Err(say!(l, "there is no stage {name}", "没有名为 {name} 的阶段"));
                };
                ensure(*used == c.used.unwrap_or(true), || {
                    if *used {
                        say!(l, "the last stage needs the stage {name}", "最后一个阶段需要阶段 {name}")
                    } else {
                        say!(
                            l,
                            "nothing in the last stage needs the stage {name}",
                            "最后一个阶段没有用到阶段 {name}"
                        )
                    }
                })
            }
            Condition::BuildCheckIs(c) => {
                let rule = &c.rule;
                let present = facts.build_checks(dockerfile(&c.file))?.contains(rule);
                ensure(present == c.present.unwrap_or(true), || {
                    if present {
                        say!(l, "docker build --check reports {rule}", "docker build --check 报告了 {rule}")
                    } else {
                        say!(
                            l,
                            "docker build --check does not report {rule}",
                            "docker build --check 没有报告 {rule}"
                        )
                    }
                })
            }
            Condition::DockerfileIs(c) => {
                let (file, want) = (dockerfile(&c.file), &c.instruction);
                let Some(instructions) = facts.instructions(file) else {
                    return Err(say!(l, "there is no file {file}", "没有文件 {file}"));
                };
                ensure(instructions.iter().any(|i| begins(i, want)), || {
                    say!(
                        l,
                        "no instruction of {file} begins with {want}",
                        "{file} 里没有以 {want} 开头的指令"
                    )
                })
            }
            Condition::RegistryIs(c) => registry(c, facts, l),
            Condition::ServiceIs(c) => service(c, facts, l),
            Condition::CommandIs(CommandIs { used }) => ensure(facts.command_used(used), || {
                say!(l, "{used} has not been used yet", "还没有用过 {used}")
            }),
            Condition::OutputIs(OutputIs { of, contains }) => {
                let outputs = facts.outputs_of(of);
                if outputs.is_empty() {
                    return Err(say!(l, "{of} has not been used yet", "还没有用过 {of}"));
                }
                ensure(outputs.iter().any(|o| o.contains(contains.as_str())), || {
                    say!(l, "{of} has not printed “{contains}” yet", "{of} 还没有输出过“{contains}”")
                })
            }
            Condition::QuizIs(QuizIs { id }) => ensure(facts.quiz_answered(id), || {
                say!(l, "the question is still open", "这道题还没有答对")
            }),
        }
    }

    /// What is so when the opposite is wanted.
    fn still(&self, l: Language) -> String {
        match self {
            Condition::ImageIs(c) => {
                let name = &c.name;
                match &c.field {
                    None => say!(l, "there is an image {name}", "镜像 {name} 还在"),
                    Some(field) => say!(l, "{field} of {name} is still so", "{name} 的 {field} 还是这样"),
                }
            }
            Condition::ContainerIs(ContainerIs {
                name,
                state: Some(state),
                ..
            }) => {
                let state = state_word(state, l);
                say!(l, "the container {name} is {state}", "容器 {name} 处于“{state}”状态")
            }
            Condition::ContainerIs(c) => {
                let name = &c.name;
                say!(l, "the container {name} is there", "容器 {name} 还在")
            }
            Condition::VolumeIs(VolumeIs { name }) => say!(l, "there is a volume {name}", "卷 {name} 还在"),
            Condition::NetworkIs(c) => {
                let name = &c.name;
                match &c.member {
                    None => say!(l, "there is a network {name}", "网络 {name} 还在"),
                    Some(member) => say!(l, "{member} is on the network {name}", "{member} 还在网络 {name} 上"),
                }
            }
            Condition::PortIs(c) => {
                let number = c.number;
                say!(l, "port {number} of the host answers so", "主机的端口 {number} 还会这样应答")
            }
            Condition::FileIs(c) => {
                let path = &c.path;
                match &c.contains {
                    None => say!(l, "there is a file {path}", "文件 {path} 还在"),
                    Some(text) => say!(l, "{path} contains “{text}”", "{path} 里有“{text}”"),
                }
            }
            Condition::ResolvesIs(ResolvesIs { name, from, port: None }) => {
                say!(l, "{from} finds the name {name}", "{from} 能查到名称 {name}")
            }
            Condition::ResolvesIs(ResolvesIs {
                name,
                from,
                port: Some(port),
            }) => {
                say!(
                    l,
                    "{from} reaches port {port} of {name}",
                    "{from} 能连上 {name} 的端口 {port}"
                )
            }
            Condition::DockerfileIs(c) => {
                let (file, instruction) = (dockerfile(&c.file), &c.instruction);
                say!(l, "{file} has an instruction {instruction}", "{file} 里有指令 {instruction}")
            }
            Condition::CommandIs(CommandIs { used }) => say!(l, "{used} has been used", "已经用过 {used}"),
            _ => say!(l, "this is not so yet", "现在还不是这样"),
        }
    }

    /// Ports and paths that the condition wants asked.
    pub fn ports(&self, out: &mut Vec<(u16, String)>) {
        self.visit(&mut |condition| {
            if let Condition::PortIs(port) = condition {
                out.push((port.number, port.path.clone().unwrap_or_else(|| "/".into())));
            }
        });
    }
}

fn dockerfile(file: &Option<String>) -> &str {
    file.as_deref().unwrap_or("Dockerfile")
}

/// Whether an instruction begins so; the case of its keyword and the number of blanks don't matter.
fn begins(instruction: &str, start: &str) -> bool {
    let plain = |text: &str| {
        let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match joined.split_once(' ') {
            Some((keyword, rest)) => format!("{} {rest}", keyword.to_ascii_uppercase()),
            None => joined.to_ascii_uppercase(),
        }
    };
    plain(instruction).starts_with(&plain(start))
}

fn image(c: &ImageIs, facts: &dyn Facts, l: Language) -> Found {
    let name = &c.name;
    let Some(now) = facts.image(name) else {
        return Err(say!(l, "there is no image {name}", "没有名为 {name} 的镜像"));
    };
    let size = Size(now.size);
    if let Some(limit) = c.smaller_than.filter(|limit| size >= *limit) {
        return Err(say!(
            l,
            "{name} has {size}, which is not less than {limit}",
            "{name} 有 {size}，没有小于 {limit}"
        ));
    }
    if let Some(limit) = c.larger_than.filter(|limit| size <= *limit) {
        return Err(say!(
            l,
            "{name} has {size}, which is not more than {limit}",
            "{name} 只有 {size}，没有超过 {limit}"
        ));
    }
    let layers = u32::try_from(now.layers.len()).unwrap_or(u32::MAX);
    if let Some(want) = c.layers.filter(|want| *want != layers) {
        return Err(say!(
            l,
            "{name} has {layers} layers, not {want}",
            "{name} 有 {layers} 层，而不是 {want} 层"
        ));
    }
    if let Some(most) = c.layers_at_most.filter(|most| layers > *most) {
        return Err(say!(
            l,
            "{name} has {layers} layers, more than {most}",
            "{name} 有 {layers} 层，多于 {most} 层"
        ));
    }
    if let Some(path) = c.layer_with.as_ref().filter(|path| !facts.layer_with(name, path)) {
        return Err(say!(l, "no layer of {name} brings {path}", "{name} 没有哪一层带来 {path}"));
    }
    if let Some(other) = &c.shares_with {
        let Some(theirs) = facts.image(other) else {
            return Err(say!(l, "there is no image {other}", "没有名为 {other} 的镜像"));
        };
        ensure(now.layers.iter().any(|layer| theirs.layers.contains(layer)), || {
            say!(
                l,
                "{name} and {other} have no layer in common",
                "{name} 和 {other} 没有共用的层"
            )
        })?;
    }
    let Some(field) = &c.field else { return Ok(()) };
    let value = facts.image_field(name, field);
    let shown = if value.is_empty() {
        say!(l, "not set", "没有设置")
    } else {
        value.clone()
    };
    ensure(!value.is_empty() || c.is.is_some() || c.contains.is_some(), || {
        say!(l, "{field} of {name} is not set", "{name} 没有设置 {field}")
    })?;
    if let Some(want) = c.is.as_ref().filter(|want| **want != value) {
        return Err(say!(
            l,
            "{field} of {name} is {shown}, not {want}",
            "{name} 的 {field} 是 {shown}，而不是 {want}"
        ));
    }
    if let Some(want) = c.contains.as_ref().filter(|want| !value.contains(want.as_str())) {
        return Err(say!(
            l,
            "{field} of {name} is {shown}, without {want}",
            "{name} 的 {field} 是 {shown}，其中没有 {want}"
        ));
    }
    Ok(())
}

/// A state's word in a language.
fn state_word(state: &str, l: Language) -> String {
    let chinese = match state {
        "created" => "已创建",
        "running" => "运行中",
        "paused" => "已暂停",
        "restarting" => "重启中",
        "removing" => "删除中",
        "exited" => "已退出",
        "dead" => "已失效",
        other => other,
    };
    l.pick(state.to_string(), chinese.to_string())
}

fn container(c: &ContainerIs, now: &ContainerFacts, facts: &dyn Facts, l: Language) -> Found {
    let name = &c.name;
    if let Some(want) = c.state.as_ref().filter(|want| **want != now.state) {
        let (is, want) = (state_word(&now.state, l), state_word(want, l));
        let code = now.exit_code;
        return Err(if now.state == "exited" {
            say!(
                l,
                "{name} is {is} with status {code}, not {want}",
                "{name} {is}（状态码 {code}），而不是{want}"
            )
        } else {
            say!(l, "{name} is {is}, not {want}", "{name} {is}，而不是{want}")
        });
    }
    if let Some(want) = c.exit_code.filter(|want| now.exit_code != *want) {
        let code = now.exit_code;
        return Err(if matches!(now.state.as_str(), "exited" | "dead" | "restarting") {
            say!(
                l,
                "the exit status of {name} is {code}, not {want}",
                "{name} 的退出状态码是 {code}，而不是 {want}"
            )
        } else {
            say!(l, "{name} has not ended", "{name} 还没有结束")
        });
    }
    if let Some(want) = c.oom_killed.filter(|want| now.oom_killed != *want) {
        return Err(if want {
            say!(
                l,
                "{name} was not ended for lack of memory",
                "{name} 不是因为内存不足而结束的"
            )
        } else {
            say!(l, "{name} was ended for lack of memory", "{name} 因为内存不足被结束")
        });
    }
    if let Some(want) = c.health.as_ref().filter(|want| now.health.as_ref() != Some(want)) {
        return Err(match &now.health {
            Some(health) => say!(
                l,
                "{name} is {health}, not {want}",
                "{name} 的健康状态是 {health}，而不是 {want}"
            ),
            None => say!(l, "{name} has no health check", "{name} 没有健康检查"),
        });
    }
    if let Some(want) = c.restarts_at_least.filter(|want| now.restarts < *want) {
        let restarts = now.restarts;
        return Err(say!(
            l,
            "{name} was restarted {restarts} times, not {want}",
            "{name} 重启了 {restarts} 次，还不到 {want} 次"
        ));
    }
    if let Some(want) = c.restart_policy.as_ref().filter(|want| **want != now.restart_policy) {
        let policy = &now.restart_policy;
        return Err(say!(
            l,
            "the restart policy of {name} is {policy}, not {want}",
            "{name} 的重启策略是 {policy}，而不是 {want}"
        ));
    }
    if let Some(want) = c.image.as_ref().filter(|want| !now.images.contains(want)) {
        let image = now.images.first().map(String::as_str).unwrap_or_default();
        return Err(say!(
            l,
            "{name} was made from {image}, not from {want}",
            "{name} 是用 {image} 创建的，而不是 {want}"
        ));
    }
    if let Some(want) = c.port.filter(|want| !now.ports.contains(want)) {
        let ports = now.ports.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
        return Err(if ports.is_empty() {
            say!(l, "{name} publishes no port of the host", "{name} 没有发布主机的任何端口")
        } else {
            say!(
                l,
                "{name} publishes {ports} of the host, not {want}",
                "{name} 发布的是主机的 {ports} 端口，而不是 {want}"
            )
        });
    }
    if let Some(want) = c.network.as_ref().filter(|want| !now.networks.contains(want)) {
        let networks = now.networks.join(", ");
        return Err(say!(
            l,
            "{name} is on the network {networks}, not on {want}",
            "{name} 在网络 {networks} 上，而不在 {want} 上"
        ));
    }
    if let Some(want) = c
        .mount
        .as_ref()
        .filter(|want| !now.mounts.iter().any(|(at, _)| at == want.as_str()))
    {
        return Err(say!(
            l,
            "nothing is mounted on {want} in {name}",
            "{name} 里的 {want} 没有挂载任何东西"
        ));
    }
    if let Some(want) = &c.volume {
        let at = c.mount.as_deref();
        let mounted = now
            .mounts
            .iter()
            .any(|(path, volume)| volume.as_ref() == Some(want) && at.is_none_or(|at| at == path));
        ensure(mounted, || {
            say!(
                l,
                "the volume {want} is not mounted there in {name}",
                "{name} 没有在那里挂载卷 {want}"
            )
        })?;
    }
    if let Some(want) = c.env.as_ref().filter(|want| !now.env.contains(want)) {
        return Err(say!(
            l,
            "{name} does not have {want} in its environment",
            "{name} 的环境变量里没有 {want}"
        ));
    }
    if let Some(want) = c.user.as_ref().filter(|want| **want != now.user) {
        let user = if now.user.is_empty() { "root" } else { &now.user };
        return Err(say!(
            l,
            "{name} runs as {user}, not as {want}",
            "{name} 以 {user} 运行，而不是 {want}"
        ));
    }
    if let Some(want) = c.memory {
        // `-m 64m` is 64 MiB; a lesson that says 64MB means that too.
        let binary = (want.0 / 1_000_000).saturating_mul(1 << 20);
        ensure(
            now.memory == want.0 || (want.0 % 1_000_000 == 0 && now.memory == binary),
            || {
                if now.memory == 0 {
                    say!(l, "{name} has no limit of memory", "{name} 没有内存限制")
                } else {
                    let has = now.memory >> 20;
                    say!(l, "the limit of memory of {name} is {has}MiB", "{name} 的内存限制是 {has}MiB")
                }
            },
        )?;
    }
    if let Some(want) = c
        .process
        .as_ref()
        .filter(|want| !now.processes.iter().any(|p| p.contains(want.as_str())))
    {
        return Err(say!(l, "no process {want} runs in {name}", "{name} 里没有运行进程 {want}"));
    }
    if let Some(want) = c.log.as_ref() {
        ensure(facts.container_log(name).contains(want.as_str()), || {
            say!(l, "the log of {name} does not show “{want}”", "{name} 的日志里没有“{want}”")
        })?;
    }
    Ok(())
}

fn port(c: &PortIs, facts: &dyn Facts, l: Language) -> Found {
    let number = c.number;
    let path = c.path.as_deref().unwrap_or("/");
    let Some((got, text)) = facts.port_answer(number, path) else {
        return Err(say!(
            l,
            "http://localhost:{number}{path} has not answered yet",
            "http://localhost:{number}{path} 还没有应答过"
        ));
    };
    if let Some(want) = c.status.filter(|want| *want != got) {
        return Err(say!(
            l,
            "port {number} answered {got}, not {want}",
            "端口 {number} 应答了 {got}，而不是 {want}"
        ));
    }
    match c.body.as_ref().filter(|want| !text.contains(want.as_str())) {
        Some(want) => Err(say!(
            l,
            "the answer of port {number} does not contain “{want}”",
            "端口 {number} 的应答里没有“{want}”"
        )),
        None => Ok(()),
    }
}

fn file(c: &FileIs, facts: &dyn Facts, l: Language) -> Found {
    let path = &c.path;
    let (place, of) = match (&c.image, &c.container, &c.volume) {
        (Some(name), _, _) => (Place::Image(name), Some(name)),
        (_, Some(name), _) => (Place::Container(name), Some(name)),
        (_, _, Some(name)) => (Place::Volume(name), Some(name)),
        _ => (Place::Workspace, None),
    };
    let Some(now) = facts.file(place, path) else {
        return Err(match of {
            Some(name) => say!(l, "there is no file {path} in {name}", "{name} 里没有文件 {path}"),
            None => say!(l, "there is no file {path}", "没有文件 {path}"),
        });
    };
    if let Some(want) = c.contains.as_ref().filter(|want| !now.text.contains(want.as_str())) {
        return Err(say!(l, "{path} does not contain “{want}”", "{path} 里没有“{want}”"));
    }
    if let Some(text) = c.lacks.as_ref().filter(|text| now.text.contains(text.as_str())) {
        return Err(say!(l, "{path} contains “{text}”", "{path} 里有“{text}”"));
    }
    if let Some(want) = c.mode.filter(|want| want.0 != now.mode) {
        let (is, want) = (format!("{:04o}", now.mode), format!("{:04o}", want.0));
        return Err(say!(
            l,
            "the mode of {path} is {is}, not {want}",
            "{path} 的权限是 {is}，而不是 {want}"
        ));
    }
    if let Some(want) = &c.owner {
        let (uid, gid) = (now.uid, now.gid);
        let whole = format!("{uid}:{gid}");
        ensure(*want == whole || *want == uid.to_string(), || {
            say!(
                l,
                "{path} belongs to {whole}, not to {want}",
                "{path} 属于 {whole}，而不是 {want}"
            )
        })?;
    }
    Ok(())
}

fn rebuild(c: &RebuildIs, facts: &dyn Facts, l: Language) -> Found {
    let (file, edit) = (dockerfile(&c.file), &c.edit);
    let steps = facts.rebuild(file, edit)?;
    for (want, kept) in [(&c.keeps, true), (&c.reruns, false)] {
        let Some(want) = want else { continue };
        let found: Vec<_> = steps.iter().filter(|s| begins(&s.instruction, want)).collect();
        if found.is_empty() {
            return Err(say!(
                l,
                "no step of {file} begins with {want}",
                "{file} 里没有以 {want} 开头的步骤"
            ));
        }
        if let Some(step) = found.iter().find(|s| !s.kept_now) {
            let instruction = &step.instruction;
            return Err(say!(
                l,
                "`{instruction}` has not been built as it stands",
                "`{instruction}` 还没有按现在的样子构建过"
            ));
        }
        if let Some(step) = found.iter().find(|s| s.kept_after != kept) {
            let instruction = &step.instruction;
            return Err(if kept {
                say!(
                    l,
                    "`{instruction}` would run again when {edit} changes",
                    "{edit} 一改动，`{instruction}` 就会重新执行"
                )
            } else {
                say!(
                    l,
                    "`{instruction}` would not run again when {edit} changes",
                    "{edit} 改动后，`{instruction}` 不会重新执行"
                )
            });
        }
    }
    Ok(())
}

fn registry(c: &RegistryIs, facts: &dyn Facts, l: Language) -> Found {
    let repository = &c.repository;
    let there = facts.registry(repository);
    if there.is_empty() {
        return Err(say!(
            l,
            "there is nothing under {repository} in the registry",
            "仓库里还没有 {repository}"
        ));
    }
    if let Some(tag) = c.tag.as_ref().filter(|tag| !there.iter().any(|(t, _)| t == *tag)) {
        let tags = there.iter().map(|(t, _)| t.as_str()).collect::<Vec<_>>().join(", ");
        return Err(say!(
            l,
            "{repository} has no tag {tag}, but {tags}",
            "{repository} 没有标签 {tag}，只有 {tags}"
        ));
    }
    if let Some(digest) = c.digest.as_ref().filter(|d| !there.iter().any(|(_, x)| x == *d)) {
        return Err(say!(
            l,
            "{repository} has nothing with {digest}",
            "{repository} 里没有 {digest}"
        ));
    }
    Ok(())
}

fn service(c: &ServiceIs, facts: &dyn Facts, l: Language) -> Found {
    let name = &c.name;
    let there = facts.service(c.project.as_deref(), name);
    let count = u32::try_from(there.len()).unwrap_or(u32::MAX);
    if there.is_empty() && c.replicas != Some(0) {
        return Err(say!(l, "the service {name} has no container", "服务 {name} 没有容器"));
    }
    if let Some(want) = c.replicas.filter(|want| *want != count) {
        return Err(say!(
            l,
            "the service {name} has {count} containers, not {want}",
            "服务 {name} 有 {count} 个容器，而不是 {want} 个"
        ));
    }
    if let Some(want) = &c.state
        && let Some(other) = there.iter().find(|s| s.state != *want)
    {
        let (is, want) = (state_word(&other.state, l), state_word(want, l));
        return Err(say!(
            l,
            "the service {name} is {is}, not {want}",
            "服务 {name} {is}，而不是{want}"
        ));
    }
    if let Some(want) = &c.health
        && let Some(other) = there.iter().find(|s| s.health.as_ref() != Some(want))
    {
        return Err(match &other.health {
            Some(health) => say!(
                l,
                "the service {name} is {health}, not {want}",
                "服务 {name} 的健康状态是 {health}，而不是 {want}"
            ),
            None => say!(l, "the service {name} has no health check", "服务 {name} 没有健康检查"),
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instruction_begins_as_its_words_do() {
        assert!(begins("copy  --from=build /a /b", "COPY --from"));
        assert!(!begins("RUN pip install x", "RUN npm"));
    }
}
