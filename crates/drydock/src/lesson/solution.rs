//! What checks find at the start, after the solution and after wrong attempts.

use super::folder::{Attempt, Files, Folder};
use super::problem::Problem;
use super::walk::{EFFORT, PAUSE};
use lesson::{Facts, Goals, Language, PartKind};
use session::{Console, Foreseen, Used, World, WorldFacts};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::Path;

/// How often, in turns of the machine's processes, checks are looked at while a command runs. They are looked at
/// whenever another one begins, too: what the last one left is there then, as a learner would see it.
const LOOK: usize = 1000;

/// Diagnoses that were seen to be said: a check's number and the number of the diagnosis in it.
type Reached = BTreeSet<(usize, usize)>;

pub fn prove(folder: &Folder, problems: &mut Vec<Problem>) {
    let mut reached = Reached::new();
    start(folder, &mut reached, problems);
    if let Some(script) = &folder.solution_script {
        solution(folder, script, &mut reached, problems);
    }
    for each in &folder.attempts {
        attempt(folder, each, &mut reached, problems);
    }
    for (number, check) in folder.lesson.checks.iter().enumerate() {
        for (index, diagnosis) in check.diagnose.iter().enumerate() {
            if !reached.contains(&(number, index)) {
                problems.push(Problem::new(
                    &folder.english_path(),
                    diagnosis.line,
                    &format!(
                        "neither an attempt of `attempts/` nor the way to the solution leads to what is said here for `{}`: \"{}\"",
                        check.id, diagnosis.say
                    ),
                ));
            }
        }
    }
}

/// Someone at work in a fresh world, whose goals are looked at all the time.
struct Work<'a> {
    folder: &'a Folder,
    world: &'a World,
    foreseen: RefCell<Foreseen>,
    goals: Goals,
    reached: Reached,
}

impl<'a> Work<'a> {
    fn new(folder: &'a Folder, world: &'a World) -> Work<'a> {
        Work {
            folder,
            world,
            foreseen: RefCell::default(),
            goals: Goals::default(),
            reached: Reached::new(),
        }
    }

    fn look(&mut self, used: &Used) {
        let facts = WorldFacts {
            world: self.world,
            used,
            foreseen: &self.foreseen,
        };
        self.goals.look(&self.folder.lesson.checks, &facts, Language::English);
        note(self.folder, &facts, &mut self.reached);
    }

    /// Lays files over the workspace and runs a script. Gives what was used.
    fn carry_out(&mut self, files: &Files, script: Option<&str>, at: &Path, answers: bool, problems: &mut Vec<Problem>) -> Used {
        for (path, (contents, _)) in files {
            if let Err(error) = self.world.write_file(path, contents) {
                problems.push(Problem::new(&at.join(path), 1, &format!("it cannot be written: {error}")));
            }
        }
        let world = self.world;
        let mut console = Console::new(world);
        if answers {
            answer(self.folder, &mut console.used);
        }
        self.look(&console.used);
        if let Some(script) = script {
            let (mut turn, mut begun) = (0, 0);
            let ran = console.run(script, &EFFORT, &mut |used| {
                turn += 1;
                if turn % LOOK == 0 || used.count() != begun {
                    begun = used.count();
                    self.look(used);
                }
            });
            if ran.stopped {
                problems.push(Problem::new(
                    at,
                    1,
                    "the script does not end by itself and was stopped: something in it waits or loops for ever",
                ));
            }
        }
        self.look(&console.used);
        let mut turn = 0;
        console.wait(PAUSE, &EFFORT, &mut |used| {
            turn += 1;
            if turn % LOOK == 0 {
                self.look(used);
            }
        });
        // A check may come after one that was met only now.
        for _ in &self.folder.lesson.checks {
            self.look(&console.used);
        }
        console.used
    }
}

/// Answers every quiz rightly.
fn answer(folder: &Folder, used: &mut Used) {
    for part in &folder.lesson.parts {
        if let PartKind::Quiz(quiz) = &part.kind
            && let Some(choice) = quiz.choices.iter().position(|c| c.right)
        {
            used.answer(&quiz.id, u32::try_from(choice).unwrap_or(0), true);
        }
    }
}

/// Notes which diagnoses are said now.
fn note(folder: &Folder, facts: &dyn Facts, reached: &mut Reached) {
    for (number, check) in folder.lesson.checks.iter().enumerate() {
        // Looked at only until all were reached: the questions of some are dear.
        let all = (0..check.diagnose.len()).all(|index| reached.contains(&(number, index)));
        if all || check.condition.find(facts, Language::English).met {
            continue;
        }
        let said = check.diagnose.iter().position(|d| d.when.find(facts, Language::English).met);
        reached.extend(said.map(|index| (number, index)));
    }
}

/// At the start no check holds but those that come after another.
fn start(folder: &Folder, reached: &mut Reached, problems: &mut Vec<Problem>) {
    let (world, _) = folder.world();
    let (used, foreseen) = (Used::default(), RefCell::default());
    let facts = WorldFacts {
        world: &world,
        used: &used,
        foreseen: &foreseen,
    };
    for check in folder.lesson.checks.iter().filter(|c| c.after.is_none()) {
        if check.condition.find(&facts, Language::English).met {
            problems.push(Problem::new(
                &folder.english_path(),
                check.line,
                &format!(
                    "the check `{}` holds before anything was done: make it ask for more, or give it `after:`",
                    check.id
                ),
            ));
        }
    }
    note(folder, &facts, reached);
}

fn solution(folder: &Folder, script: &str, reached: &mut Reached, problems: &mut Vec<Problem>) {
    let (world, _) = folder.world();
    let mut work = Work::new(folder, &world);
    let at = folder.path.join("solution/solution.sh");
    work.carry_out(&folder.solution_files, Some(script), &at, true, problems);
    reached.append(&mut work.reached);
    for check in &folder.lesson.checks {
        if work.goals.is_met(&check.id) {
            continue;
        }
        let said = work.goals.diagnosis(&check.id);
        let why = match (&check.after, said) {
            (Some(after), "") => format!("it holds, but not after `{after}`"),
            (_, said) => said.to_string(),
        };
        problems.push(Problem::new(
            &folder.english_path(),
            check.line,
            &format!("the solution does not meet the check `{}`: {why}", check.id),
        ));
    }
}

fn attempt(folder: &Folder, attempt: &Attempt, reached: &mut Reached, problems: &mut Vec<Problem>) {
    let yaml = attempt.path.join("attempt.yaml");
    let expects = match lesson::read_expects(&attempt.expects) {
        Ok(expects) => expects,
        Err(mistakes) => {
            problems.extend(mistakes.iter().map(|m| Problem::new(&yaml, m.line, &m.message)));
            return;
        }
    };
    let (world, _) = folder.world();
    let mut work = Work::new(folder, &world);
    let at = attempt.path.join("attempt.sh");
    let used = work.carry_out(&attempt.files, attempt.script.as_deref(), &at, false, problems);
    let facts = WorldFacts {
        world: &world,
        used: &used,
        foreseen: &work.foreseen,
    };
    reached.extend(&work.reached);
    for (id, part, line) in expects {
        let Some(check) = folder.lesson.checks.iter().find(|c| c.id == id) else {
            problems.push(Problem::new(&yaml, line, &format!("there is no check `{id}` in lesson.md")));
            continue;
        };
        if work.goals.is_met(&id) {
            problems.push(Problem::new(
                &yaml,
                line,
                &format!("the attempt meets the check `{id}`, expected that it does not"),
            ));
            continue;
        }
        let said = check.find(&facts, Language::English).diagnosis;
        if !said.contains(&part) {
            problems.push(Problem::new(
                &yaml,
                line,
                &format!("for `{id}` is said \"{said}\", expected \"{part}\" in it"),
            ));
        }
    }
}
