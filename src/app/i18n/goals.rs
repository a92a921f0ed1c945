//! The rows of the picture of goals: what a check is about and which of its fields, in the page's language. The words are
//! those of the lesson format (`crates/lesson/src/wanted.rs`).

use super::Language;

/// A field of the lesson format in words: `exit_code` is `exit code`.
pub fn field(name: &str, language: Language) -> String {
    let words = match (language, name) {
        (Language::English, _) => return name.replace('_', " "),
        (_, "body") => "正文",
        (_, "build_check") => "构建检查",
        (_, "contains") => "包含",
        (_, "env") => "环境变量",
        (_, "exit_code") => "退出码",
        (_, "field") => "字段",
        (_, "health") => "健康状态",
        (_, "image") => "镜像",
        (_, "instruction") => "指令",
        (_, "is") => "等于",
        (_, "keeps") => "仍在缓存中",
        (_, "lacks") => "不包含",
        (_, "larger_than") => "大于",
        (_, "layer_with") => "含有此文件的层",
        (_, "layers") => "层数",
        (_, "layers_at_most") => "最多层数",
        (_, "log") => "日志",
        (_, "member") => "成员",
        (_, "memory") => "内存",
        (_, "mode") => "权限",
        (_, "mount") => "挂载",
        (_, "network") => "网络",
        (_, "oom_killed") => "因内存耗尽被终止",
        (_, "output") => "输出",
        (_, "owner") => "属主",
        (_, "port") => "端口",
        (_, "process") => "进程",
        (_, "replicas") => "容器数",
        (_, "reruns") => "重新运行",
        (_, "resolves") => "能解析的名称",
        (_, "restart_policy") => "重启策略",
        (_, "restarts_at_least") => "最少重启次数",
        (_, "root") => "root",
        (_, "shares_with") => "共享层的镜像",
        (_, "smaller_than") => "小于",
        (_, "state") => "状态",
        (_, "status") => "状态码",
        (_, "tag") => "标签",
        (_, "used") => "使用过",
        (_, "user") => "用户",
        (_, "volume") => "卷",
        (_, other) => return other.replace('_', " "),
    };
    words.to_owned()
}

/// A row's subject: `container web`, with the kind in words and the name as it is. What has no kind stays as it is.
pub fn subject(text: &str, language: Language) -> String {
    let (Language::SimplifiedChinese, Some((kind, name))) = (language, text.split_once(' ')) else {
        return text.to_owned();
    };
    let words = match kind {
        "container" => "容器",
        "file" => "文件",
        "image" => "镜像",
        "network" => "网络",
        "quiz" => "问题",
        "rebuild" => "重新构建",
        "registry" => "镜像仓库",
        "service" => "服务",
        "stage" => "阶段",
        "volume" => "卷",
        _ => return text.to_owned(),
    };
    // A file may lie somewhere: `app.py (container web)`.
    let name = [("(container ", "（容器 "), ("(image ", "（镜像 "), ("(volume ", "（卷 ")]
        .into_iter()
        .fold(name.to_owned(), |name, (english, chinese)| name.replace(english, chinese));
    let name = match name.strip_suffix(')').filter(|name| name.contains('（')) {
        Some(name) => format!("{name}）"),
        None => name,
    };
    format!("{words} {name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_speak_both_languages() {
        let both = [Language::English, Language::SimplifiedChinese];
        assert_eq!(both.map(|language| field("exit_code", language)), ["exit code", "退出码"]);
        assert_eq!(
            both.map(|language| subject("container web", language)),
            ["container web", "容器 web"]
        );
        let file = "file /app/a b (container web)";
        assert_eq!(subject(file, Language::SimplifiedChinese), "文件 /app/a b （容器 web）");
        assert_eq!(subject("Dockerfile", Language::SimplifiedChinese), "Dockerfile");
    }

    /// The source of the rows, so that a new field is not forgotten here.
    const ROWS: &str = include_str!("../../../crates/lesson/src/wanted.rs");

    #[test]
    fn every_field_of_the_lesson_format_has_chinese_words() {
        for call in ["rows.add(\"", "rows.equal(\"", "rows.among(\""] {
            for rest in ROWS.split(call).skip(1) {
                let name = rest.split('"').next().unwrap_or_default();
                let words = field(name, Language::SimplifiedChinese);
                assert!(name == "root" || !words.is_ascii(), "{name}");
            }
        }
    }
}
