//! The function for AWS Lambda.

fn main() -> std::process::ExitCode {
    blackbar::lambda::main()
}
