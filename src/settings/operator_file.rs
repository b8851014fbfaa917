//! The operators of a policy file: what each makes, where it may be used, and which are refused.

use super::policy_file::{Problem, at};
use super::policy_form::{Choice, ScopeFile};
use super::policy_parameters::{belong, date_shift, generalise};
use crate::policy::{Operator, Passes};

pub(super) fn operator(choice: &Choice) -> Result<Operator, Problem> {
    let name = choice.name.get_ref().as_str();
    belong(choice)?;
    Ok(match name {
        "drop" => Operator::Drop,
        "label" => Operator::Label,
        "mask" => Operator::Mask,
        "zero" => Operator::Zero,
        "pseudonym" => Operator::Pseudonym { purpose: choice.purpose.clone() },
        "encrypt" => Operator::Encrypt { purpose: choice.purpose.clone() },
        "seal" => Operator::Seal { purpose: choice.purpose.clone() },
        "format-preserving" => Operator::FormatPreserving { purpose: choice.purpose.clone() },
        "date-shift" => date_shift(choice)?,
        "generalise" => generalise(choice)?,
        "keep" => Operator::Keep,
        "partial" => Operator::Partial { first: choice.first.unwrap_or(0), last: choice.last.unwrap_or(4) },
        _ => return Err(at(&choice.name, no_operator(name))),
    })
}

/// Whether the scope is one in which an operator may make tokens.
pub(super) fn may_make_tokens(
    operator: &Operator,
    scope: Option<&ScopeFile>,
    may_reverse: bool,
) -> Result<(), String> {
    let name = operator.name();
    // These make values in place of values, not tokens.
    let is_value = matches!(operator, Operator::FormatPreserving { .. } | Operator::DateShift { .. });
    let (tokens, belong) =
        if is_value { ("values", "with a key that belongs") } else { ("tokens", "which belong") };
    match (operator, scope) {
        (operator, None) if operator.is_keyed() => Err(format!(
            "`{name}` makes {tokens}, {belong} to a tenant; write `[scope]` with `tenant = \"...\"`"
        )),
        (Operator::Encrypt { .. } | Operator::FormatPreserving { .. }, Some(scope))
            if !scope.can_reverse() && !may_reverse =>
        {
            Err(format!(
                "`{name}` makes {tokens} that whoever makes them can open; use `pseudonym` or `seal`, or write \
             `pipeline_can_reverse = true` in `[scope]`, or in the contract for its fields"
            ))
        }
        (Operator::Seal { .. }, Some(scope)) if scope.recipient.is_none() => Err(format!(
            "`{name}` needs somebody who can open it; write `recipient = \"...\"` in `[scope]`, as `blackbar keys \
             recipient` prints it"
        )),
        _ => Ok(()),
    }
}

/// Whether an operator may be used where records can pass so often.
pub(super) fn may_pass(operator: &Operator, passes: Passes) -> Result<(), String> {
    if passes == Passes::Many && !operator.is_recognised() {
        return Err(format!(
            "results of `{}` cannot be told from values, so a record that passes twice would be changed twice, and the \
             policy says `passes = \"many\"`; use `pseudonym` or `encrypt`, whose tokens are recognised, or see to it \
             that records pass once",
            operator.name()
        ));
    }
    Ok(())
}

/// Operators that are asked for and never given, with the reason.
pub(super) const REFUSED: [(&[&str], &str); 4] = [
    (
        &["hash", "sha", "sha224", "sha256", "sha384", "sha512", "sha3", "blake2", "blake3", "salted-hash"],
        "an unkeyed hash of a short value is reversed by trying all values, and a salt stored beside it does not help",
    ),
    (&["md5", "sha1"], "it is broken as a hash, and unkeyed: all short values can be tried in minutes"),
    (
        &["ff3", "ff3-1"],
        "FF3 and FF3-1 were broken, and NIST has taken them out of SP 800-38G; `format-preserving` is FF1",
    ),
    (
        &["ecb", "aes", "aes-ecb", "des", "3des", "rc4", "base64", "rot13", "xor"],
        "it hides nothing or not enough",
    ),
];

/// What is said of them.
pub(super) const REFUSAL: &str = "` is refused: ";

/// Other names of operators, and the one to write.
pub(super) const OTHER_NAMES: [(&[&str], &str); 4] = [
    (&["hmac", "hmac-sha256", "keyed-hash", "pseudonymise", "pseudonymize", "tokenize"], "pseudonym"),
    (&["ff1", "fpe", "format-preserving-encryption"], "format-preserving"),
    (&["generalize", "truncate-ip"], "generalise"),
    (&["dateshift", "shift-date", "date-shifting"], "date-shift"),
];

/// Says why there is no such operator, and what to use.
fn no_operator(name: &str) -> String {
    let names = Operator::NAMES.join(", ");
    let plain = name.to_ascii_lowercase().replace('_', "-");
    let plain = plain.replacen("sha-", "sha", 1);
    match REFUSED.iter().find(|(refused, _)| refused.contains(&plain.as_str())) {
        Some((_, why)) => {
            format!("`{name}{REFUSAL}{why}; use `pseudonym`, which has a key, or one of {names}")
        }
        None => match OTHER_NAMES.iter().find(|(others, _)| others.contains(&plain.as_str())) {
            Some((_, right)) => format!("there is no operator `{name}`; write `{right}`"),
            None => format!("there is no operator `{name}`; use one of {names}"),
        },
    }
}
