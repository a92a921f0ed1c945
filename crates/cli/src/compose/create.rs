//! Making a project's objects, for `docker compose create`, `up`, `run` and `scale`.

use super::build::BuildOptions;
use super::events::Event;
use super::project::{Stack, graph};
use super::reconcile::{Policy, Recreate, reconcile};
use super::{Compose, containers};
use crate::call::{Failure, Outcome};
use compose::Project;
use engine::State;
use std::collections::BTreeSet;

/// How objects are made.
#[derive(Clone, Debug, Default)]
pub struct Creation {
    /// Nothing is built without.
    pub build: Option<BuildOptions>,
    /// The services that were named.
    pub services: Vec<String>,
    pub recreate: Recreate,
    pub dependencies: Recreate,
    pub inherit: bool,
    pub remove_orphans: bool,
    pub ignore_orphans: bool,
    pub timeout: Option<i64>,
    pub quiet_pull: bool,
}

impl Compose {
    /// What the flags of `create` and `up` say.
    pub fn creation(&self, stack: &Stack) -> Result<Creation, Failure> {
        let flags = &self.call.flags;
        let on = |name: &str| stack.project.environment.get(name).is_some_and(|v| truth(v));
        let recreate = match flags {
            f if f.on("no-recreate") => Recreate::Never,
            f if f.on("force-recreate") || f.on("renew-anon-volumes") => Recreate::Force,
            _ => Recreate::Diverged,
        };
        let dependencies = match flags {
            f if f.on("no-recreate") => Recreate::Never,
            f if f.on("always-recreate-deps") => Recreate::Force,
            _ => Recreate::Diverged,
        };
        let remove_orphans = match flags.changed("remove-orphans") {
            true => flags.on("remove-orphans"),
            false => on("COMPOSE_REMOVE_ORPHANS"),
        };
        let ignore_orphans = on("COMPOSE_IGNORE_ORPHANS");
        if ignore_orphans && remove_orphans && self.call.command.path == "compose up" {
            return Err(Failure::new("cannot combine COMPOSE_IGNORE_ORPHANS and --remove-orphans"));
        }
        let build = BuildOptions {
            quiet: flags.on("quiet-build") || flags.on("quiet-pull"),
            dependencies: !flags.on("no-deps"),
            ..BuildOptions::default()
        };
        Ok(Creation {
            build: (!flags.on("no-build")).then_some(build),
            services: self.call.arguments().to_vec(),
            recreate,
            dependencies,
            inherit: !flags.on("renew-anon-volumes"),
            remove_orphans,
            ignore_orphans,
            timeout: self.timeout(),
            quiet_pull: flags.on("quiet-pull"),
        })
    }

    /// Applies `--pull`, `--build` and `--scale` to a project.
    pub fn apply_policies(&self, stack: &mut Stack) -> Outcome {
        let flags = &self.call.flags;
        if let Some(policy) = flags.get("pull") {
            if !["always", "never", "build", "missing", "if_not_present"].contains(&policy) {
                let shown = crate::opts::quote(policy);
                return Err(Failure::new(format!("invalid --pull option {shown}")));
            }
            for service in stack.project.services.values_mut() {
                service.pull_policy = policy.to_string();
            }
        }
        if flags.on("build") {
            for service in stack.project.services.values_mut().filter(|s| s.build.is_some()) {
                service.pull_policy = "build".into();
            }
        }
        for option in flags.all("scale") {
            let Some((name, count)) = option.split_once('=').filter(|(_, count)| !count.is_empty()) else {
                let shown = crate::opts::quote(&option);
                return Err(Failure::new(format!("invalid --scale option {shown}. Should be SERVICE=NUM")));
            };
            let replicas = crate::opts::parse_signed("Atoi", count).map_err(Failure::new)?;
            stack.set_scale(name, replicas)?;
        }
        Ok(())
    }

    /// Makes what is wanted and not there, and what is there and not as it is wanted.
    pub async fn create(&self, stack: &mut Stack, creation: &Creation) -> Outcome {
        unique_names(&stack.project)?;
        self.ensure_images(stack, creation.build.as_ref(), creation.quiet_pull)
            .await?;
        let networks = self.external_networks(stack)?;
        let volumes = self.external_volumes(stack)?;
        let mut observed = self.observe(stack).await?;
        for (key, id) in networks {
            if let Some(network) = stack.project.networks.get(&key) {
                observed
                    .networks
                    .insert(key, super::observed::Found::external(&id, &network.name));
            }
        }
        for (key, name) in volumes {
            observed.volumes.insert(key, super::observed::Found::external(&name, &name));
        }
        self.warn_of_strangers(stack, &observed).await;
        if !observed.orphans.is_empty() && !creation.ignore_orphans && !creation.remove_orphans {
            let names: Vec<&str> = observed.orphans.iter().map(|c| c.name.as_str()).collect();
            self.warn(&format!(
                "Found orphan containers ({}) for this project. If you removed or renamed this service in your compose file, you can run this command with the --remove-orphans flag to clean it up.",
                names.join(", ")
            ))
            .await;
        }
        let order = graph(&mut stack.project)?.sorted();
        let policy = Policy {
            services: creation.services.clone(),
            recreate: creation.recreate,
            dependencies: creation.dependencies,
            inherit: creation.inherit,
            remove_orphans: creation.remove_orphans,
        };
        let plan = reconcile(self, stack, &mut observed, &policy, &order).await?;
        for name in stack.project.services.keys() {
            for seen in observed.services.get(name).into_iter().flatten() {
                let c = &seen.summary;
                if c.state == State::Running && !plan.touches(&c.id) {
                    self.on(Event::done(containers::progress_name(c), "Running")).await;
                }
            }
        }
        self.execute(stack, &observed, &plan, creation.timeout).await
    }
}

/// Whether the value of a variable means yes.
pub fn truth(text: &str) -> bool {
    text.eq_ignore_ascii_case("y") || crate::opts::parse_bool(text) == Some(true)
}

fn unique_names(project: &Project) -> Outcome {
    let mut names = BTreeSet::new();
    for (name, service) in &project.services {
        let own = &service.container_name;
        if !own.is_empty() && !names.insert(own) {
            let shown = crate::opts::quote(own);
            return Err(Failure::new(format!(
                "services.{name}: container name {shown} is already in use by service {{}}\""
            )));
        }
    }
    Ok(())
}

/// `docker compose create`.
pub async fn verb(compose: Compose) -> Outcome {
    let flags = &compose.call.flags;
    for (one, other) in [("build", "no-build"), ("force-recreate", "no-recreate")] {
        if flags.on(one) && flags.on(other) {
            return Err(Failure::new(format!("--{one} and --{other} are incompatible")));
        }
    }
    let mut stack = compose.stack(compose.call.arguments(), |_| {}).await?;
    compose.apply_policies(&mut stack)?;
    let creation = compose.creation(&stack)?;
    compose.progress.run("create", compose.create(&mut stack, &creation)).await
}
