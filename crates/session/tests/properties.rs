//! Laws of the engine under random command lines: nothing panics, a replay prints the same, nothing is left
//! behind, and no container moves outside the table of states.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use engine::{Filters, State, Transition};
use machine::Random;
use session::{Start, World};

/// Words that stand for something are drawn anew each time.
fn words(random: &mut Random, kind: &str) -> String {
    let list: &[&str] = match kind {
        "C" => &["one", "two", "three", "nosuch", "one two"],
        "I" => &["busybox", "app:1", "app:2", "nginx", "nosuch", "busybox:latest"],
        "V" => &["data", "logs", "nosuch", "x"],
        "N" => &["web", "db", "bridge", "none", "nosuch"],
        "P" => &["8080:80", "8080-8082:80", "80", "127.0.0.1:9000:80/udp", "0:0"],
        "S" => &["TERM", "KILL", "HUP", "9", "0", "NOPE"],
        _ => &[""],
    };
    list[random.below(list.len() as u64) as usize].to_string()
}

const COMMANDS: &[&str] = &[
    "docker run -d --name C I sleep 1000",
    "docker run -d --name C -v V:/d -p P I sleep 50",
    "docker run --rm --name C I sh -c 'echo hi > /f; exit 3'",
    "docker run -d --restart always --name C I sh -c 'sleep 1; exit 1'",
    "docker run -d --restart on-failure:2 --name C I false",
    "docker run -d --network N --name C I sleep 1000",
    "docker run -d --network container:one --name C I sleep 9",
    "docker create --name C --tmpfs /t -m 20m I sh",
    "docker start C",
    "docker stop -t 1 C",
    "docker restart -t 0 C",
    "docker kill -s S C",
    "docker pause C",
    "docker unpause C",
    "docker rename C C",
    "docker rm C",
    "docker rm -f -v C",
    "docker exec C sh -c 'echo x > /d/x; ls /d'",
    "docker commit C app:1",
    "docker tag I app:2",
    "docker rmi I",
    "docker rmi -f I",
    "docker volume create V",
    "docker volume rm V",
    "docker network create N",
    "docker network rm N",
    "docker network connect N C",
    "docker network disconnect N C",
    "docker update --restart unless-stopped C",
    "docker wait two & sleep 1",
    "docker ps -a --no-trunc",
    "docker inspect C I V N",
    "docker logs --tail 2 C",
    "docker diff C",
    "docker cp C:/etc/hostname - | tar t",
    "docker save I | docker load",
    "docker export C | docker import - app:2",
    "docker container prune -f",
    "docker image prune -a -f",
    "docker volume prune -a -f",
    "docker network prune -f",
    "sudo systemctl restart docker",
    "docker push localhost:5000/x",
    "docker pull I",
    "docker system df -v",
    "sleep 3",
];

fn line(random: &mut Random) -> String {
    let pattern = COMMANDS[random.below(COMMANDS.len() as u64) as usize];
    let drawn = pattern.split(' ').map(|word| match word.split_once(':') {
        Some((kind, rest)) if kind.len() == 1 && kind.chars().all(char::is_uppercase) => {
            format!("{}:{rest}", words(random, kind).split(' ').next().unwrap_or_default())
        }
        _ if word.len() == 1 && word.chars().all(char::is_uppercase) => words(random, word),
        _ => word.to_string(),
    });
    drawn.collect::<Vec<_>>().join(" ")
}

fn world(seed: u64) -> World {
    World::new(Start {
        seed,
        local_images: vec!["busybox:latest".into(), "nginx:latest".into()],
        ..Start::default()
    })
}

fn session(seed: u64, length: usize) -> (World, Vec<String>) {
    let world = world(seed);
    let mut random = Random::new(seed ^ 0x5eed);
    let mut printed = Vec::new();
    for _ in 0..length {
        let line = line(&mut random);
        let ran = world.run_line(&line);
        printed.push(format!("$ {line}\n{}[{}]", String::from_utf8_lossy(&ran.output), ran.status));
        check_states(&world, &printed);
    }
    (world, printed)
}

/// Every step of every container's path is a move of the table.
fn check_states(world: &World, printed: &[String]) {
    let transitions = [
        Transition::Start,
        Transition::Exit,
        Transition::AwaitRestart,
        Transition::Pause,
        Transition::Unpause,
        Transition::Remove,
    ];
    for id in world.engine().container_ids() {
        let path: Vec<State> = world
            .engine()
            .container(&id, |c| c.path.iter().map(|(s, ..)| *s).collect())
            .unwrap();
        assert_eq!(path.first(), Some(&State::Created));
        for pair in path.windows(2) {
            let legal = transitions.iter().any(|t| pair[0].next(*t, "x") == Ok(pair[1]));
            assert!(legal, "{:?} after\n{}", pair, printed.join("\n"));
        }
    }
}

#[test]
fn random_sessions_keep_the_laws() {
    for seed in 1..=12 {
        let (world, printed) = session(seed, 60);
        let engine = world.engine();
        let tell = || printed.join("\n");
        world.run_line("docker ps -aq | xargs -r docker rm -f -v");
        assert_eq!(engine.container_ids().len(), 0, "seed {seed}: {}", tell());
        let published = world.machine().net(|net| net.published().len());
        assert_eq!(published, 0, "seed {seed}: a port is left\n{}", tell());
        let running = world.machine().processes(0).len();
        assert!(running < 3, "seed {seed}: {running} processes are left\n{}", tell());
        for network in engine.networks(&Filters::default()).unwrap() {
            assert!(engine.members(&network.id).is_empty());
        }
        world.run_line("docker system prune -a -f --volumes; docker volume prune -a -f");
        assert!(
            engine.volumes(&Filters::default()).unwrap().is_empty(),
            "seed {seed}: {}",
            tell()
        );
        assert_eq!(engine.networks(&Filters::default()).unwrap().len(), 3);
        assert!(engine.images(|store| store.all().next().is_none()), "seed {seed}: {}", tell());
    }
}

#[test]
fn a_random_session_prints_the_same_again() {
    for seed in [21, 22, 23] {
        assert_eq!(session(seed, 50).1, session(seed, 50).1);
    }
}
