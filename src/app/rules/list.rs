//! `blackbar rules list`.

use super::args::{Format, ListOptions};
use super::view::{Known, all};
use super::{print, print_json, table};
use crate::app::{EXIT_OK, console};
use crate::rules::{Confidence, Find, Start, nearest};
use crate::settings::rules_digest;

pub(super) fn list(options: &ListOptions) -> Result<u8, String> {
    let user = options.rules.read()?;
    let all = all(&user);
    known("class", &options.class, all.iter().map(|k| k.rule.class.as_ref()))?;
    known("provider", &options.provider, all.iter().map(Known::provider))?;
    let least: Option<Confidence> = options.confidence.map(Into::into);
    let chosen: Vec<&Known<'_>> = all
        .iter()
        .filter(|k| options.class.is_empty() || options.class.iter().any(|c| *c == k.rule.class))
        .filter(|k| options.provider.is_empty() || options.provider.iter().any(|p| p == k.provider()))
        .filter(|k| least.is_none_or(|least| best(k) >= least))
        .filter(|k| options.words.iter().all(|word| has(k, word)))
        .collect();
    match options.format {
        Format::Json => print_json(&chosen.iter().map(|k| k.view()).collect::<Vec<_>>())?,
        Format::Table => {
            let rows: Vec<[String; 5]> = chosen
                .iter()
                .map(|k| {
                    let sure = match k.rule.with_context {
                        Some(raised) => format!("{}..{raised}", k.rule.confidence),
                        None => k.rule.confidence.to_string(),
                    };
                    let (id, class) = (k.rule.id.to_string(), k.rule.class.to_string());
                    [id, class, sure, k.file.clone(), k.rule.summary.to_string()]
                })
                .collect();
            print(&table(["ID", "CLASS", "CONFIDENCE", "FILE", "SUMMARY"], &rows))?;
        }
    }
    console::say(&format!(
        "blackbar: {} of {} rules; the digest of all is {}\n",
        chosen.len(),
        all.len(),
        rules_digest(user.all())
    ));
    Ok(EXIT_OK)
}

/// How sure a rule can be.
fn best(known: &Known<'_>) -> Confidence {
    known.rule.confidence.max(known.rule.with_context.unwrap_or(Confidence::Low))
}

fn has(known: &Known<'_>, word: &str) -> bool {
    let word = word.to_lowercase();
    let rule = known.rule;
    let starts = match &rule.find {
        Find::Pattern { start: Start::Literals { words, .. }, .. } | Find::Pair { keys: words, .. } => {
            &**words
        }
        Find::Pattern { .. } => &[],
    };
    let texts = [&*rule.id, &*rule.class, &*rule.summary, &*known.file];
    texts.into_iter().chain(starts.iter().map(AsRef::as_ref)).any(|t| t.to_lowercase().contains(&word))
}

/// Says which of the names a filter gives is none.
fn known<'a>(
    what: &str,
    wanted: &[String],
    names: impl Iterator<Item = &'a str> + Clone,
) -> Result<(), String> {
    for name in wanted {
        if !names.clone().any(|n| n == name) {
            let near = nearest(name, names.clone(), 3);
            let hint =
                if near.is_empty() { String::new() } else { format!("; near are {}", near.join(", ")) };
            return Err(format!("there is no rule of the {what} `{name}`{hint}"));
        }
    }
    Ok(())
}
