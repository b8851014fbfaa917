//! The command line and sidecar.

fn main() -> std::process::ExitCode {
    blackbar::app::main()
}
