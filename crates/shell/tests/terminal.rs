//! The shell at a terminal: what keys do and what is shown.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod machine;

#[test]
fn a_line_is_edited_and_run() {
    let mut session = machine::Session::start("ash");
    session.expect("/work # ");
    session.keys("ehco hi\x01\x1b[C\x1b[C\x14\r");
    session.expect("hi\r\n/work # ");
    session.keys("echo one\r");
    session.expect("one\r\n/work # ");
    session.keys("\x1b[A\x1b[D\x1b[D\x1b[DX\r");
    session.expect("Xone\r\n/work # ");
}

#[test]
fn an_unfinished_command_asks_for_more() {
    let mut session = machine::Session::start("bash");
    session.expect("root@box:/work# ");
    session.keys("for i in 1 2; do\r");
    session.expect("> ");
    session.keys("echo n$i\rdone\r");
    session.expect("n1\r\nn2\r\nroot@box:/work# ");
    session.keys("echo \"a\rb\"\r");
    session.expect("a\r\nb\r\nroot@box:/work# ");
}

#[test]
fn ctrl_c_ends_the_line_or_the_command() {
    let mut session = machine::Session::start("bash");
    session.expect("# ");
    session.keys("echo never\x03");
    session.expect("^C\r\nroot@box:/work# ");
    session.keys("sleep 1000\r");
    session.keys("\x03");
    session.expect("^C\r\nroot@box:/work# ");
    session.keys("echo $?\r");
    session.expect("130\r\n");
}

#[test]
fn jobs_stop_and_go_on() {
    let mut session = machine::Session::start("bash");
    session.expect("# ");
    session.keys("sleep 100\r");
    session.keys("\x1a");
    session.expect("[1]+  Stopped                 sleep 100\r\n");
    session.keys("jobs\r");
    session.expect("[1]+  Stopped                 sleep 100\r\n");
    session.keys("bg\r");
    session.expect("[1]+ sleep 100 &\r\n");
    session.keys("kill %1\r");
    session.expect("[1]+  Terminated              sleep 100\r\n");
    session.keys("sleep 1 &\r");
    session.expect("[1] ");
    session.keys("wait; echo ok\r");
    session.expect("ok\r\n");
}

#[test]
fn tab_completes_commands_and_names() {
    let mut session = machine::Session::start("bash");
    session.expect("# ");
    session.keys("touch alpha1 alpha2\r");
    session.expect("# ");
    session.keys("basen\t");
    session.expect("basename ");
    session.keys("\x15ech\t x; ls al\t\t");
    session.expect("alpha1  alpha2\r\n");
    session.keys("1\r");
    session.expect("x\r\nalpha1\r\n");
}

#[test]
fn dash_reads_plain_lines() {
    let mut session = machine::Session::start("dash");
    session.expect("# ");
    session.keys("echo hi\r");
    session.expect("hi\r\n# ");
    session.keys("\x04");
    session.ended();
}

#[test]
fn less_shows_a_screen_at_a_time() {
    for flavour in ["bash", "ash"] {
        let mut session = machine::Session::start(flavour);
        session.expect("# ");
        session.keys("seq 100 | less\r");
        session.expect("22\r\n23\r\n");
        session.keys(" ");
        session.expect("46\r\n");
        session.keys("/7.\r");
        session.expect("[J70\r\n");
        session.keys("n");
        session.expect("[J71\r\n");
        session.keys("?5\r");
        session.expect("[J65\r\n");
        session.keys("\x1b[A");
        session.expect("[J64\r\n");
        session.keys("G");
        session.expect("100\r\n\u{1b}[7m(END)");
        session.keys("3g");
        session.expect("[J3\r\n");
        session.keys("q");
        session.expect("# ");
        session.keys("echo back\r");
        session.expect("back\r\n");
    }
}

#[test]
fn less_reads_only_what_it_shows() {
    let mut session = machine::Session::start("bash");
    session.keys("yes | less\r");
    session.expect("y\r\n");
    session.keys("100gq");
    session.expect("# ");
}

#[test]
fn more_ends_with_the_text() {
    let mut session = machine::Session::start("bash");
    session.expect("# ");
    session.keys("seq 50 > f; more f\r");
    session.expect("23\r\n\u{1b}[7m--More--(42%)");
    session.keys("\r");
    session.expect("24\r\n\u{1b}[7m--More--");
    session.keys(" ");
    session.expect("47\r\n\u{1b}[7m--More--");
    session.keys(" ");
    session.expect("50\r\n");
    session.keys("more f | tail -n 1; less f | head -n 1\r");
    session.expect("50\r\n1\r\n");
}
