//! What the keys of a Compose file are for, in Chinese, by the place of a key in the file. The English is the schema's own
//! (`crates/compose/src/schema`), and stands for the rarer keys in Chinese too.

use super::Language;

/// Keys and what they are for. A name that the file's writer chose is `*`; items of lists don't count.
const KEYS: &[(&str, &str)] = &[
    ("version", "已过时：Compose 会忽略它并发出警告。如今的文件不再写它。"),
    (
        "name",
        "项目名称，除非用 -p 或 `COMPOSE_PROJECT_NAME` 另行指定。容器、网络和卷的名称都以它开头。",
    ),
    ("include", "其他 Compose 文件，其中的服务、网络和卷会成为本项目的一部分。"),
    ("services", "项目中的程序：每个服务以一个或多个容器运行。"),
    (
        "networks",
        "服务所连接的网络。没有写时，所有服务共用一个名为 `default` 的网络。",
    ),
    ("volumes", "命名卷：比容器活得更久的数据。"),
    ("secrets", "机密数据，以 `/run/secrets` 下的文件形式放入容器。"),
    ("configs", "配置文件，不必为此构建镜像就能放入容器。"),
    ("models", "服务使用的语言模型。"),
    ("services.*.annotations", "容器的注解，供其运行时使用。"),
    ("services.*.attach", "`up` 是否显示此服务的输出。默认显示。"),
    (
        "services.*.build",
        "如何构建镜像：含有 Dockerfile 的文件夹，或用 `context` 写明细节。同时写有 `image` 时，它是构建出的镜像的名称。",
    ),
    (
        "services.*.build.additional_contexts",
        "更多的上下文，以 `COPY --from` 使用的名称标识。",
    ),
    ("services.*.build.args", "Dockerfile 中 `ARG` 的值。"),
    ("services.*.build.cache_from", "缓存的层可以来自哪里。"),
    ("services.*.build.cache_to", "缓存的层发送到哪里。"),
    ("services.*.build.context", "发送给构建器的文件夹，或仓库的地址。"),
    (
        "services.*.build.dockerfile",
        "Dockerfile，相对于上下文；默认为 `Dockerfile`。",
    ),
    ("services.*.build.dockerfile_inline", "Dockerfile 的内容本身。"),
    ("services.*.build.labels", "镜像的标签。"),
    ("services.*.build.network", "`RUN` 使用的网络。"),
    ("services.*.build.no_cache", "重新构建每一步。"),
    ("services.*.build.platforms", "为哪些平台构建。"),
    ("services.*.build.pull", "查找更新的基础镜像。"),
    ("services.*.build.secrets", "供 `RUN --mount=type=secret` 使用的机密。"),
    ("services.*.build.tags", "镜像的更多标签。"),
    ("services.*.build.target", "要构建的阶段；默认为最后一个。"),
    ("services.*.cap_add", "容器得到的权能，例如 `NET_ADMIN`。"),
    ("services.*.cap_drop", "容器失去的权能；`ALL` 表示全部。"),
    (
        "services.*.command",
        "容器运行的命令，代替镜像的 `CMD`。列表按原样使用；字符串会拆成单词，不经过 shell。",
    ),
    ("services.*.configs", "服务可以读取的配置，按名称或带目标路径。"),
    (
        "services.*.container_name",
        "容器的名称，代替 PROJECT-SERVICE-1。这样的服务不能有多个容器。",
    ),
    ("services.*.cpu_shares", "处理器紧张时相对于其他容器的权重。"),
    ("services.*.cpus", "容器可以使用多少处理器，可以是小数。"),
    ("services.*.cpuset", "使用哪些处理器，例如 `0-3` 或 `0,1`。"),
    (
        "services.*.depends_on",
        "在此服务之前启动、之后停止的服务。写有 `condition` 时，Compose 会等到它们健康或已完成。",
    ),
    (
        "services.*.depends_on.*.condition",
        "`service_started`、`service_healthy`（健康检查已通过）或 `service_completed_successfully`（以 0 结束）。",
    ),
    ("services.*.depends_on.*.required", "为 false 时，缺少该服务只会有警告。"),
    ("services.*.depends_on.*.restart", "Compose 重启那个服务时，也重启此服务。"),
    ("services.*.deploy", "多少个容器、使用多少资源；以及 swarm 的设置。"),
    ("services.*.deploy.replicas", "此服务有多少个容器。"),
    ("services.*.deploy.resources", "容器可以使用、以及为其预留多少处理器和内存。"),
    ("services.*.deploy.resources.limits", "容器最多可以使用多少。"),
    ("services.*.deploy.resources.limits.cpus", "处理器数，可以是小数。"),
    ("services.*.deploy.resources.limits.memory", "内存，例如 `512M`。"),
    ("services.*.deploy.resources.reservations", "为容器预留多少。"),
    ("services.*.deploy.restart_policy", "结束的容器何时再次启动。"),
    ("services.*.develop", "`docker compose watch` 为此服务做什么。"),
    ("services.*.devices", "主机的设备，`主机:容器:权限`。"),
    ("services.*.dns", "域名服务器。"),
    ("services.*.dns_search", "搜索的域。"),
    ("services.*.domainname", "容器的域。"),
    ("services.*.entrypoint", "命令之前的部分，代替镜像的 `ENTRYPOINT`。"),
    (
        "services.*.env_file",
        "含有容器变量的文件，每行一个 `KEY=value`。`environment` 优先于它们。",
    ),
    ("services.*.environment", "容器的变量。没有值的，取自 Compose 自己的环境。"),
    ("services.*.expose", "其他容器可以使用的端口；不会发布到主机上。"),
    (
        "services.*.extends",
        "另一个服务（在本文件或其他文件中），此服务以它的键为起点。",
    ),
    (
        "services.*.extra_hosts",
        "`/etc/hosts` 中的更多名称，`名称=地址`；`host-gateway` 是主机。",
    ),
    ("services.*.gpus", "供容器使用的显卡。"),
    ("services.*.group_add", "容器用户的更多组。"),
    (
        "services.*.healthcheck",
        "Docker 如何得知容器是否正常，代替镜像的 `HEALTHCHECK`。",
    ),
    ("services.*.healthcheck.disable", "不做健康检查，即使镜像中有。"),
    ("services.*.healthcheck.interval", "两次检查之间的时间，例如 `30s`。"),
    ("services.*.healthcheck.retries", "连续失败多少次后容器不健康。"),
    ("services.*.healthcheck.start_interval", "启动期间两次检查之间的时间。"),
    ("services.*.healthcheck.start_period", "启动后多长时间内失败不计。"),
    (
        "services.*.healthcheck.test",
        "执行检查的命令：`[\"CMD\", \"程序\", …]`，或交给 shell 的字符串。状态 0 表示健康。",
    ),
    ("services.*.healthcheck.timeout", "一次检查最多用多长时间。"),
    ("services.*.hostname", "容器自己的主机名。"),
    ("services.*.image", "要运行的镜像，例如 `nginx:1.27`。"),
    ("services.*.init", "以一个小的 init 作为 1 号进程，它回收进程并转发信号。"),
    ("services.*.labels", "容器的标签。"),
    (
        "services.*.links",
        "以其他名称访问的服务。同一网络中的服务无需它也能找到彼此。",
    ),
    ("services.*.logging", "容器的输出去向何处。"),
    ("services.*.logging.driver", "驱动，例如 `json-file`、`local` 或 `none`。"),
    ("services.*.logging.options", "驱动的选项。"),
    ("services.*.mac_address", "容器的硬件地址。"),
    ("services.*.mem_limit", "容器最多可以使用的内存，例如 `512m`。"),
    ("services.*.mem_reservation", "为容器预留的内存。"),
    ("services.*.memswap_limit", "内存与交换空间合计的上限；-1 表示不限。"),
    (
        "services.*.network_mode",
        "代替网络：`host`、`none`，或用 `service:名称` 共用另一个服务的网络。",
    ),
    (
        "services.*.networks",
        "要加入的网络，按名称，或带别名和地址。没有写时，加入项目的 `default`。",
    ),
    ("services.*.networks.*.aliases", "服务在此网络中的其他名称。"),
    ("services.*.oom_kill_disable", "内存耗尽时不终止容器。"),
    (
        "services.*.pid",
        "进程的命名空间：`host`，或用 `service:名称` 共用另一个服务的。",
    ),
    ("services.*.pids_limit", "容器可以有多少个进程。"),
    ("services.*.platform", "运行的平台，例如 `linux/amd64`。"),
    (
        "services.*.ports",
        "发布到主机上的端口，`主机:容器`。请加引号，以免 YAML 把它读作数字。",
    ),
    ("services.*.ports.host_ip", "在主机的哪个地址上发布；默认为所有地址。"),
    ("services.*.ports.protocol", "`tcp` 或 `udp`。"),
    ("services.*.ports.published", "主机上的端口，或可选的范围。"),
    ("services.*.ports.target", "容器中的端口。"),
    ("services.*.privileged", "给予容器主机的几乎全部权限。"),
    ("services.*.profiles", "只有启用了其中某个 profile，或被点名时，服务才启动。"),
    (
        "services.*.pull_policy",
        "何时拉取镜像：`missing`、`always`、`never`、`build`、`daily`、`weekly`。",
    ),
    ("services.*.read_only", "容器不能写入自己的文件系统，只能写入卷。"),
    (
        "services.*.restart",
        "容器何时再次启动：`no`、`always`、`on-failure`、`unless-stopped`。",
    ),
    ("services.*.runtime", "容器的运行时；默认为 `runc`。"),
    ("services.*.scale", "此服务有多少个容器。"),
    ("services.*.secrets", "服务可以读取的机密，是 `/run/secrets` 下的文件。"),
    ("services.*.security_opt", "主机安全方面的选项，例如 `no-new-privileges`。"),
    ("services.*.shm_size", "`/dev/shm` 的大小。"),
    ("services.*.stdin_open", "保持标准输入打开，如同 `docker run -i`。"),
    (
        "services.*.stop_grace_period",
        "从停止信号到强制终止之间，容器有多长时间；默认 10 s。",
    ),
    ("services.*.stop_signal", "请求容器停止的信号；默认为 `SIGTERM`。"),
    ("services.*.sysctls", "容器的内核参数。"),
    ("services.*.tmpfs", "内存中的文件夹，随容器一起消失。"),
    ("services.*.tty", "给容器一个终端，如同 `docker run -t`。"),
    ("services.*.ulimits", "容器进程的限制，例如 `nofile`。"),
    ("services.*.user", "容器以哪个用户运行，按名称或编号，冒号之后是组。"),
    (
        "services.*.volumes",
        "什么挂载到哪里：`名称:/路径` 是卷，`./文件夹:/路径` 是主机的文件夹，加 `:ro` 则只读。",
    ),
    ("services.*.volumes.read_only", "容器不能写入其中。"),
    ("services.*.volumes.source", "卷的名称，或主机上的路径。"),
    ("services.*.volumes.target", "容器中的路径。"),
    (
        "services.*.volumes.type",
        "`volume`、`bind`（主机的路径）、`tmpfs` 或 `image`。",
    ),
    ("services.*.volumes_from", "另一个服务或容器的全部卷。"),
    ("services.*.working_dir", "命令启动时所在的文件夹。"),
    ("networks.*.attachable", "不属于任何服务的容器也可以加入。"),
    ("networks.*.driver", "驱动：默认为 `bridge`，还有 `host`、`none`、`overlay`。"),
    ("networks.*.driver_opts", "驱动的选项。"),
    (
        "networks.*.external",
        "网络已经存在：Compose 既不创建也不删除它，不存在时会失败。",
    ),
    ("networks.*.internal", "其中的容器无法访问外部。"),
    ("networks.*.ipam", "网络使用哪些地址。"),
    ("networks.*.ipam.config.gateway", "出口的地址。"),
    ("networks.*.ipam.config.subnet", "网络的地址范围，例如 `172.28.0.0/16`。"),
    ("networks.*.labels", "网络的标签。"),
    ("networks.*.name", "网络在引擎中的名称；前面不加项目名称。"),
    ("volumes.*.driver", "驱动；默认为 `local`。"),
    ("volumes.*.driver_opts", "驱动的选项。"),
    (
        "volumes.*.external",
        "卷已经存在：Compose 既不创建也不删除它，不存在时会失败。",
    ),
    ("volumes.*.labels", "卷的标签。"),
    ("volumes.*.name", "卷在引擎中的名称；前面不加项目名称。"),
    ("secrets.*.environment", "Compose 自己的环境中保存该机密的变量。"),
    ("secrets.*.external", "机密已经存在。"),
    ("secrets.*.file", "保存该机密的文件。"),
    ("configs.*.content", "内容本身；其中的变量会被替换。"),
    ("configs.*.environment", "Compose 自己的环境中保存该内容的变量。"),
    ("configs.*.external", "配置已经存在。"),
    ("configs.*.file", "保存该内容的文件。"),
];

/// What the key at the end of a path is for; `english` where there is no other word for it.
pub fn key(path: &[String], english: &str, language: Language) -> String {
    if language == Language::English {
        return english.to_owned();
    }
    // Items of lists are told by their number, or not told from each other.
    let parts: Vec<&str> = path
        .iter()
        .map(String::as_str)
        .filter(|part| *part != "[]" && !part.bytes().all(|b| b.is_ascii_digit()))
        .collect();
    let fits = |known: &str| {
        let known: Vec<&str> = known.split('.').collect();
        known.len() == parts.len() && known.iter().zip(&parts).all(|(known, part)| *known == "*" || known == part)
    };
    let found = KEYS.iter().find(|(known, _)| fits(known));
    found.map_or(english, |(_, words)| words).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chinese(path: &str) -> String {
        let path: Vec<String> = path.split('.').map(str::to_owned).collect();
        key(&path, "?", Language::SimplifiedChinese)
    }

    #[test]
    fn a_key_is_found_by_its_place() {
        assert_eq!(chinese("services.web.image"), "要运行的镜像，例如 `nginx:1.27`。");
        assert_eq!(chinese("services.web.ports.0.target"), "容器中的端口。");
        assert_eq!(chinese("volumes.data.name"), "卷在引擎中的名称；前面不加项目名称。");
        assert_eq!(chinese("services.web.credential_spec"), "?");
    }

    #[test]
    fn every_key_here_is_one_of_the_schema() {
        for (known, _) in KEYS {
            // A file with this key alone: the editor explains the key, so it is one.
            let mut text = String::new();
            let mut at = 0;
            for (depth, part) in known.split('.').enumerate() {
                at = text.len() + 2 * depth;
                text.push_str(&"  ".repeat(depth));
                text.push_str(if part == "*" { "any" } else { part });
                text.push_str(":\n");
            }
            let list = ["ports.", "services.*.volumes.", "ipam.config."];
            if !list.iter().any(|list| known.contains(list)) {
                assert!(compose::editor::hover(&text, at).is_some(), "{known}");
            }
        }
    }
}
