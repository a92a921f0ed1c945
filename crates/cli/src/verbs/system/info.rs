//! `docker info`.

use crate::call::{Call, Failure, Outcome};
use crate::docker::VERSION;
use crate::format::binary_size;
use crate::gotemplate::{Mode, Template, Value};
use engine::{Filters, State};
use serde_json::{Value as Json, json};

fn facts(call: &Call) -> Result<Json, Failure> {
    let containers = call.engine.list_containers(true, None, &Filters::default())?;
    let count = |states: &[State]| containers.iter().filter(|c| states.contains(&c.state)).count();
    let machine = call.engine.machine();
    let (memory, cpus) = machine.hardware();
    let images = call.engine.images(|store| store.all().count());
    Ok(json!({
        "ID": call.engine.id(),
        "Containers": containers.len(),
        "ContainersRunning": count(&[State::Running, State::Restarting]),
        "ContainersPaused": count(&[State::Paused]),
        "ContainersStopped": count(&[State::Created, State::Exited, State::Dead]),
        "Images": images,
        "Driver": "overlayfs",
        "DriverStatus": [["driver-type", "io.containerd.snapshotter.v1"]],
        "Plugins": {
            "Volume": ["local"],
            "Network": ["bridge", "host", "ipvlan", "macvlan", "null", "overlay"],
            "Authorization": null,
            "Log": ["awslogs", "fluentd", "gcplogs", "gelf", "journald", "json-file", "local", "splunk", "syslog"],
        },
        "MemoryLimit": true,
        "SwapLimit": true,
        "CpuCfsPeriod": true,
        "CpuCfsQuota": true,
        "CPUShares": true,
        "CPUSet": true,
        "PidsLimit": true,
        "IPv4Forwarding": true,
        "Debug": false,
        "NFd": 24,
        "OomKillDisable": false,
        "NGoroutines": 45,
        "SystemTime": crate::format::nano_time(call.engine.now()),
        "LoggingDriver": "json-file",
        "CgroupDriver": "systemd",
        "CgroupVersion": "2",
        "NEventsListener": 0,
        "KernelVersion": machine.release(),
        "OperatingSystem": "Debian GNU/Linux 12 (bookworm)",
        "OSVersion": "12",
        "OSType": "linux",
        "Architecture": "x86_64",
        "IndexServerAddress": "https://index.docker.io/v1/",
        "NCPU": cpus,
        "MemTotal": memory,
        "DockerRootDir": "/var/lib/docker",
        "HttpProxy": "",
        "HttpsProxy": "",
        "NoProxy": "",
        "Name": call.sys.hostname(),
        "Labels": [],
        "ExperimentalBuild": false,
        "ServerVersion": VERSION,
        "Runtimes": {"io.containerd.runc.v2": {"path": "runc"}, "runc": {"path": "runc"}},
        "DefaultRuntime": "runc",
        "Swarm": {"NodeID": "", "NodeAddr": "", "LocalNodeState": "inactive", "ControlAvailable": false, "Error": "", "RemoteManagers": null},
        "LiveRestoreEnabled": false,
        "Isolation": "",
        "InitBinary": "docker-init",
        "SecurityOptions": ["name=seccomp,profile=builtin", "name=cgroupns"],
        "Warnings": null,
    }))
}

pub async fn info(call: Call) -> Outcome {
    let format = call.flags.text("format");
    let template = match format.as_str() {
        "" => None,
        text => {
            let text = if text == "json" { "{{json .}}" } else { text };
            let failed = |e| Failure::new(format!("template parsing error: {e}")).with_status(64);
            Some(Template::parse(text).map_err(failed)?)
        }
    };
    let client = "Client: Docker Engine - Community\n Version:    29.1.3\n Context:    default\n Debug Mode: false\n Plugins:\n  buildx: Docker Buildx (Docker Inc.)\n    Version:  v0.30.1\n    Path:     /usr/libexec/docker/cli-plugins/docker-buildx\n  compose: Docker Compose (Docker Inc.)\n    Version:  v5.5.0\n    Path:     /usr/libexec/docker/cli-plugins/docker-compose\n";
    if let Some(why) = call.unreachable() {
        if template.is_none() {
            call.out(&format!("{client}\nServer:\n")).await;
            call.err(&why).await;
            return Err(Failure::new("errors pretty printing info"));
        }
        return Err(Failure::new(why));
    }
    let facts = facts(&call)?;
    if let Some(template) = template {
        let text = template
            .run(&Value::typed(&facts), Mode::Typed)
            .map_err(|e| Failure::new(format!("template parsing error: {e}")))?;
        call.line(&text).await;
        return Ok(());
    }
    let get = |name: &str| match facts.get(name) {
        Some(Json::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let mut out = format!("{client}\nServer:\n");
    let mut line = |name: &str, value: String| out.push_str(&format!("{name}: {value}\n"));
    line(" Containers", get("Containers"));
    line("  Running", get("ContainersRunning"));
    line("  Paused", get("ContainersPaused"));
    line("  Stopped", get("ContainersStopped"));
    line(" Images", get("Images"));
    line(" Server Version", get("ServerVersion"));
    line(" Storage Driver", get("Driver"));
    line("  driver-type", "io.containerd.snapshotter.v1".into());
    line(" Logging Driver", get("LoggingDriver"));
    line(" Cgroup Driver", get("CgroupDriver"));
    line(" Cgroup Version", get("CgroupVersion"));
    out.push_str(" Plugins:\n  Volume: local\n  Network: bridge host ipvlan macvlan null overlay\n");
    out.push_str("  Log: awslogs fluentd gcplogs gelf journald json-file local splunk syslog\n");
    let mut line = |name: &str, value: String| out.push_str(&format!("{name}: {value}\n"));
    line(" Swarm", "inactive".into());
    line(" Runtimes", "io.containerd.runc.v2 runc".into());
    line(" Default Runtime", "runc".into());
    line(" Init Binary", "docker-init".into());
    line(" containerd version", "1c4457e00facac03ce1d75f7b6777a7a851e5c41".into());
    line(" runc version", "v1.3.4-0-gd6d73eb8".into());
    line(" init version", "de40ad0".into());
    out.push_str(" Security Options:\n  seccomp\n   Profile: builtin\n  cgroupns\n");
    let mut line = |name: &str, value: String| out.push_str(&format!("{name}: {value}\n"));
    line(" Kernel Version", get("KernelVersion"));
    line(" Operating System", get("OperatingSystem"));
    line(" OSType", get("OSType"));
    line(" Architecture", get("Architecture"));
    line(" CPUs", get("NCPU"));
    let memory = facts.get("MemTotal").and_then(Json::as_u64).unwrap_or(0);
    line(" Total Memory", binary_size(memory));
    line(" Name", get("Name"));
    line(" ID", get("ID"));
    line(" Docker Root Dir", get("DockerRootDir"));
    line(" Debug Mode", get("Debug"));
    line(" Experimental", "false".into());
    out.push_str(" Insecure Registries:\n  ::1/128\n  127.0.0.0/8\n Live Restore Enabled: false\n\n");
    call.out(&out).await;
    Ok(())
}
