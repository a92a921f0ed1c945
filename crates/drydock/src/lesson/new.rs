//! `drydock lesson new DIR`: a lesson to start from, which passes its proof.

use super::folder::Folder;
use super::translation;
use lesson::slug;
use std::fs;
use std::path::Path;

const ENGLISH: &str = r#"---
title: A lesson about NAME
minutes: 10
workspace: NAME
images: [alpine:3.20]
teaches: [FROM, docker build]
terms:
  build context: The folder that a build may copy files from.
checks:
  - id: built
    text: There is an image called NAME
    image: {name: NAME}
    diagnose:
      - when: {image: {name: "NAME:1"}}
        say: Your image has the tag 1. Without a tag the name means latest.
---

After this lesson you can build an image out of one file.

## Build it

The folder has a [Dockerfile](file:Dockerfile):

```file:Dockerfile
FROM alpine:3.20
CMD ["echo", "hello"]
```

```console
$ cat Dockerfile
FROM alpine:3.20
...
```

## On your own

```exercise
id: build
text: Build an image out of the folder and call it NAME.
checks: [built]
hints:
  - ask: Which option of `docker build` gives the image its name?
    tell: It is `-t`. The folder comes last, as a dot.
```
"#;

const CHINESE: &str = r#"---
title: 关于 NAME 的一课
minutes: 10
workspace: NAME
images: [alpine:3.20]
teaches: [FROM, docker build]
terms:
  构建上下文: 构建时可以从中复制文件的文件夹。
checks:
  - id: built
    text: 有一个名为 NAME 的镜像
    image: {name: NAME}
    diagnose:
      - when: {image: {name: "NAME:1"}}
        say: 你的镜像的标签是 1。不写标签时，名称指的是 latest。
---

学完这一课，你就能用一个文件构建镜像。

## 构建

文件夹里有一个 [Dockerfile](file:Dockerfile)：

```file:Dockerfile
FROM alpine:3.20
CMD ["echo", "hello"]
```

```console
$ cat Dockerfile
FROM alpine:3.20
...
```

## 自己动手

```exercise
id: build
text: 用这个文件夹构建一个镜像，取名 NAME。
checks: [built]
hints:
  - ask: "`docker build` 的哪个选项给镜像起名？"
    tell: 是 `-t`。最后写上文件夹，也就是一个点。
```
"#;

/// Files of the lesson with what is in them; `NAME` stands for its name.
const FILES: [(&str, &str); 6] = [
    ("lesson.md", ENGLISH),
    ("lesson.zh.md", CHINESE),
    ("files/Dockerfile", "FROM alpine:3.20\nCMD [\"echo\", \"hello\"]\n"),
    ("solution/solution.sh", "docker build -t NAME .\n"),
    ("attempts/tagged/attempt.sh", "docker build -t NAME:1 .\n"),
    ("attempts/tagged/attempt.yaml", "expects:\n  built: has the tag 1\n"),
];

pub fn run(dir: &Path) -> i32 {
    let folder = super::folder::name(dir);
    let name: String = slug(&folder)
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let name = name.trim_matches('-');
    if name.is_empty() {
        eprintln!("drydock: {}: a lesson's folder is called like `03-layers`", dir.display());
        return 2;
    }
    if dir.exists() {
        eprintln!("drydock: {} is there already", dir.display());
        return 1;
    }
    for (path, text) in FILES {
        let path = dir.join(path);
        let made = path.parent().map_or(Ok(()), fs::create_dir_all);
        if let Err(error) = made.and_then(|()| fs::write(&path, text.replace("NAME", name))) {
            eprintln!("drydock: {}: {error}", path.display());
            return 1;
        }
    }
    if let Err(problem) = Folder::read(dir).and_then(|folder| translation::mark(&folder)) {
        eprintln!("drydock: {problem}");
        return 1;
    }
    println!(
        "{0} is made. Write in {0}/lesson.md, and prove it with: drydock lesson check {0}",
        dir.display()
    );
    0
}
