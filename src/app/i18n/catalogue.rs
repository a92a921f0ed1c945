//! The catalogue: one line a message, English and then Simplified Chinese.

/// Declares the catalogue: a field for each message, a static for each language.
macro_rules! messages {
    ($($key:ident: $english:literal, $chinese:literal;)*) => {
        /// All messages of one language.
        #[derive(Debug, PartialEq)]
        pub struct Messages {
            $(pub $key: &'static str,)*
        }

        pub static ENGLISH: Messages = Messages { $($key: $english,)* };
        pub static SIMPLIFIED_CHINESE: Messages = Messages { $($key: $chinese,)* };

        #[cfg(test)]
        impl Messages {
            /// In the order of declaration.
            pub fn all(&self) -> Vec<&'static str> {
                vec![$(self.$key,)*]
            }
        }
    };
}

messages! {
    // The page.
    product: "Drydock", "Drydock";
    workbench: "Workbench", "工作台";
    skip_to_terminal: "Skip to the terminal", "跳到终端";
    lesson_not_loaded: "This lesson could not be loaded. Is the network there? What you made is kept.", "无法加载本课。网络是否连通？你的成果都还在。";
    try_again: "Try again", "重试";
    loading: "Starting the sandbox…", "正在启动沙盒…";
    replaying: "Bringing back your work…", "正在恢复你的进度…";
    simulated: "Simulated Docker 29", "模拟的 Docker 29";
    simulated_long: "Everything runs in this page. Docker, Linux and the network are simulated; nothing leaves your browser.", "一切都在本页面内运行。Docker、Linux 和网络都是模拟的；任何数据都不会离开你的浏览器。";

    // Panes.
    lesson: "Lesson", "课程";
    editor: "Editor", "编辑器";
    terminal: "Terminal", "终端";
    pictures: "Pictures", "图示";
    panes: "Panes", "面板";
    maximise: "Maximise {pane}", "最大化{pane}";
    restore: "Restore {pane}", "还原{pane}";
    resize: "Resize {one} and {other}", "调整{one}与{other}的大小";

    // Toolbar.
    settings: "Settings", "设置";
    theme: "Theme", "主题";
    theme_system: "System", "跟随系统";
    theme_light: "Light", "浅色";
    theme_dark: "Dark", "深色";
    theme_contrast: "High contrast", "高对比度";
    language: "Language", "语言";
    font_size: "Text size", "字号";
    clock: "Virtual clock", "虚拟时钟";
    pacing: "Pace of time", "时间流速";
    pacing_paced: "Like real time", "与真实时间相同";
    pacing_instant: "No waiting", "无需等待";
    pacing_paused: "Paused", "暂停";
    skip_waiting: "Skip the wait", "跳过等待";
    stop_command: "Stop", "停止";
    working_on: "Running {command}", "正在运行 {command}";
    reset: "Reset", "重置";
    reset_lesson: "Reset this lesson", "重置本课";
    reset_ask: "Start this lesson over? Your files, containers and images go back to how the lesson began. You can undo this until you leave the page.", "要从头开始本课吗？文件、容器和镜像都会回到课程开始时的状态。离开页面之前可以撤销。";
    reset_done: "The lesson starts over.", "课程已重新开始。";
    reset_all: "Reset everything", "重置全部";
    reset_all_yes: "Reset everything", "重置全部";
    reset_all_ask: "Start all lessons over? All files, containers, images and ticks of all lessons go. You can undo this until you leave the page.", "要从头开始所有课程吗？所有课程中的文件、容器、镜像和完成记录都会清除。离开页面之前可以撤销。";
    reset_all_done: "All lessons start over.", "所有课程已重新开始。";
    undo: "Undo", "撤销";
    went_back: "This is how it was before that command. What came after is gone unless you undo.", "这是该命令执行之前的状态。除非撤销，之后的一切都不再保留。";
    go_back: "Go back", "返回";
    go_back_before: "Go back to before {command}", "返回到执行 {command} 之前";
    cancel: "Cancel", "取消";
    close: "Close", "关闭";
    close_named: "Close {name}", "关闭 {name}";
    export_files: "Download files", "下载文件";

    // Work that travels.
    work: "Your work", "你的成果";
    share: "Share…", "分享…";
    share_title: "Share your work", "分享你的成果";
    share_words: "The link itself holds your files and what you typed: nothing is stored anywhere. Whoever opens it gets a sandbox of their own.", "链接本身包含你的文件和输入内容，不会存储到任何地方。打开链接的人会得到自己的沙盒。";
    share_link: "Link, {n} character|Link, {n} characters", "链接，{n} 个字符";
    share_copy: "Copy the link", "复制链接";
    share_long: "This is too much for a link. Save it as a file; whoever opens the file here gets a sandbox of their own.", "内容太多，无法放入链接。请保存为文件；在这里打开该文件的人会得到自己的沙盒。";
    share_save: "Save as a file", "保存为文件";
    export_docker: "Export to real Docker", "导出到真实的 Docker";
    save_everything: "Save everything to a file", "将全部成果保存到文件";
    open_files: "Open files…", "打开文件…";
    open_folder: "Open a folder…", "打开文件夹…";
    drop_words: "You can also drop files, a folder or a .zip on the page. With a course.yaml in it, it opens as a course.", "也可以把文件、文件夹或 .zip 拖到页面上。其中若有 course.yaml，则作为课程打开。";
    drop_here: "Drop it here", "拖放到这里";
    load_title: "Load everything from a file", "从文件载入全部成果";
    load_ask: "The file holds the work on {n} lesson. Where you have worked on the same lesson here, that is replaced. You can undo this until you leave the page.|The file holds the work on {n} lessons. Where you have worked on the same lessons here, that is replaced. You can undo this until you leave the page.", "该文件包含 {n} 课的成果。如果你在这里学过相同的课程，那些成果会被替换。离开页面之前可以撤销。";
    load: "Load", "载入";
    loaded: "The work from the file is here.", "文件中的成果已载入。";
    put_title: "Replace files?", "要替换文件吗？";
    put_ask: "{n} file comes into the workspace. What you have there under this name is replaced:|{n} files come into the workspace. What you have there under these names is replaced:", "{n} 个文件将放入工作区。工作区中的这些同名文件会被替换：";
    put_yes: "Replace", "替换";
    and_more: "and {n} more", "以及另外 {n} 个";
    files_put: "{n} file has come into the workspace.|{n} files have come into the workspace.", "{n} 个文件已放入工作区。";
    files_too_large: "That is too much: at most 2,000 files and 20 MB are taken.", "内容过多：最多接受 2,000 个文件和 20 MB。";
    files_no_names: "None of these files can have its name in a workspace.", "这些文件的名称都不能用于工作区。";
    zip_damaged: "This is not a .zip file, or it is damaged.", "这不是 .zip 文件，或文件已损坏。";
    zip_not_read: "This .zip file is encrypted, or made in a way that is not read here.", "此 .zip 文件已加密，或其格式在这里无法读取。";
    backup_unknown: "This file does not hold saved work, or it is damaged.", "此文件不含保存的成果，或已损坏。";
    backup_newer: "This file was saved by a newer version of Drydock.", "此文件由更新版本的 Drydock 保存。";
    course_empty: "There is a course.yaml, but no lesson with it.", "有 course.yaml，但没有任何课程。";
    shared_title: "Work that somebody shared", "他人分享的成果";
    shared_words: "It was made in “{lesson}”. It opens in a sandbox of its own; your own work stays as it is. Nothing of it has run yet.", "它是在“{lesson}”中完成的。它会在独立的沙盒中打开，你自己的成果保持不变。其中的内容尚未运行。";
    shared_changed: "That lesson has changed since, so it may come out differently.", "该课在此之后有改动，结果可能不同。";
    shared_types: "What will be typed into the terminal", "将在终端中输入的内容";
    shared_files: "Files that it brings or writes", "它带来或写入的文件";
    shared_nothing: "Nothing.", "无。";
    shared_open: "Open it in a sandbox", "在沙盒中打开";
    shared_leave: "Leave it", "不打开";
    shared_back: "Back to my own work", "回到我自己的成果";
    shared_here: "This is work that somebody shared. Your own is untouched.", "这是他人分享的成果。你自己的成果没有改动。";
    shared_damaged: "This link or file was cut off or changed on the way. Nothing in it has been run.", "此链接或文件在传递中被截断或改动。其中的内容没有运行。";
    shared_unknown: "This is not shared work, or it was made by a newer version of Drydock.", "这不是分享的成果，或由更新版本的 Drydock 创建。";
    shared_no_lesson: "This work belongs to a lesson that is not here: {lesson}. Nothing of it has been run.", "此成果属于这里没有的课程：{lesson}。其中的内容没有运行。";
    playground: "Playground", "自由练习";

    // Notices.
    crashed: "The sandbox stopped because of a mistake of ours. It was started again and your work up to the last step is back; your files are untouched.", "沙盒因我们的错误而停止。它已重新启动，你在最后一步之前的进度都已恢复；你的文件没有受到影响。";
    crashed_again: "The sandbox keeps stopping. Your files are safe here. Reset the lesson to go on, or download your files first.", "沙盒不断停止。你的文件都还在。请重置本课以继续，或先下载你的文件。";
    details: "Details", "详细信息";
    not_saved: "Your work cannot be stored in this browser; it lasts until the page is closed.", "此浏览器无法保存你的进度；关闭页面后就会丢失。";
    other_tab: "This lesson is being worked on in another tab. Here you can look, and nothing you type is taken.", "本课正在另一个标签页中进行。这里只能查看，输入不会生效。";
    work_here: "Work here instead", "改在这里继续";
    old_journal: "Your stored work was made by another version of Drydock and cannot be replayed; your files have been kept.", "你保存的进度由另一个版本的 Drydock 创建，无法重放；你的文件已保留。";

    // Lesson.
    goals: "Goals", "目标";
    goals_met: "{met} of {all} done", "已完成 {met}/{all}";
    goal_met: "done", "已完成";
    goal_open: "to do", "待完成";
    all_met: "All goals reached. Well done!", "全部目标已达成，做得好！";
    run: "Run", "运行";
    run_command: "Run {command}", "运行 {command}";
    copy: "Copy", "复制";
    copy_command: "Copy {command}", "复制 {command}";
    copied: "Copied", "已复制";
    minutes: "{n} minute|{n} minutes", "{n} 分钟";
    note: "Note", "说明";
    tip: "Tip", "提示";
    warning: "Careful", "注意";
    real_docker: "With a real Docker", "在真实的 Docker 中";
    exercise: "Exercise", "练习";
    question: "Question", "问题";
    quiz_answer: "Answer", "回答";
    quiz_right: "Right.", "正确。";
    quiz_wrong: "Not this one.", "不是这一个。";
    hint_first: "Give me a hint", "给我一点提示";
    hint_tell: "Tell me", "告诉我答案";
    hint_next: "Another hint", "下一个提示";
    hint_count: "Hint {n} of {all}", "提示 {n}/{all}";
    open_file: "Open", "打开";
    write_file: "Write", "写入";
    write_named: "Write {name} into the workspace", "将 {name} 写入工作区";
    written: "Written", "已写入";
    figure_live: "as it is now", "当前状态";
    figure_layers: "Layers of {name}", "{name} 的层";
    figure_no_image: "There is no image {name} yet.", "还没有名为 {name} 的镜像。";
    lessons: "All lessons", "全部课程";
    onward: "Previous and next lesson", "上一课与下一课";
    lessons_done: "{done} of {all} lessons done", "已完成 {done}/{all} 课";
    lesson_next: "Next: {title}", "下一课：{title}";
    lesson_previous: "Previous: {title}", "上一课：{title}";
    lesson_progress: "{met} of {all} goals", "{met}/{all} 个目标";
    lesson_done: "done", "已完成";
    lesson_here: "you are here", "你在这里";

    // Editor.
    files: "Files", "文件";
    new_file: "New file", "新建文件";
    file_name: "File name", "文件名";
    create: "Create", "创建";
    rename: "Rename", "重命名";
    rename_file: "Rename {name}", "重命名 {name}";
    remove_file: "Delete {name}", "删除 {name}";
    name_taken: "There is a file of that name already.", "已有同名文件。";
    name_bad: "A file name has no empty part and does not leave the folder.", "文件名不能有空的部分，也不能离开此文件夹。";
    no_file: "No file is open.", "没有打开的文件。";
    binary_file: "This file is not text.", "此文件不是文本。";
    editing: "Editor of", "正在编辑";
    problems: "{n} problem|{n} problems", "{n} 个问题";
    no_problems: "No problems", "没有问题";
    line: "Line {n}", "第 {n} 行";
    suggestions: "{n} suggestion|{n} suggestions", "{n} 条建议";
    fix_named: "Fix: {name}", "修复：{name}";
    all_files: "All files", "所有文件";
    new_file_here: "Create a file here", "在此文件夹中新建文件";
    download_file: "Download {name}", "下载 {name}";
    file_removed: "{name} is deleted.", "{name} 已删除。";
    format_file: "Format this file", "格式化此文件";
    rename_symbol: "Rename this name everywhere", "在各处重命名此名称";
    go_to_definition: "Go to where this name is given", "转到此名称的定义处";
    find_in_file: "Find in this file", "在此文件中查找";
    new_name: "New name", "新名称";

    // Terminal.
    terminal_n: "Terminal {n}", "终端 {n}";
    new_terminal: "New terminal", "新建终端";
    copy_output: "Copy as text", "复制为文本";
    terminal_ended: "The shell has ended.", "Shell 已结束。";
    open_again: "Open it again", "重新打开";

    // Pictures.
    layers: "Layers", "层";
    containers: "Containers", "容器";
    images: "Images", "镜像";
    networks: "Networks", "网络";
    volumes: "Volumes", "卷";
    storage: "Networks", "网络";
    preview: "Preview", "预览";
    timeline: "Timeline", "时间线";

    layers_of: "What docker build would do with {file} now", "现在用 {file} 执行 docker build 会发生什么";
    no_dockerfile: "Open a Dockerfile to see the layers it gives.", "打开一个 Dockerfile 即可查看它产生的层。";
    stage: "Stage {name}", "阶段 {name}";
    cached: "cached", "已缓存";
    will_run: "will run", "将运行";
    fails: "fails", "失败";
    unknown: "not reached", "未到达";
    settings_only: "no layer, settings only", "不产生层，仅更改配置";
    why_new: "not built yet", "尚未构建过";
    why_no_cache: "the cache was not to be used", "要求不使用缓存";
    why_pruned: "its result is no longer in the cache", "它的结果已不在缓存中";
    why_instruction: "the instruction changed; it was {before}", "指令已更改，原来是 {before}";
    why_argument: "{name} changed from {before} to {after}", "{name} 从 {before} 变为 {after}";
    why_argument_new: "{name} is new: {after}", "{name} 是新增的：{after}";
    why_argument_gone: "{name} is gone; it was {before}", "{name} 已去掉，原来是 {before}";
    why_file: "{path} changed ({before} → {after})", "{path} 已更改（{before} → {after}）";
    why_file_line: "{path} changed in line {line} ({before} → {after})", "{path} 的第 {line} 行已更改（{before} → {after}）";
    why_file_new: "{path} is new", "{path} 是新增的";
    why_file_gone: "{path} is gone", "{path} 已删除";
    why_base: "the base image changed from {before} to {after}", "基础镜像从 {before} 变为 {after}";
    why_below: "a step before it runs", "它之前的步骤要运行";
    why_below_named: "the step before it gives another result: {step}", "它之前的步骤结果不同：{step}";
    and_then: ", ", "，";
    why_more: "and {n} more|and {n} more", "另有 {n} 项";
    layer_lines: "line {first}", "第 {first} 行";
    layer_line_range: "lines {first} to {last}", "第 {first} 至 {last} 行";
    total_size: "Image size {size}", "镜像大小 {size}";
    size_added: "{size} on top of the base", "在基础镜像之上增加 {size}";
    steps_cached: "{n} step cached|{n} steps cached", "{n} 个步骤已缓存";
    steps_run: "{n} step will run|{n} steps will run", "{n} 个步骤将运行";
    go_to_line: "Go to line {n}", "转到第 {n} 行";
    layer_words: "Layers as text", "层的文字说明";

    no_containers: "No containers yet. docker run makes one.", "还没有容器。用 docker run 创建一个。";
    no_images: "No images yet. docker build or docker pull gives one.", "还没有镜像。用 docker build 或 docker pull 获得。";
    no_volumes: "No volumes.", "没有卷。";
    no_networks: "No networks.", "没有网络。";
    container_states: "States of {name}", "{name} 的状态";
    path_taken: "Path: {path}", "经历：{path}";
    because: "{state} ({because})", "{state}（{because}）";
    legal_now: "Commands you can use on it now", "现在可以对它使用的命令";
    put_in_terminal: "Put “{command}” into the terminal", "将“{command}”放入终端";
    image: "Image", "镜像";
    command: "Command", "命令";
    ports: "Ports", "端口";
    mounts: "Mounts", "挂载";
    network: "Network", "网络";
    processes: "Processes", "进程";
    logs: "Logs", "日志";
    changes: "Changed files", "已更改的文件";
    exit_code: "Exit code", "退出码";
    health: "Health", "健康状态";
    none: "none", "无";
    created_at: "Created", "创建于";
    size: "Size", "大小";
    untagged: "<none>", "<none>";
    used_by: "Used by", "使用者";
    unused: "not in use", "未被使用";
    shared_layer: "shared with {n} image|shared with {n} images", "与 {n} 个镜像共享";
    layer_count: "{n} layer|{n} layers", "{n} 层";
    members: "Members", "成员";
    reach_by_name: "They reach each other by name.", "它们可以通过名称互相访问。";
    reach_by_ip: "They reach each other by IP address only.", "它们只能通过 IP 地址互相访问。";
    state_created: "created", "已创建";
    state_running: "running", "运行中";
    state_paused: "paused", "已暂停";
    state_restarting: "restarting", "重启中";
    state_removing: "removing", "移除中";
    state_exited: "exited", "已退出";
    state_dead: "dead", "已失效";

    address: "Address", "地址";
    method: "Method", "方法";
    go: "Go", "前往";
    reload: "Reload", "刷新";
    body: "Body", "正文";
    page_of: "Page at {url}", "{url} 的页面";
    preview_empty: "Type the address of a published port and press Enter.", "输入已发布端口的地址并按回车键。";
    listening_on: "Listening on the host now:", "主机上正在监听：";
    nothing_listens: "Nothing listens on a port of the host yet. docker run -p publishes one.", "主机上还没有监听任何端口。用 docker run -p 发布一个端口。";
    cannot_reach: "This site can’t be reached", "无法访问此网站";
    page_not_working: "This page isn’t working", "该网页无法正常运作";
    refused: "localhost refused to connect.", "localhost 拒绝了我们的连接请求。";
    refused_by: "{host} refused to connect.", "{host} 拒绝了我们的连接请求。";
    was_reset: "The connection was reset.", "连接已重置。";
    sent_nothing: "{host} didn’t send any data.", "{host} 未发送任何数据。";
    not_resolved: "{host}’s server IP address could not be found.", "找不到 {host} 的服务器 IP 地址。";
    too_long: "{host} took too long to respond.", "{host} 的响应时间过长。";
    bad_address: "This address cannot be opened here.", "无法在此打开该地址。";
    invalid_answer: "{host} sent an invalid response.", "{host} 发送的响应无效。";
    answered: "{status} in {url}", "{url}：{status}";
    response_headers: "Response headers", "响应标头";
    links_on_page: "Links on this page", "此页面上的链接";

    compose: "Compose", "Compose";
    goal: "Goal", "目标";
    show: "Show", "显示";
    looking: "Looking…", "正在查看…";
    next_build: "The next build of the open Dockerfile", "打开的 Dockerfile 的下一次构建";
    last_builds: "The last two builds, side by side", "最近两次构建的对比";
    image_gone: "This image is no longer there.", "这个镜像已不存在。";
    efficiency: "Efficiency", "效率";
    efficiency_long: "The least bytes that every path takes, of all that the layers carry", "每个路径最少所需字节占各层全部字节的比例";
    wasted: "Wasted", "浪费";
    wasted_here: "{size} that later layers hide", "{size} 被后面的层隐藏";
    size_wasted: "{size} wasted", "浪费 {size}";
    wasted_files: "Files written for nothing", "白白写入的文件";
    written_by: "Written by", "写入者";
    hidden_by: "Hidden by", "隐藏者";
    digest: "Digest", "摘要";
    shared_by: "Shared with", "共享者";
    no_changes: "no files", "没有文件";
    all_files_of_layer: "All files of this layer", "此层的全部文件";
    paths_added: "{n} added", "新增 {n}";
    paths_changed: "{n} changed", "更改 {n}";
    paths_deleted: "{n} deleted", "删除 {n}";
    added: "added", "新增";
    changed: "changed", "更改";
    deleted: "deleted", "删除";
    removed: "removed", "移除";
    lines: "Lines", "行";
    lines_alike: "{n} line alike|{n} lines alike", "{n} 行相同";
    stages: "Stages", "阶段";
    stage_from: "from {base}", "基于 {base}";
    stage_copies: "copies from {stages}", "从 {stages} 复制";
    stage_unused: "not needed by the last stage", "最后一个阶段不需要它";
    no_builds: "Nothing has been built yet. docker build makes the first.", "还没有构建过。用 docker build 进行第一次构建。";
    step: "Step", "步骤";
    build_before: "Before", "之前";
    build_last: "Last", "最近";
    took: "Time of what ran", "运行部分用时";
    ran: "ran", "已运行";
    ran_because: "Ran: {why}", "运行原因：{why}";
    failed: "failed", "失败";
    settings_step: "settings", "配置";
    instruction_was: "was {before}", "原为 {before}";
    better_order: "With the dependencies installed before the sources are copied, a change of one file would cost {then} instead of {now}.", "若在复制源代码之前安装依赖，改动一个文件只需 {then}，而不是 {now}。";
    second_stage: "Copied into a second stage from {base}, the image would have {size}.", "若复制到基于 {base} 的第二阶段，镜像只有 {size}。";
    files_of: "Files of", "文件所在";
    host: "Host", "主机";
    layer_named: "Layer: {name}", "层：{name}";
    path: "Path", "路径";
    folder_empty: "This folder is empty.", "此文件夹为空。";
    change: "Change", "变化";
    name: "Name", "名称";
    mode: "Mode", "权限";
    owner: "Owner", "属主";
    page_before: "Back", "上一页";
    page_after: "More", "下一页";
    page_of_all: "{first} to {last} of {all}", "第 {first} 至 {last} 项，共 {all} 项";
    against_below: "Against the file below", "与下层文件的差异";
    whole_file: "The whole file", "完整文件";
    file_cut: "Only the beginning is shown.", "仅显示开头部分。";
    look_inside: "Look inside", "查看内部";
    no_goals: "This lesson has no goals.", "本课没有目标。";
    what: "What", "对象";
    wanted: "Wanted", "要求";
    found: "There is", "现状";
    to_be_there: "to be there", "存在";
    not_to_be_there: "not to be there", "不存在";
    not: "not", "不是";
    is_there: "there", "存在";
    not_there: "not there", "不存在";
    as_wanted: "as wanted", "符合要求";
    differs: "differs", "不同";
    now: "Now", "现在";
    moment: "Moment", "时刻";
    moment_before: "Before {act}", "{act} 之前";
    moment_of: "{n} of {all}", "{n}/{all}";
    moment_unknown: "This moment is no longer known.", "已无法得知这一时刻。";
    step_back: "Step back", "后退一步";
    step_forward: "Step forward", "前进一步";
    undo_last: "Undo the last", "撤销上一步";
    redo: "Redo", "重做";
    compare_with: "Compare with", "对比";
    go_on_here: "Go on from here", "从这里继续";
    look_before: "Look at the moment before: {act}", "查看此前的时刻：{act}";
    nothing_differs: "Nothing differs.", "没有差异。";
    what_differs: "What differs", "差异";
    what_happened: "What happened", "发生了什么";
    act_write: "Changed {name}", "更改 {name}";
    act_rename: "Renamed {name}", "重命名 {name}";
    act_remove: "Deleted {name}", "删除 {name}";
    file_count: "{n} file|{n} files", "{n} 个文件";
    container: "Container", "容器";
    volume: "Volume", "卷";
    file: "File", "文件";
    no_compose: "There is no Compose file in the workspace. compose.yaml is the name to give it.", "工作区里没有 Compose 文件。请命名为 compose.yaml。";
    compose_project: "Project {name}", "项目 {name}";
    start_step: "Starts in step {n}", "第 {n} 步启动";
    replicas: "{n} container|{n} containers", "{n} 个容器";
    not_created: "not created", "未创建";
    profile_only: "only with its profile", "仅在启用其 profile 时";
    waits_for: "Waits for", "等待";
    waits_started: "waits until {service} has started", "等待 {service} 启动";
    waits_healthy: "waits until {service} is healthy", "等待 {service} 健康";
    waits_completed: "waits until {service} has completed", "等待 {service} 成功结束";
    built_from: "{image}, built from {context}", "{image}，由 {context} 构建";
    profiles: "Profiles", "Profiles";
    has_health_check: "has a health check", "有健康检查";
    external: "external", "外部";
    mounted_at: "Mounted at", "挂载于";
    contents: "Contents", "内容";
    contents_of: "Contents of {name}", "{name} 的内容";
    networks_idle: "Nobody is on: {names}", "没有成员：{names}";
    subnet: "Subnet", "子网";
    gateway: "Gateway", "网关";
    reached_as: "Reached as", "可访问的名称";
    from_host: "From the host", "来自主机";
    last_requests: "Last requests from the host", "主机最近的请求";
    request: "Request", "请求";
    to: "To", "目标";
    answer: "Answer", "应答";
    no_answer: "none", "无";

    no_events: "Nothing has happened yet.", "还没有发生任何事。";
    event_command: "You ran {subject}", "你运行了 {subject}";
    event_plain: "{kind} {subject}: {action}", "{kind} {subject}：{action}";

    palette: "Search and commands (Ctrl-K)", "搜索与操作（Ctrl-K）";
    palette_hint: "Search lessons, commands and words, or type what you want to do", "搜索课程、命令和术语，或输入你想做的事";
    palette_none: "Nothing is found.", "没有找到。";
    kind_action: "action", "操作";
    kind_lesson: "lesson", "课程";
    kind_command: "command", "命令";
    kind_word: "glossary", "术语";
    course: "The course", "课程总览";
    cheat_sheet: "Cheat sheet", "速查表";
    glossary: "Glossary", "术语表";
    sheet_filter: "Only lines with", "只显示包含";
    sheet_missing: "This page could not be loaded.", "无法加载此页面。";
    part_done: "{done} of {all} done", "已完成 {done}/{all}";
    hours: "{n} hour|{n} hours", "{n} 小时";
    text_size_named: "Text size: {name}", "字号：{name}";
    pacing_named: "Pace of time: {name}", "时间流速：{name}";
    restore_panes: "Show all panes", "显示所有面板";
    show_named: "Show {name}", "显示{name}";
    open_named: "Open {name}", "打开 {name}";
    theme_named: "Theme: {name}", "主题：{name}";
    language_named: "Language: {name}", "语言：{name}";
}
