//! The parameters of operators in a policy file: which belongs to which, and what each may be.

use super::policy_file::{Problem, at};
use super::policy_form::Choice;
use crate::policy::{DateOrder, Generalisation, Operator, Subject};
use std::num::NonZeroU32;

/// Operators with a purpose.
const KEYED: &[&str] = &["pseudonym", "encrypt", "seal", "format-preserving", "date-shift"];

/// Says whether every parameter that is given belongs to its operator.
pub(super) fn belong(choice: &Choice) -> Result<(), Problem> {
    let name = choice.name.get_ref().as_str();
    let to = choice.to.as_ref().map_or("network", |to| to.get_ref().as_str());
    let generalises = |wanted: &[&str]| name == "generalise" && wanted.contains(&to);
    for (parameter, given, belongs, owners) in [
        ("purpose", choice.purpose.is_some(), KEYED.contains(&name), "operators with keys"),
        ("first", choice.first.is_some(), name == "partial", "`partial`"),
        ("last", choice.last.is_some(), name == "partial", "`partial`"),
        ("days", choice.days.is_some(), name == "date-shift", "`date-shift`"),
        ("subject", choice.subject.is_some(), name == "date-shift", "`date-shift`"),
        (
            "order",
            choice.order.is_some(),
            name == "date-shift" || generalises(&["month", "year"]),
            "`date-shift`, and to `generalise` with a month or year",
        ),
        ("to", choice.to.is_some(), name == "generalise", "`generalise`"),
        ("ipv4", choice.ipv4.is_some(), generalises(&["network"]), "`generalise` with `to = \"network\"`"),
        ("ipv6", choice.ipv6.is_some(), generalises(&["network"]), "`generalise` with `to = \"network\"`"),
        (
            "width",
            choice.width.is_some(),
            generalises(&["age-band"]),
            "`generalise` with `to = \"age-band\"`",
        ),
        (
            "decimals",
            choice.decimals.is_some(),
            generalises(&["decimals"]),
            "`generalise` with `to = \"decimals\"`",
        ),
    ] {
        if given && !belongs {
            let problem = format!("`{parameter}` belongs to {owners}, not to this `{name}`");
            return Err(at(&choice.name, problem));
        }
    }
    Ok(())
}

pub(super) fn date_shift(choice: &Choice) -> Result<Operator, Problem> {
    let days = match &choice.days {
        None => Operator::DAYS,
        Some(days) => NonZeroU32::new(*days.get_ref())
            .filter(|n| n.get() <= Operator::MOST_DAYS)
            .ok_or_else(|| at(days, format!("`days` is from 1 to {}", Operator::MOST_DAYS)))?,
    };
    let subject = match &choice.subject {
        None => None,
        Some(subject) => {
            Some(Subject::parse(subject.get_ref()).map_err(|problem| at(subject, problem.to_string()))?)
        }
    };
    Ok(Operator::DateShift { days, subject, order: order(choice)?, purpose: choice.purpose.clone() })
}

pub(super) fn generalise(choice: &Choice) -> Result<Operator, Problem> {
    let number =
        |given: &Option<toml::Spanned<u8>>, name: &str, default: u8, least: u8, most: u8, why: &str| {
            let Some(given) = given else { return Ok(default) };
            let value = *given.get_ref();
            if (least..=most).contains(&value) {
                Ok(value)
            } else {
                Err(at(given, format!("`{name}` is from {least} to {most}: {why}")))
            }
        };
    let few = "with more, what is left names few enough to tell people apart";
    let to = match choice.to.as_ref().map(|to| to.get_ref().as_str()) {
        None | Some("network") => Generalisation::Network {
            ipv4: number(&choice.ipv4, "ipv4", Generalisation::IPV4, 0, Generalisation::IPV4, few)?,
            ipv6: number(&choice.ipv6, "ipv6", Generalisation::IPV6, 0, Generalisation::IPV6, few)?,
        },
        Some("age-band") => {
            Generalisation::AgeBand { width: number(&choice.width, "width", 10, 2, 50, "years of a band")? }
        }
        Some("decimals") => Generalisation::Decimals {
            decimals: number(&choice.decimals, "decimals", 2, 0, Generalisation::DECIMALS, few)?,
        },
        Some("month") => Generalisation::Month,
        Some("year") => Generalisation::Year,
        Some(other) => {
            let problem =
                format!("`generalise` knows no `{other}`; use one of {}", Generalisation::NAMES.join(", "));
            return Err(choice.to.as_ref().map_or((None, problem.clone()), |to| at(to, problem)));
        }
    };
    Ok(Operator::Generalise { to, order: order(choice)? })
}

fn order(choice: &Choice) -> Result<Option<DateOrder>, Problem> {
    let Some(name) = &choice.order else { return Ok(None) };
    let names = DateOrder::NAMES.join(" or ");
    DateOrder::from_name(name.get_ref())
        .map(Some)
        .ok_or_else(|| at(name, format!("there is no order `{}`; write {names}", name.get_ref())))
}
