//! `blackbar keys`: makes and keeps key files.

mod drill;
mod status;

use super::{EXIT_OK, console};
use crate::settings::{KeyFile, KeySource, create_key_file, create_seal_key_file};
use crate::token::{Epoch, Hold, KeySet, PrivateSealKey, RootKey, State};
use clap::{Args, Subcommand, ValueEnum};
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use zeroize::Zeroizing;

#[derive(Debug, Subcommand)]
pub(super) enum KeysCommand {
    /// Make a key file with one key, readable by its owner only
    Generate {
        /// The file to write; there must be none yet
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Let AWS KMS draw the key and wrap it with this one, by its id, ARN or alias (symmetric). The file is named
        /// `aws-kms:FILE` from then on
        #[arg(long, value_name = "KEY-ID")]
        kms: Option<String>,
    },
    /// Begin a new epoch: what was primary opens and recognises old tokens, and makes none
    #[command(after_help = ROTATE_HELP)]
    Rotate {
        /// The key file, or `aws-kms:FILE`
        #[arg(value_name = "FILE")]
        file: OsString,
        /// Add the key as pending; the next `rotate` makes it primary
        #[arg(long)]
        stage: bool,
    },
    /// Print epochs, their states and the legal holds, never a key
    Status {
        /// The key file, or `env:NAME`, `aws-secret:NAME` or `aws-kms:FILE`
        #[arg(value_name = "FILE")]
        source: OsString,
        /// A table for people, or one JSON object
        #[arg(long, value_name = "FORMAT", value_enum, default_value = "table")]
        format: StatusFormat,
    },
    /// Rehearse a rotation and a revocation on a copy in memory; the file stays as it is
    Drill {
        /// The key file, or `env:NAME`, `aws-secret:NAME` or `aws-kms:FILE`
        #[arg(value_name = "FILE")]
        source: OsString,
    },
    /// Destroy the key of an epoch for ever
    #[command(after_help = DESTROY_HELP)]
    Destroy {
        /// The epoch
        #[arg(long, value_name = "N")]
        epoch: u32,
        /// Do it; without this it is only said what would become unreadable
        #[arg(long)]
        yes: bool,
        /// The key file, or `aws-kms:FILE`
        #[arg(value_name = "FILE")]
        file: OsString,
    },
    /// Make a private key that opens sealed tokens, and print the public key for `recipient` of a policy
    #[command(after_help = RECIPIENT_HELP)]
    Recipient {
        /// The file to write the private key to; there must be none yet
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Put a legal hold on an epoch: its key cannot be destroyed
    Hold(HoldOptions),
    /// Lift a legal hold
    Release(HoldOptions),
}

const ROTATE_HELP: &str = "\
Where several nodes share the keys: `rotate --stage`, bring the file to all of them, then `rotate` and bring it to \
all of them again. So every node knows a key before another one uses it.";

const RECIPIENT_HELP: &str = "\
Do this where sealed tokens may be opened, in the security account, and keep the file there: the pipeline needs the \
public key only.";

const DESTROY_HELP: &str = "\
Copies of the file hold the key, too: backups, secret stores, nodes that are running. The key is gone when the last of \
them is.

Exit codes: 0 destroyed; 2 refused or an error, and then the file is as it was.";

#[derive(Debug, Args)]
pub(super) struct HoldOptions {
    /// The epoch
    #[arg(long, value_name = "N")]
    epoch: u32,
    /// What the hold is called: a case, a ticket
    #[arg(long, value_name = "NAME")]
    name: String,
    /// The key file, or `aws-kms:FILE`
    #[arg(value_name = "FILE")]
    file: OsString,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum StatusFormat {
    /// A table
    Table,
    /// One JSON object
    Json,
}

pub(super) fn keys(command: &KeysCommand) -> Result<u8, String> {
    match command {
        KeysCommand::Generate { out, kms } => {
            let keys = match kms {
                Some(kms) => KeyFile::create_wrapped(out, kms).map_err(|e| e.to_string())?,
                None => {
                    let keys = KeySet::generate(fresh()?);
                    create_key_file(out, &keys).map_err(|e| e.to_string())?;
                    keys
                }
            };
            let id = keys.primary().map(Epoch::id).map_or_else(String::new, |id| id.to_string());
            console::say(&format!("{}: epoch 1 with key {id}\n", out.display()));
        }
        KeysCommand::Rotate { file, stage } => change(file, |file| {
            let key = file.fresh(fresh)?;
            let keys = file.keys_mut();
            let done = if *stage { keys.stage(key) } else { keys.rotate(key) };
            let number = done.map_err(|e| e.to_string())?;
            let state = if *stage { State::Pending } else { State::Primary };
            Ok(format!("epoch {number} is {}", state.name()))
        })?,
        KeysCommand::Status { source, format } => {
            status::print(&read(source)?, *format)?;
        }
        KeysCommand::Drill { source } => drill::run(&read(source)?)?,
        KeysCommand::Destroy { file, epoch, yes } => destroy(file, *epoch, *yes)?,
        KeysCommand::Recipient { out } => {
            let private = random()?;
            let key = PrivateSealKey::new(private.as_slice()).map_err(|e| e.to_string())?;
            create_seal_key_file(out, &private).map_err(|e| e.to_string())?;
            status::say(&format!("{}\n", key.recipient()))?;
        }
        KeysCommand::Hold(HoldOptions { epoch, name, file }) => change(file, |file| {
            file.keys_mut().hold(Hold { epoch: *epoch, name: name.clone() }).map_err(|e| e.to_string())?;
            Ok(format!("the hold `{name}` is on epoch {epoch}"))
        })?,
        KeysCommand::Release(HoldOptions { epoch, name, file }) => change(file, |file| {
            file.keys_mut()
                .release(&Hold { epoch: *epoch, name: name.clone() })
                .map_err(|e| e.to_string())?;
            Ok(format!("the hold `{name}` on epoch {epoch} is lifted"))
        })?,
    }
    Ok(EXIT_OK)
}

fn read(source: &OsStr) -> Result<KeySet, String> {
    KeySource::from_name(source).read().map_err(|e| e.to_string())
}

/// Reads a key file, changes the keys, writes it again, and says what was done.
fn change(name: &OsStr, how: impl FnOnce(&mut KeyFile) -> Result<String, String>) -> Result<(), String> {
    let mut file = KeyFile::open(&KeySource::from_name(name)).map_err(|e| e.to_string())?;
    let done = how(&mut file).map_err(|problem| format!("{}: {problem}", name.display()))?;
    file.save().map_err(|e| e.to_string())?;
    console::say(&format!("{}: {done}\n", name.display()));
    Ok(())
}

fn destroy(file: &OsStr, number: u32, yes: bool) -> Result<(), String> {
    let losses = |id: &str| {
        format!(
            "no token of epoch {number} (key {id}) can be opened or recognised any more: what was encrypted with it is \
             unreadable for ever, and its pseudonyms can no longer be compared with new ones"
        )
    };
    change(file, |file| {
        let keys = file.keys_mut();
        let id = keys.epochs().iter().find(|e| e.number() == number).map(|e| e.id().to_string());
        keys.destroy(number).map_err(|e| e.to_string())?;
        let losses = losses(&id.unwrap_or_default());
        if yes {
            Ok(format!("epoch {number} is destroyed; {losses}"))
        } else {
            Err(format!(
                "if epoch {number} is destroyed, {losses}. Nothing is changed yet; say `--yes` to do it"
            ))
        }
    })
}

/// A new root key.
fn fresh() -> Result<RootKey, String> {
    RootKey::new(random()?.as_slice()).map_err(|e| e.to_string())
}

/// 32 bytes from the generator of the operating system.
pub(super) fn random() -> Result<Zeroizing<[u8; 32]>, String> {
    let mut bytes = Zeroizing::new([0; 32]);
    getrandom::fill(bytes.as_mut_slice())
        .map_err(|e| format!("the operating system gives no random numbers: {e}"))?;
    Ok(bytes)
}
