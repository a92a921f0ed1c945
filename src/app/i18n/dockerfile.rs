//! What Drydock itself says about a Dockerfile, in the page's language: instructions and flags, fixes, advice. In English
//! the crate `dockerfile` says it; here is the Chinese, by the crate's own codes, so that one without words does not
//! compile or fails a test. What BuildKit says stays English, as it is on a real machine.

use dockerfile::editor::{About, RenameError, flag_doc, instruction_doc, instruction_forms};
use dockerfile::{Fix, FixKind, Keyword};

use super::Language;

/// What an instruction does.
pub fn instruction(keyword: Keyword, language: Language) -> &'static str {
    match language {
        Language::English => instruction_doc(keyword),
        Language::SimplifiedChinese => match keyword {
            Keyword::Add => "把文件复制到镜像中；会解压本地归档文件，也能从 URL 和 git 仓库获取。",
            Keyword::Arg => {
                "声明一个可用 --build-arg 传给构建的变量。它在阶段结束前有效；写在第一个 FROM 之前的，只在 FROM 中有效。"
            }
            Keyword::Cmd => {
                "容器运行的命令，除非 docker run 另有指定；与 ENTRYPOINT 一起使用时，是其默认参数。只有最后一个生效。"
            }
            Keyword::Copy => "把构建上下文、其他阶段或其他镜像中的文件复制到镜像中。",
            Keyword::Entrypoint => "容器运行的程序。docker run 的参数（没有时为 CMD）会追加到 exec 形式之后。",
            Keyword::Env => "为之后的指令和容器设置环境变量。",
            Keyword::Expose => "说明容器监听哪些端口。它不会发布端口：发布要用 docker run -p。",
            Keyword::From => "以某个镜像、先前的阶段或 scratch 为基础开始一个阶段。",
            Keyword::Healthcheck => "定期运行的命令，用来判断容器是否仍正常工作。",
            Keyword::Label => "给镜像添加标签：供人和程序使用的名称与值。",
            Keyword::Maintainer => "写明作者。已弃用：请使用 LABEL。",
            Keyword::Onbuild => "留待以后执行的指令：当另一个构建 FROM 此镜像时运行。",
            Keyword::Run => "运行命令，并把它造成的改动保存为新的一层。",
            Keyword::Shell => "从这里起，RUN、CMD 和 ENTRYPOINT 的 shell 形式所用的 shell。",
            Keyword::Stopsignal => "docker stop 发送的信号。",
            Keyword::User => "之后的指令和容器所用的用户和组。",
            Keyword::Volume => "保存在容器自身的层之外的目录。",
            Keyword::Workdir => "之后的指令和容器的工作目录。不存在时会创建。",
        },
    }
}

/// What a flag, without its dashes, does.
pub fn flag(keyword: Keyword, name: &str, language: Language) -> Option<&'static str> {
    let english = flag_doc(keyword, name)?;
    if language == Language::English {
        return Some(english);
    }
    Some(match (keyword, name) {
        (Keyword::From, "platform") => "基础镜像的平台，例如 linux/arm64 或 $BUILDPLATFORM。",
        (Keyword::Copy, "from") => "从某个阶段（按名称或编号）或某个镜像复制。",
        (Keyword::Copy, "parents") => "保留源文件的目录结构。",
        (_, "chown") => "所复制文件的属主：用户、组，或用冒号连接的两者。",
        (_, "chmod") => "所复制文件的权限，例如 755 或 u+x。",
        (_, "link") => "生成不依赖于前面各层的一层，前面的层变化时它仍保留在缓存中。",
        (_, "exclude") => "排除匹配的文件；可以多次使用。",
        (_, "checksum") => "获取的内容必须具有此摘要。",
        (_, "keep-git-dir") => "保留仓库的 .git 目录。",
        (_, "unpack") => "是否解压归档文件；默认只解压本地的。",
        (_, "mount") => "借给命令一个文件系统：type=bind、cache、tmpfs、secret 或 ssh。",
        (_, "network") => "default、none 或 host。",
        (_, "security") => "sandbox 或 insecure。",
        (_, "device") => "借给命令一个 CDI 设备。",
        (_, "interval") => "两次检查之间的时间；默认 30s。",
        (_, "timeout") => "一次检查最多用多长时间；默认 30s。",
        (_, "start-period") => "启动所需的时间，其间的失败不计；默认 0s。",
        (_, "start-interval") => "启动期间两次检查之间的时间；默认 5s。",
        (_, "retries") => "连续失败多少次后容器被视为不健康；默认 3 次。",
        _ => english,
    })
}

/// What is offered besides instructions and flags, by its label, or the English words of it.
pub fn offered(label: &str, english: &str, language: Language) -> String {
    if language == Language::English {
        return english.to_owned();
    }
    let words = match label {
        "syntax=docker/dockerfile:1" => "用于构建的 Dockerfile 前端。",
        "escape=`" => "用来转义和续行的字符。",
        "check=skip=" => "不检查的规则。",
        "check=error=true" => "有警告时构建失败。",
        "AS" => "为阶段命名。",
        "CMD" => "执行检查的命令。",
        "NONE" => "不检查，基础镜像的检查也不用。",
        "scratch" => "空镜像。",
        _ => english,
    };
    words.to_owned()
}

/// A fix's title.
pub fn fix(fix: &Fix, language: Language) -> String {
    if language == Language::English {
        return fix.title();
    }
    let words = match fix.kind {
        FixKind::Add => "添加 {}",
        FixKind::ChangeTo => "改为 {}",
        FixKind::CopyDependenciesFirst => "先复制依赖清单",
        FixKind::DoNotCopy => "不复制它",
        FixKind::EndHeredoc => "用 {} 结束 heredoc",
        FixKind::GiveDefault => "给 {} 一个默认值",
        FixKind::KeepCommentApart => "让注释与 {} 分开",
        FixKind::LeaveOut => "去掉 {}",
        FixKind::Make => "创建 {}",
        FixKind::MountForRun => "为这个 RUN 挂载该文件",
        FixKind::Remove => "删除 {}",
        FixKind::RemoveBlankLines => "删除空行",
        FixKind::RemoveInstruction => "删除这条指令",
        FixKind::RemovePackageLists => "在同一个 RUN 中删除软件包列表",
        FixKind::RemoveThis => "删除这个 {}",
        FixKind::RenameTo => "重命名为 {}",
        FixKind::RunAs => "以 {} 身份运行",
        FixKind::UpdateAndInstallTogether => "在同一个 RUN 中更新并安装",
        FixKind::Use => "使用 {}",
        FixKind::UseExecForm => "使用 exec 形式",
        FixKind::UseLabel => "使用 LABEL",
        FixKind::Write => "写成 {}",
        FixKind::WriteAsJson => "写成 JSON 数组",
    };
    words.replace("{}", &fix.about)
}

/// The fix `did you mean X?` of Compose.
pub fn change_to(name: &str, language: Language) -> String {
    match language {
        Language::English => FixKind::ChangeTo.title(),
        Language::SimplifiedChinese => "改为 {}",
    }
    .replace("{}", name)
}

/// Advice of a rule in Chinese; `None` for a rule that has no words.
fn advice_in_chinese(rule: &str) -> Option<&'static str> {
    Some(match rule {
        "CacheHostileOrder" => "源代码的任何改动都会使下面的安装重新执行：请先复制 {} 并安装，再执行 COPY . .",
        "UnpinnedImage" => "没有写明版本的 {} 明天可能就是另一个镜像：请指定标签",
        "AptUpdateAlone" => "单独一个 RUN 中的 apt-get update 会被缓存而过时：请与 install 放在同一个 RUN 中",
        "AptInstallsRecommends" => "apt-get 还会安装推荐的软件包：请添加 --no-install-recommends",
        "AptListsLeft" => "软件包列表会留在这一层中：请以 rm -rf /var/lib/apt/lists/* 结尾",
        "PipCache" => "pip 的缓存会留在这一层中：请添加 --no-cache-dir",
        "RunsAsRoot" => "容器以 root 身份运行：请用 USER 指定其他用户",
        "ShellFormCommand" => "shell 形式的 {} 不会转发 SIGTERM：docker stop 将需要十秒",
        "SecretInLayer" => "{} 会留在镜像中，人人可读：请使用 RUN --mount=type=secret",
        "PreferCopyOverAdd" => "复制普通文件不需要 ADD：请使用 COPY",
        "CdInRun" => "cd {0} 只在这个 RUN 中有效：请使用 WORKDIR {0}",
        "RemovedInLaterLayer" => "{} 在后面的层中才删除，因此仍留在镜像中：请为需要它的 RUN 挂载它",
        "MissingDockerignore" => "文件夹中的一切都会被复制，包括 .git 和机密：请创建 .dockerignore",
        _ => return None,
    })
}

/// What advice says: the crate's message, or its rule's words.
pub fn advice(advice: &dockerfile::advice::Advice, language: Language) -> String {
    match advice_in_chinese(advice.rule.name).filter(|_| language != Language::English) {
        Some(words) => words.replace("{}", &advice.about).replace("{0}", &advice.about),
        None => advice.message.clone(),
    }
}

/// Why a name is refused.
pub fn refusal(error: RenameError, language: Language) -> String {
    match (language, error) {
        (Language::English, error) => error.to_string(),
        (_, RenameError::Nothing) => "这里没有阶段或变量".to_owned(),
        (_, RenameError::NoStageName) => "阶段名由小写字母、数字和 - _ . 组成，以字母开头".to_owned(),
        (_, RenameError::NoVariableName) => "变量名由字母、数字和 _ 组成，不以数字开头".to_owned(),
        (_, RenameError::Taken) => "此名称已被使用".to_owned(),
    }
}

/// What is shown over a place, as Markdown.
pub fn hover(about: &About, language: Language) -> String {
    if language == Language::English {
        return about.text();
    }
    match about {
        About::Instruction(keyword) => {
            let forms = instruction_forms(*keyword).join("\n");
            format!("```dockerfile\n{forms}\n```\n\n{}", instruction(*keyword, language))
        }
        About::Flag(keyword, name) => format!("`--{name}`：{}", flag(*keyword, name, language).unwrap_or_default()),
        About::Variable(name, None) => format!("`{name}` 在这里没有设置。"),
        About::Variable(name, Some(worth)) => {
            let value = match &worth.value {
                Some(value) => format!("`{name}` = `{value}`"),
                None => format!("`{name}` 没有值，除非构建时给出"),
            };
            let origin = match worth.origin {
                "base image" => "基础镜像",
                "predefined" => "预定义",
                instruction => instruction,
            };
            match worth.line {
                Some(line) => format!("{value}\n\n第 {line} 行的 {origin}"),
                None => format!("{value}\n\n{origin}"),
            }
        }
        About::Stage(name, line, from) => format!("阶段 `{name}`，第 {line} 行\n\n```dockerfile\n{from}\n```"),
    }
}

#[cfg(test)]
mod tests {
    use dockerfile::flags::flags_of;

    use super::*;

    #[test]
    fn every_rule_of_advice_has_chinese_words() {
        for rule in dockerfile::advice::ALL {
            assert!(advice_in_chinese(rule.name).is_some(), "{}", rule.name);
        }
    }

    #[test]
    fn every_flag_has_chinese_words() {
        for keyword in Keyword::ALL {
            for (name, _) in flags_of(keyword) {
                let in_both = [Language::English, Language::SimplifiedChinese].map(|language| flag(keyword, name, language));
                assert!(in_both[0].is_none() || in_both[0] != in_both[1], "{keyword:?} --{name}");
            }
        }
    }
}
